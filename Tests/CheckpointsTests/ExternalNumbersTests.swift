import Foundation
import TestSupport
import Testing

@testable import Checkpoints

/// Numbers in a file beside the model, as today's exporters write them.
@Suite("ONNX files whose numbers lie in another")
struct ExternalNumbersTests {
  private static let model = ONNXVariationTests.files["external.onnx"] ?? []
  private static let data = ONNXVariationTests.files["graph.onnx.data"] ?? []

  /// Opens the model in a folder of its own, with what a body puts there.
  private func message(_ model: [UInt8] = model, _ prepare: (String) throws -> Void) throws -> String {
    let folder = NSTemporaryDirectory() + "hrscope-\(UUID().uuidString)/"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(model).write(to: URL(filePath: folder + "graph.onnx"))
    try prepare(folder)
    do {
      let checkpoint = try Checkpoint(contentsOf: folder + "graph.onnx")
      return try ONNXVariationTests.departure(of: checkpoint, from: "as exported") < 1e-5 ? "same" : "other numbers"
    } catch let error as CheckpointError {
      return (error.isUnreadable ? "66 " : "65 ") + error.description.dropFirst(folder.count + "graph.onnx: ".count)
    }
  }

  private static func write(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

  /// The model with another text of the same length as the place of its numbers.
  private static func renamed(_ location: String) -> [UInt8] {
    precondition(location.utf8.count == "graph.onnx.data".utf8.count)
    var data = Data(model)
    while let range = data.range(of: Data("graph.onnx.data".utf8)) {
      data.replaceSubrange(range, with: Data(location.utf8))
    }
    return [UInt8](data)
  }

  @Test("the file beside it is read, through a link within the folder and in a folder below, too")
  func opens() throws {
    #expect(try message { try Self.write(Self.data, $0 + "graph.onnx.data") } == "same")
    #expect(
      try message { folder in
        try Self.write(Self.data, folder + "weights")
        try FileManager.default.createSymbolicLink(
          atPath: folder + "graph.onnx.data", withDestinationPath: "weights")
      } == "same")
    #expect(
      try message(Self.renamed("below/onnx.data")) { folder in
        try FileManager.default.createDirectory(atPath: folder + "below", withIntermediateDirectories: true)
        try Self.write(Self.data, folder + "below/onnx.data")
      } == "same")
    // More than is asked for is another tensor's.
    #expect(try message { try Self.write(Self.data + [1, 2, 3], $0 + "graph.onnx.data") } == "same")
  }

  @Test("what it reads is said, and counts for what is measured with it")
  func facts() throws {
    let folder = NSTemporaryDirectory() + "hrscope-\(UUID().uuidString)/"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Self.write(Self.model, folder + "graph.onnx")
    try Self.write(Self.data, folder + "graph.onnx.data")
    let checkpoint = try Checkpoint(contentsOf: folder + "graph.onnx")
    #expect(checkpoint.graph?.numberFiles == ["graph.onnx.data"])
    let file = try FileBytes(opening: folder + "graph.onnx.data")
    let digest = try FileHash(of: file, path: "").digits
    #expect(try checkpoint.companionDigests() == [digest])
  }

  @Test("missing, or no file")
  func missing() throws {
    let missing = try message { _ in }
    #expect(
      missing == "66 its numbers lie in 'graph.onnx.data', which cannot be read (No such file or directory)")
    let directory = try message {
      try FileManager.default.createDirectory(atPath: $0 + "graph.onnx.data", withIntermediateDirectories: true)
    }
    #expect(directory.hasPrefix("66 its numbers lie in 'graph.onnx.data', which cannot be read ("), "\(directory)")
    let pipe = try message { mkfifo($0 + "graph.onnx.data", 0o600) }
    #expect(pipe == "66 its numbers lie in 'graph.onnx.data', which cannot be read (not a regular file)")
  }

  @Test("cut off at any place", arguments: [0, 1, 100, 5000, -1])
  func truncated(length: Int) throws {
    let cut = length < 0 ? Self.data.count + length : length
    let text = try message { try Self.write(Array(Self.data.prefix(cut)), $0 + "graph.onnx.data") }
    #expect(text.hasPrefix("65 truncated: 'graph.onnx.data', where tensor '"), "\(text)")
    #expect(text.hasSuffix("found \(cut))"), "\(text)")
  }

  @Test(
    "only files in the model's folder",
    arguments: ["/dev/zero/../ab", "../graph.onnx.a", "below/../a.data", "/etc/ld.so.conf"])
  func elsewhere(location: String) throws {
    let text = try message(Self.renamed(location)) { try Self.write(Self.data, $0 + "graph.onnx.data") }
    #expect(text == "65 its numbers lie in '\(location)' (expected a file in the model's own folder)")
  }

  @Test("no link that leads out of it, be it the file or a folder on the way")
  func links() throws {
    let outside = NSTemporaryDirectory() + "hrscope-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: outside) }
    try Self.write(Self.data, outside + "/onnx.data")
    let file = try message { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder + "graph.onnx.data", withDestinationPath: outside + "/onnx.data")
    }
    #expect(file == "65 its numbers lie in 'graph.onnx.data' (expected a file in the model's own folder)")
    let way = try message(Self.renamed("below/onnx.data")) { folder in
      try FileManager.default.createSymbolicLink(atPath: folder + "below", withDestinationPath: outside)
    }
    #expect(way == "65 its numbers lie in 'below/onnx.data' (expected a file in the model's own folder)")
  }

  /// A stem whose weights lie where a few entries say.
  private static func stem(_ entries: [(String, String)], raw: [UInt8]? = nil) -> [UInt8] {
    ONNXFixture.model { graph in
      graph.message(5) { tensor in
        for size in [1, 3, 3, 3] { tensor.number(1, size) }
        tensor.number(2, 1)
        tensor.text(8, "w")
        if let raw { tensor.message(9, raw) }
        for (key, value) in entries {
          tensor.message(13) { entry in
            entry.text(1, key)
            entry.text(2, value)
          }
        }
        tensor.number(14, 1)
      }
      graph.node("Conv", ["x", "w"], ["c"])
      graph.output("c")
    }
  }

  static let places: [(entries: [(String, String)], message: String)] = [
    ([], "65 tensor 'w': unsupported form of numbers (expected the name of a file, found none)"),
    ([("location", "")], "65 its numbers lie in '' (expected a file in the model's own folder)"),
    ([("location", "d\0/x")], "65 its numbers lie in 'd?/x' (expected a file in the model's own folder)"),
    (
      [("location", "d"), ("offset", "-4")],
      "65 tensor 'w': impossible offset in another file (expected a number of bytes, found '-4')"
    ),
    (
      [("location", "d"), ("length", "1e3")],
      "65 tensor 'w': impossible length in another file (expected a number of bytes, found '1e3')"
    ),
    (
      [("location", "d"), ("length", "104")],
      "65 tensor 'w': numbers disagree with the shape (expected 108 bytes, found 104)"
    ),
    (
      [("location", "d"), ("offset", "9223372036854775807")],
      "65 truncated: 'd', where tensor 'w' lies at byte 9223372036854775807 "
        + "(expected 9223372036854775915 bytes, found 200)"
    ),
    (
      [("location", "d"), ("offset", "93"), ("length", "108")],
      "65 truncated: 'd', where tensor 'w' lies at byte 93 (expected 201 bytes, found 200)"
    ),
  ]

  @Test("places that are none", arguments: places.indices)
  func place(index: Int) throws {
    let (entries, expected) = Self.places[index]
    let text = try message(Self.stem(entries)) { try Self.write(.init(repeating: 0, count: 200), $0 + "d") }
    #expect(text == expected)
  }

  @Test("numbers in both files are in neither")
  func both() throws {
    let model = Self.stem([("location", "d")], raw: .init(repeating: 0, count: 108))
    let text = try message(model) { try Self.write(.init(repeating: 0, count: 200), $0 + "d") }
    #expect(
      text
        == "65 tensor 'w': unsupported form of numbers (expected raw_data or float_data, found numbers here and in a file)"
    )
  }
}
