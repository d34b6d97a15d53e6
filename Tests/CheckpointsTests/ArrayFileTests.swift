import Foundation
import Testing

@testable import Checkpoints

@Suite("Files of arrays")
struct ArrayFileTests {
  @Test("an .npy is NumPy's, byte for byte")
  func npy() {
    let file = NPYFile.bytes([1, -2, 0.5, 0, 3, 4], shape: [2, 3])
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    // Ten bytes in front, 118 of text: 128 together.
    let header = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(text.utf8)
    #expect(Array(file[..<header.count]) == header)
    #expect(Array(file[header.count..<127]) == Array(repeating: UInt8(ascii: " "), count: 127 - header.count))
    #expect(file[127] == UInt8(ascii: "\n"))
    let numbers: [UInt8] = [
      0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f, 0, 0, 0, 0, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40,
    ]
    #expect(Array(file[128...]) == numbers)
  }

  @Test("headers end on a multiple of 64 bytes, and tuples of none and one are Python's")
  func headers() {
    for shape in [[], [7], [1, 2], [1, 100_000, 1_000_000], Array(repeating: 1_000_000, count: 30)] {
      let header = NPYFile.header(shape: shape)
      #expect(header.count % 64 == 0 && header.last == UInt8(ascii: "\n"), "\(shape)")
      #expect(Int(header[8]) + Int(header[9]) << 8 == header.count - 10)
    }
    #expect(String(decoding: NPYFile.header(shape: [7])[10...], as: UTF8.self).contains("'shape': (7,), }"))
    #expect(String(decoding: NPYFile.header(shape: [])[10...], as: UTF8.self).contains("'shape': (), }"))
  }

  @Test("an .npz is a zip of stored arrays, each on a multiple of 64 bytes")
  func npz() throws {
    let arrays = [
      NamedArray(name: "input", shape: [1, 3, 2, 2]) { (0..<12).map(Float.init) },
      NamedArray(name: "stage2.0.fuse.0.1", shape: [5]) { [1, 2, 3, 4, .infinity] },
      NamedArray(name: "none", shape: [0]) { [] },
    ]
    let path = FileManager.default.temporaryDirectory.appending(path: "arrays-\(UUID().uuidString).npz").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ArrayFile.npz.write(arrays, to: path)
    let file = try FileBytes(opening: path)
    let archive = try ZipArchive(file)
    #expect(archive.entries.map(\.name) == arrays.map { "\($0.name).npy" })
    for (entry, array) in zip(archive.entries, arrays) {
      var budget = 0
      let (bytes, range) = try archive.bytes(of: entry, budget: &budget)
      #expect(range.lowerBound % 64 == 0)
      #expect(bytes[range] == NPYFile.bytes(array.values(), shape: array.shape))
    }
    // The same arrays give the same file.
    let again = path + ".2.npz"
    defer { try? FileManager.default.removeItem(atPath: again) }
    try ArrayFile.npz.write(arrays, to: again)
    #expect(try Data(contentsOf: URL(filePath: again)) == Data(contentsOf: URL(filePath: path)))
  }

  @Test("a directory beyond 4 GiB has ZIP64's records in front of the short one")
  func longEnd() {
    let short = NPZWriter.end(count: 2, start: 1000, size: 200)
    #expect(short == [0x50, 0x4b, 5, 6, 0, 0, 0, 0, 2, 0, 2, 0, 200, 0, 0, 0, 0xe8, 3, 0, 0, 0, 0])
    let long = NPZWriter.end(count: 2, start: 5 << 32, size: 200)
    #expect(long.count == 56 + 20 + 22)
    #expect(Array(long[..<12]) == [0x50, 0x4b, 6, 6, 44, 0, 0, 0, 0, 0, 0, 0])
    // Count, count, size, start as 64 bits.
    #expect(
      Array(long[24..<56]) == [
        2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0,
      ])
    #expect(Array(long[56..<76]) == [0x50, 0x4b, 6, 7, 0, 0, 0, 0, 200, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0])
    #expect(
      Array(long[76...]) == [0x50, 0x4b, 5, 6, 0, 0, 0, 0, 2, 0, 2, 0, 200, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0])
  }

  @Test("the name says the kind")
  func kinds() {
    #expect(ArrayFile(path: "a/b.npz") == .npz)
    #expect(ArrayFile(path: "b.safetensors") == .safetensors)
    #expect(ArrayFile(path: "npz") == nil)
    #expect(ArrayFile(path: "b.npy") == nil)
  }

  @Test("what cannot be written leaves nothing behind")
  func unwritable() {
    #expect(throws: CheckpointError.self) { try ArrayFile.npz.write([], to: "/nowhere/a.npz") }
  }
}
