import CZlib

/// The entries of a zip file, read through its central directory; ZIP64 included
/// (PKWARE's APPNOTE, sections 4.3.7 to 4.3.16 and 4.5.3).
struct ZipArchive {
  struct Entry {
    let name: String
    fileprivate let method: UInt16
    fileprivate let flags: UInt16
    fileprivate let checksum: UInt32
    fileprivate let compressedSize: Int
    fileprivate let size: Int
    fileprivate let headerOffset: Int
  }

  let entries: [Entry]
  private let file: FileBytes

  /// HRNet-W64's training checkpoint has 8000 entries.
  private static let mostEntries = 1 << 17

  init(_ file: FileBytes) throws(CheckpointError.Reason) {
    self.file = file
    let directory = try Self.directory(of: file)
    var entries: [Entry] = []
    var position = directory.range.lowerBound
    while entries.count < directory.count {
      let entry = try Self.entry(at: &position, before: directory.range.upperBound, of: file)
      entries.append(entry)
    }
    self.entries = entries
  }

  // MARK: The central directory

  private static func directory(of file: FileBytes) throws(CheckpointError.Reason) -> (range: Range<Int>, count: Int) {
    // The end record is 22 bytes and a comment of at most 65535.
    let earliest = max(0, file.count - 22 - 65535)
    var position = file.count - 22
    while position >= earliest, file.integer(UInt32.self, at: position) != 0x0605_4b50 { position -= 1 }
    guard position >= earliest, position >= 0 else {
      throw .malformedZip("its directory at the end is missing, so the file is probably truncated")
    }
    let count = Int(file.integer(UInt16.self, at: position + 10) ?? 0)
    let size = Int(file.integer(UInt32.self, at: position + 12) ?? 0)
    let offset = Int(file.integer(UInt32.self, at: position + 16) ?? 0)
    let isLong = count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff
    if isLong, file.integer(UInt32.self, at: position - 20) == 0x0706_4b50,
      let record = file.integer(Int64.self, at: position - 12).flatMap(Int.init(exactly:)),
      file.integer(UInt32.self, at: record) == 0x0606_4b50
    {
      return try range(
        count: file.integer(Int64.self, at: addingClamped(record, 32)),
        size: file.integer(Int64.self, at: addingClamped(record, 40)),
        offset: file.integer(Int64.self, at: addingClamped(record, 48)), of: file)
    }
    return try range(count: Int64(count), size: Int64(size), offset: Int64(offset), of: file)
  }

  private static func addingClamped(_ position: Int, _ distance: Int) -> Int {
    let (sum, overflow) = position.addingReportingOverflow(distance)
    return overflow ? .max : sum
  }

  private static func range(
    count: Int64?, size: Int64?, offset: Int64?, of file: FileBytes
  ) throws(CheckpointError.Reason) -> (range: Range<Int>, count: Int) {
    guard let count = count.flatMap(Int.init(exactly:)), let size = size.flatMap(Int.init(exactly:)),
      let offset = offset.flatMap(Int.init(exactly:)), size >= 0, offset >= 0, size <= file.count,
      offset <= file.count - size
    else { throw .malformedZip("its directory lies outside of the file") }
    guard (0...min(mostEntries, size / 46)).contains(count) else {
      throw .malformedZip("its directory is too short for \(count) entries")
    }
    return (offset..<offset + size, count)
  }

  /// Reads one record of the central directory and moves behind it.
  private static func entry(
    at position: inout Int, before end: Int, of file: FileBytes
  ) throws(CheckpointError.Reason) -> Entry {
    func short(_ offset: Int) -> UInt16 { file.integer(UInt16.self, at: position + offset) ?? 0 }
    func word(_ offset: Int) -> UInt32 { file.integer(UInt32.self, at: position + offset) ?? 0 }
    guard position <= end - 46, word(0) == 0x0201_4b50 else { throw .malformedZip("its directory is damaged") }
    let nameEnd = position + 46 + Int(short(28))
    let extraEnd = nameEnd + Int(short(30))
    let next = extraEnd + Int(short(32))
    guard next <= end else { throw .malformedZip("its directory is damaged") }

    // Sizes and offsets of 32 bits that are all ones stand in the ZIP64 field instead, in this order.
    var long = try longField(in: nameEnd..<extraEnd, of: file)
    func value(_ short: UInt32) throws(CheckpointError.Reason) -> Int {
      guard short == .max else { return Int(short) }
      guard let number = file.integer(UInt64.self, at: long.lowerBound), long.count >= 8, number < 1 << 62 else {
        throw .malformedZip("an entry's size is missing")
      }
      long = long.lowerBound + 8..<long.upperBound
      return Int(number)
    }
    let size = try value(word(24))
    let compressedSize = try value(word(20))
    let headerOffset = try value(word(42))
    let entry = Entry(
      name: file.text(position + 46..<nameEnd), method: short(10), flags: short(8), checksum: word(16),
      compressedSize: compressedSize, size: size, headerOffset: headerOffset)
    position = next
    return entry
  }

  private static func longField(in range: Range<Int>, of file: FileBytes) throws(CheckpointError.Reason) -> Range<Int> {
    var position = range.lowerBound
    while position <= range.upperBound - 4 {
      let kind = file.integer(UInt16.self, at: position) ?? 0
      let end = position + 4 + Int(file.integer(UInt16.self, at: position + 2) ?? 0)
      guard end <= range.upperBound else { break }
      if kind == 1 { return position + 4..<end }
      position = end
    }
    return range.upperBound..<range.upperBound
  }

  // MARK: Entries

  /// The bytes of an entry: where they lie in the file if they are stored, inflated into memory of their own if they
  /// are deflated.
  ///
  /// - Parameter budget: bytes that may still be inflated; reduced by what was.
  func bytes(of entry: Entry, budget: inout Int) throws(CheckpointError.Reason) -> (file: FileBytes, range: Range<Int>)
  {
    func fail(_ what: String) -> CheckpointError.Reason { .malformedZip("entry '\(printable(entry.name))' \(what)") }
    func unsupported(_ what: String) -> CheckpointError.Reason {
      .unsupportedZip("entry '\(printable(entry.name))' \(what)")
    }
    guard entry.flags & 1 == 0 else { throw unsupported("is encrypted") }
    guard file.integer(UInt32.self, at: entry.headerOffset) == 0x0403_4b50,
      let nameLength = file.integer(UInt16.self, at: entry.headerOffset + 26),
      let extraLength = file.integer(UInt16.self, at: entry.headerOffset + 28)
    else { throw fail("is not where the directory says") }
    let start = entry.headerOffset + 30 + Int(nameLength) + Int(extraLength)
    guard start <= file.count, entry.compressedSize <= file.count - start else { throw fail("reaches beyond the file") }
    let range = start..<start + entry.compressedSize

    switch entry.method {
    case 0:
      guard entry.size == entry.compressedSize else { throw fail("has two sizes") }
      // Its checksum is not asked for: PyTorch can be told to leave it out, and reading everything would cost as much
      // as opening everything else.
      return (file, range)
    case 8:
      guard entry.size <= budget else { throw fail("inflates to more than such a file can hold") }
      budget -= entry.size
      guard let inflated = FileBytes(count: entry.size, filledBy: { inflate(range, into: $0) }),
        inflated.withBytes(of: 0..<entry.size, Self.checksum) == entry.checksum
      else { throw fail("is damaged") }
      return (inflated, 0..<entry.size)
    default: throw unsupported("is compressed by method \(entry.method) (expected stored or deflated)")
    }
  }

  /// Whether the deflate stream gives exactly as many bytes as expected.
  private func inflate(_ range: Range<Int>, into output: UnsafeMutableRawBufferPointer) -> Bool {
    var stream = z_stream()
    guard hrscope_inflate_start(&stream) == Z_OK else { return false }
    defer { inflateEnd(&stream) }
    let mostOutput = 1 << 30
    var (read, written) = (range.lowerBound, 0)
    // zlib wants a place to write to even if there is nothing to write.
    var nowhere: UInt8 = 0
    return withUnsafeMutablePointer(to: &nowhere) { nowhere in
      while true {
        let given = min(FileBytes.pieceSize, range.upperBound - read)
        let room = min(mostOutput, output.count - written)
        stream.next_out = output.baseAddress?.advanced(by: written).assumingMemoryBound(to: UInt8.self) ?? nowhere
        stream.avail_out = uInt(room)
        let status = file.withBytes(of: read..<read + given) { input in
          stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
          stream.avail_in = uInt(given)
          return CZlib.inflate(&stream, Z_NO_FLUSH)
        }
        read += given - Int(stream.avail_in)
        written += room - Int(stream.avail_out)
        if status == Z_STREAM_END { return written == output.count }
        // Without progress there never will be any: the stream is longer than its entry, or than it said.
        guard status == Z_OK, Int(stream.avail_in) < given || Int(stream.avail_out) < room else { return false }
      }
    }
  }

  private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
  }
}
