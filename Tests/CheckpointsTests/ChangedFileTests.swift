import Foundation
import TestSupport
import Testing

@testable import Checkpoints

/// Files that somebody writes to, or cuts off, while they are open: a mapped one would end the program.
@Suite("Files that change while they are open")
struct ChangedFileTests {
  static let files = [
    "official.safetensors", "shared-storage.pth", "official-legacy.pth", "strided-legacy.pth", "plain.onnx",
  ]

  /// What other programs do to a file in place.
  enum Change: CaseIterable {
    case emptied, halved, cutByAByte, grown, overwritten

    func make(to path: String) throws {
      let file = try FileHandle(forUpdating: URL(filePath: path))
      defer { try? file.close() }
      let count = try file.seekToEnd()
      switch self {
      case .emptied: try file.truncate(atOffset: 0)
      case .halved: try file.truncate(atOffset: count / 2)
      case .cutByAByte: try file.truncate(atOffset: count - 1)
      case .grown: try file.write(contentsOf: Data([0]))
      case .overwritten:
        try file.seek(toOffset: count / 2)
        try file.write(contentsOf: Data(repeating: 0x7F, count: 64))
      }
      // A clock that ticks slower than the test would hide what keeps the size.
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: 5)], ofItemAtPath: path)
    }
  }

  @Test("weights are not what they were: one error, whatever is asked first", arguments: files, Change.allCases)
  func weights(name: String, change: Change) throws {
    try withTemporaryFolder { folder in
      let path = folder + name
      try FileManager.default.copyItem(atPath: Fixture.path(name), toPath: path)
      let bytes = try FileBytes(opening: path)
      let checkpoint = try Checkpoint(bytes, name: path)
      let keys = checkpoint.matched.keys.sorted()
      _ = try checkpoint.floats(keys[0])
      try change.make(to: path)
      for key in [keys[0], keys[keys.count / 2], keys[keys.count - 1]] {
        let error = #expect(throws: CheckpointError.self) { try checkpoint.floats(key) }
        #expect(error?.description.hasPrefix("\(path): was changed by another program while it was open (") == true)
        #expect(error?.isUnreadable == false)
      }
      #expect(throws: CheckpointError.self) { try FileHash(of: bytes, path: path) }
      #expect(throws: CheckpointError.self) { try checkpoint.write(to: folder + "copy.safetensors") }
      // Nothing half-written stays.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
    }
  }

  @Test("a file that is cut off between opening and reading is not called damaged", arguments: files)
  func early(name: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + name
      try FileManager.default.copyItem(atPath: Fixture.path(name), toPath: path)
      for count in [UInt64(0), 9, 100, 5000] {
        let bytes = try FileBytes(opening: path)
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.truncate(atOffset: count)
        try file.close()
        let error = #expect(throws: CheckpointError.self) { try Checkpoint(bytes, name: path) }
        #expect(error?.reason == .changedWhileOpen(expected: bytes.count, found: Int(count)), "\(name), \(count)")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: Fixture.path(name), toPath: path)
      }
    }
  }

  @Test("a file that another one takes the place of is still the old one")
  func replaced() throws {
    try withTemporaryFolder { folder in
      let path = folder + "weights.safetensors"
      try FileManager.default.copyItem(atPath: Fixture.path("official.safetensors"), toPath: path)
      let checkpoint = try Checkpoint(contentsOf: path)
      let key = try #require(checkpoint.matched.keys.sorted().first)
      let before = try checkpoint.floats(key)
      try Data("something else".utf8).write(to: URL(filePath: path), options: .atomic)
      #expect(try checkpoint.floats(key) == before)
    }
  }

  /// Views in another order, with gaps, and strewn over a large storage, from a file and from memory.
  @Test("a file gives what memory gives, whatever the strides")
  func views() throws {
    let numbers = (0..<400_000).map { Float($0) }
    let data = numbers.withUnsafeBytes { Data($0) }
    try withTemporaryFolder { folder in
      try data.write(to: URL(filePath: folder + "numbers"))
      let file = try FileBytes(opening: folder + "numbers")
      let layouts = [
        ([400_000], [1], 0), ([399_000], [1], 1000), ([600, 500], [1, 600], 7), ([3, 4], [100_000, 9], 50),
        ([2, 3, 5], [0, 70_000, 1], 3), ([0, 5], [5, 1], 0), ([300_001], [1], 99_999),
      ]
      for (shape, strides, offset) in layouts {
        let layout = try #require(TensorLayout(shape: shape, strides: strides, offset: offset))
        let tensor = StoredTensor(type: .float32, layout: layout, storage: 0..<data.count, of: file)
        var expected: [Float] = []
        func walk(_ axis: Int, _ place: Int) {
          guard axis < shape.count else { return expected.append(numbers[place]) }
          for index in 0..<shape[axis] { walk(axis + 1, place + index * strides[axis]) }
        }
        walk(0, offset)
        #expect(try tensor.floats() == expected, "\(shape) \(strides)")
      }
    }
  }
}
