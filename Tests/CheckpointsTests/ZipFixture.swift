import CZlib

/// Assembles zip files by hand, right or wrong.
struct ZipFixture {
  struct Entry {
    var name: String
    /// As it lies in the file.
    var data: [UInt8]
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var checksum: UInt32 = 0
    /// What the directory says, if not the truth.
    var size: UInt64?
    var compressedSize: UInt64?
    var offset: UInt64?
  }

  var entries: [Entry] = []
  /// Whether sizes and offsets stand in ZIP64 fields.
  var isLong = false
  /// How many entries the directory says there are, if not the truth.
  var count: Int?

  /// An entry that inflates to `contents`.
  static func deflated(_ name: String, _ contents: [UInt8]) -> Entry {
    var length = compressBound(uLong(contents.count))
    var buffer = [UInt8](repeating: 0, count: Int(length))
    compress2(&buffer, &length, contents, uLong(contents.count), 9)
    // Without zlib's header of two bytes and its checksum of four.
    let raw = Array(buffer[2..<Int(length) - 4])
    let checksum = UInt32(truncatingIfNeeded: crc32(0, contents, uInt(contents.count)))
    return Entry(name: name, data: raw, method: 8, checksum: checksum, size: UInt64(contents.count))
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = entry.offset ?? UInt64(bytes.count)
      let size = entry.size ?? UInt64(entry.data.count)
      let compressedSize = entry.compressedSize ?? UInt64(entry.data.count)
      let name = Array(entry.name.utf8)
      func short(_ number: UInt64) -> UInt32 { isLong ? .max : UInt32(truncatingIfNeeded: number) }
      let extra =
        isLong ? little(UInt16(1)) + little(UInt16(24)) + little(size) + little(compressedSize) + little(offset) : []
      let common =
        little(entry.flags) + little(entry.method) + little(UInt32(0)) + little(entry.checksum)
        + little(short(compressedSize)) + little(short(size)) + little(UInt16(name.count))
      bytes += little(UInt32(0x0403_4b50)) + little(UInt16(45)) + common + little(UInt16(0)) + name + entry.data
      directory +=
        little(UInt32(0x0201_4b50)) + little(UInt16(45)) + little(UInt16(45)) + common + little(UInt16(extra.count))
        + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0)) + little(short(offset)) + name
        + extra
    }
    let (start, number) = (bytes.count, count ?? entries.count)
    bytes += directory
    if isLong {
      let record = bytes.count
      bytes +=
        little(UInt32(0x0606_4b50)) + little(UInt64(44)) + little(UInt16(45)) + little(UInt16(45)) + little(UInt32(0))
        + little(UInt32(0)) + little(Int64(number)) + little(Int64(number)) + little(UInt64(directory.count))
        + little(UInt64(start))
      bytes += little(UInt32(0x0706_4b50)) + little(UInt32(0)) + little(UInt64(record)) + little(UInt32(1))
    }
    let shortNumber = isLong ? UInt16.max : UInt16(truncatingIfNeeded: number)
    return bytes + little(UInt32(0x0605_4b50)) + little(UInt16(0)) + little(UInt16(0)) + little(shortNumber)
      + little(shortNumber) + little(isLong ? .max : UInt32(directory.count)) + little(isLong ? .max : UInt32(start))
      + little(UInt16(0))
  }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
