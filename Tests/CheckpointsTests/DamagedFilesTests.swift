import Checkpoints
import Foundation
import TestSupport
import Testing

@Suite("Damaged and hostile safetensors files")
struct DamagedFilesTests {
  /// One message each; they are part of what a user sees.
  static let defects: [(SafetensorsFixture, String)] = [
    (
      .init(header: "", length: 1 << 63), "header too long (expected at most 16777216 bytes, found 9223372036854775808)"
    ),
    (.init(header: "{}", length: 100), "truncated: header (expected 100 bytes, found 2)"),
    (.init(header: "[]"), "not a checkpoint this program reads (expected a safetensors, PyTorch or ONNX file)"),
    (.init(header: "{}", data: [1, 2]), "damaged header: bytes behind the last tensor (expected 0, found 2)"),
    (
      .init(header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, data: [0, 0, 0, 0]),
      "truncated: tensor data (expected 8 bytes, found 4)"
    ),
    (
      .init(header: #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, data: [0, 0, 0, 0, 0, 0, 0, 0]),
      "tensor 'a': offsets disagree with the shape (expected 12 bytes, found 8)"
    ),
    (
      .init(header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, data: [0, 0, 0, 0, 0, 0, 0, 0]),
      "tensor 'a': tensors overlap or leave a hole (expected offset 0, found 4…8)"
    ),
    (
      .init(
        header:
          #"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[2,6]}}"#,
        data: [0, 0, 0, 0, 0, 0]),
      "tensor 'b': tensors overlap or leave a hole (expected offset 4, found 2…6)"
    ),
    (
      .init(header: #"{"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,0]}}"#),
      "tensor 'a': impossible shape (expected sizes of at most 2⁶³ bytes, found [4611686018427387904, 8])"
    ),
    (
      .init(header: #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}"#),
      "tensor 'a': impossible shape (expected sizes of at most 2⁶³ bytes, found [-1])"
    ),
    (
      .init(
        header: #"{"a\u001b[2J":{"dtype":"U64","shape":[],"data_offsets":[0,8]}}"#, data: [0, 0, 0, 0, 0, 0, 0, 0]),
      "tensor 'a?[2J': unsupported type (expected e.g. F32, F16 or BF16, found U64)"
    ),
    (
      .init(header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#),
      "damaged header: data_offsets are not two numbers"
    ),
  ]

  @Test("each defect is named", arguments: defects.indices)
  func defect(index: Int) {
    let (fixture, message) = Self.defects[index]
    let error = #expect(throws: CheckpointError.self) { try fixture.read() }
    #expect(error?.description == "fixture: " + message)
  }

  @Test(
    "malformed JSON, deep nesting, wrong types",
    arguments: [
      "{", "{\"a\":", "{\"a\":1}", "{\"a\":{\"dtype\":1}}", "{\"__metadata__\":{\"a\":1}}",
      "{\"a\":" + String(repeating: "[", count: 100_000),
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e300],\"data_offsets\":[0,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}}",
    ])
  func malformedHeader(header: String) {
    let error = #expect(throws: CheckpointError.self) { try SafetensorsFixture(header: header).read() }
    #expect(error?.description.contains("\n") == false)
  }

  @Test("truncation at every 1 % of the length")
  func truncation() {
    let bytes = Array(embeddedModel)
    for percent in 0..<100 {
      let part = Array(bytes[..<(bytes.count * percent / 100)])
      #expect(throws: CheckpointError.self, "\(percent) %") { try SafetensorsFixture.open(part) }
    }
  }

  @Test("a flipped byte in the header is an error or another checkpoint, never a crash")
  func flippedBytes() throws {
    let bytes = try Fixture.bytes("official.safetensors")
    var refused = 0
    for position in stride(from: 0, to: 4000, by: 53) {
      var damaged = bytes
      damaged[position] ^= 0x15
      do {
        let file = try SafetensorsFixture.open(damaged)
        #expect(file.tensors.count <= 244)
      } catch { refused += 1 }
    }
    #expect(refused > 0)
  }

  @Test("what is no regular file", arguments: ["/nonexistent/file", "/dev/zero", "/tmp"])
  func unreadable(path: String) {
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: path) }
    #expect(error?.isUnreadable == true)
  }

  @Test("tensors that make no HRNet are refused by name")
  func notAnHRNet() {
    let data = [UInt8](repeating: 0, count: 4)
    let fixture = SafetensorsFixture.single("conv1.weight", "F32", [1, 1, 1, 1], data)
    let error = #expect(throws: CheckpointError.self) {
      try fixture.bytes.withUnsafeBytes { bytes in try Checkpoint(FileBytes(embedded: bytes), name: "fixture") }
    }
    #expect(
      error?.description
        == "fixture: not an HRNet: tensor 'stage2.0.branches.0.0.conv1.weight' is missing (found 'conv1.weight')")
  }
}
