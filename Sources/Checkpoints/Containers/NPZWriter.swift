import CZlib

/// Lays out and writes NumPy's format for several arrays: a zip file of stored `.npy` files
/// (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16; ZIP64 by 4.5.3).
///
/// The numbers of every array begin on a multiple of 64 bytes of the file, so that a reader may map it.
struct NPZWriter {
  let arrays: [NamedArray]

  /// Where an entry lies, for the directory at the end.
  private struct Placed {
    let name: [UInt8]
    let checksum: UInt32
    let size: UInt32
    let offset: UInt64
  }

  func write(to path: String) throws(CheckpointError.Reason) {
    try CheckpointFile.write(to: path) { file throws(CheckpointError.Reason) in
      var placed: [Placed] = []
      for array in arrays { placed.append(try write(array, to: file)) }
      try writeDirectory(placed, to: file)
    }
  }

  private func write(_ array: NamedArray, to file: CheckpointFile) throws(CheckpointError.Reason) -> Placed {
    let bytes = NPYFile.bytes(array.values(), shape: array.shape)
    // Whatever network fits into memory, one activation stays below 4 GiB.
    guard let size = UInt32(exactly: bytes.count) else { throw .unwritable("'\(array.name)' is too large for an npz") }
    let checksum = bytes.withUnsafeBytes {
      UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count))
    }
    let entry = Placed(
      name: Array("\(array.name).npy".utf8), checksum: checksum, size: size, offset: UInt64(file.count))
    // An extra field of this length takes the array to its boundary: two numbers of two bytes, then nothing said.
    let padding = (64 - (file.count + 30 + entry.name.count + 4) % 64) % 64
    let extra = littleEndianBytes([Self.paddingField, UInt16(padding)]) + Array(repeating: 0, count: padding)
    let header =
      littleEndianBytes([0x0403_4b50 as UInt32]) + Self.facts(entry)
      + littleEndianBytes([UInt16(entry.name.count), UInt16(extra.count)])
    try file.write(header + entry.name + extra)
    try file.write(bytes)
    return entry
  }

  /// The identifier that PyTorch's files use for the same purpose: "FB".
  private static let paddingField: UInt16 = 0x4246

  /// What the directory and an entry's own header say alike: version, flags, method, time, checksum and both sizes.
  private static func facts(_ entry: Placed) -> [UInt8] {
    // Stored, names in UTF-8. Zip's oldest date, so that equal activations give equal files.
    littleEndianBytes([20, 0x0800, 0, 0, 0x0021] as [UInt16])
      + littleEndianBytes([entry.checksum, entry.size, entry.size])
  }

  private func writeDirectory(_ entries: [Placed], to file: CheckpointFile) throws(CheckpointError.Reason) {
    let start = UInt64(file.count)
    for entry in entries {
      let isFar = entry.offset >= UInt64(UInt32.max)
      let extra = isFar ? littleEndianBytes([1, 8] as [UInt16]) + littleEndianBytes([entry.offset]) : []
      let record =
        littleEndianBytes([0x0201_4b50 as UInt32]) + littleEndianBytes([isFar ? 45 : 20 as UInt16])
        + Self.facts(entry)
        + littleEndianBytes([UInt16(entry.name.count), UInt16(extra.count), 0, 0, 0] as [UInt16])
        + littleEndianBytes([0, UInt32(clamping: entry.offset)] as [UInt32])
      try file.write(record + entry.name + extra)
    }
    try file.write(Self.end(count: entries.count, start: start, size: UInt64(file.count) - start))
  }

  /// The records behind the directory; the longer ones only where the file needs them.
  static func end(count: Int, start: UInt64, size: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    if count >= 0xffff || start + size >= UInt64(UInt32.max) {
      bytes += littleEndianBytes([0x0606_4b50 as UInt32]) + littleEndianBytes([44 as UInt64])
      bytes += littleEndianBytes([45, 45] as [UInt16]) + littleEndianBytes([0, 0] as [UInt32])
      bytes += littleEndianBytes([UInt64(count), UInt64(count), size, start])
      bytes += littleEndianBytes([0x0706_4b50, 0] as [UInt32]) + littleEndianBytes([start + size])
      bytes += littleEndianBytes([1 as UInt32])
    }
    let short = UInt16(clamping: count)
    return bytes + littleEndianBytes([0x0605_4b50 as UInt32]) + littleEndianBytes([0, 0, short, short])
      + littleEndianBytes([UInt32(clamping: size), UInt32(clamping: start)]) + [0, 0]
  }
}
