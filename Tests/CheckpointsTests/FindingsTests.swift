import Checkpoints
import TestSupport
import Testing

/// Files on which a fuzzer found something wrong.
@Suite("Fuzzers' findings")
struct FindingsTests {
  @Test("an error is one line that fits a screen, whatever names a file brings", arguments: ["finding-1.pth"])
  func oneLine(name: String) {
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: Fixture.path(name)) }
    let text = error?.description ?? ""
    #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(text.utf8.count - Fixture.path(name).utf8.count < 400, "\(text.utf8.count) bytes")
  }

  /// A CastLike that reads nothing.
  @Test("a node without the inputs it needs is one that does something else")
  func missingInputs() {
    #expect(throws: CheckpointError.self) { try Fixture.open("finding-3.onnx") }
  }

  /// Three kilobytes of dictionaries that hang in each other at many places took seconds.
  @Test("a small file gives no more tensors than any checkpoint has")
  func manyPlaces() {
    let error = #expect(throws: CheckpointError.self) { try Fixture.open("finding-2.pth") }
    #expect(error?.description.contains("holds more tensors than any checkpoint") == true)
  }
}
