import Checkpoints
import TestSupport
import Testing

/// Files that people take for checkpoints: the line says what they are instead.
@Suite("Files of something else")
struct ForeignFileTests {
  private func message(_ bytes: [UInt8]) -> String? {
    let error = #expect(throws: CheckpointError.self) { try Fixture.open(bytes) }
    return error.map { String($0.description.dropFirst("fixture: ".count)) }
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  static let files: [(bytes: [UInt8], found: String)] = [
    ([], "an empty file"),
    ([1, 2, 3], "a file of 3 bytes"),
    (
      text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab\nsize 114000000\n"),
      "a Git LFS pointer: 'git lfs pull' fetches what it stands for"
    ),
    (text("\n <!DOCTYPE html>\n<html><head>"), "a web page: the download has failed"),
    (text("<HTML><body>404"), "a web page: the download has failed"),
    (text("{\"error\": \"not found\"}"), "JSON text"),
    (text("<?xml version=\"1.0\"?><net>"), "an XML document"),
    (text("Wir müssen draußen bleiben.\n"), "text"),
    ([0x1f, 0x8b, 8] + .init(repeating: 0, count: 20), "a gzip file: unpack it first"),
    (
      .init(repeating: 0, count: 257) + text("ustar\0") + .init(repeating: 0, count: 249),
      "a tar archive: unpack it first"
    ),
    ([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0], "an HDF5 file, as Keras writes"),
    ([0x93] + text("NUMPY\u{1}\0v\0"), "a NumPy array"),
    ([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70], "a JPEG picture"),
  ]

  @Test("are named", arguments: files.indices)
  func named(index: Int) {
    let (bytes, found) = Self.files[index]
    let expected = "not a checkpoint this program reads (expected a safetensors, PyTorch or ONNX file, found \(found))"
    #expect(message(bytes) == expected)
  }

  @Test("a checkpoint that was packed once more")
  func packed() throws {
    let zip = ZipFixture(entries: [.init(name: "weights.pth", data: try Fixture.bytes("official-legacy.pth"))])
    #expect(
      message(zip.bytes)
        == "a zip file that PyTorch has not written (expected an entry 'NAME/data.pkl', found 'weights.pth': unpack it first)"
    )
  }

  @Test("another network is told by some of its names")
  func otherNetwork() {
    let names = [
      "conv1.weight", "bn1.weight", "layer1.0.conv1.weight", "layer4.0.conv1.weight", "fc.weight", "fc.bias",
    ]
    let bytes = PickleFixture.legacy(
      PickleFixture {
        $0.emptyDictionary()
        for name in names {
          $0.text(name)
          $0.tensor(count: 1, shape: [1], strides: [1])
          $0.setItem()
        }
      }, storages: [("0", 1, [0, 0, 0, 0])])
    #expect(
      message(bytes)
        == "not an HRNet: tensor 'stage2.0.branches.0.0.conv1.weight' is missing "
        + "(found 'bn1.weight', 'conv1.weight', 'fc.weight' and 3 more)")
  }

  @Test("an HRNet without its last stage")
  func withoutLastStage() throws {
    // The same names at the same lengths, but of no stage.
    var bytes = try Fixture.bytes("official-legacy.pth")
    let (from, to) = (Self.text("stage4."), Self.text("other4."))
    for position in 0..<bytes.count - from.count where bytes[position..<position + from.count].elementsEqual(from) {
      bytes.replaceSubrange(position..<position + from.count, with: to)
    }
    #expect(message(bytes) == "not an HRNet: modules of stage 4 (expected 1…32, found 0)")
  }

  @Test(
    "tensors that are rebuilt in ways this program does not know are named with their type",
    arguments: [("_rebuild_qtensor", "qtensor"), ("_rebuild_tensor_v3", "torch.float8_e4m3fn")])
  func unsupportedTensors(function: String, type: String) {
    let bytes = PickleFixture.legacy(
      PickleFixture {
        $0.emptyDictionary()
        $0.text("stage2.0.branches.0.0.conv1.weight")
        $0.global("torch._utils", function)
        $0.mark()
        if function == "_rebuild_tensor_v3" {
          for _ in 0..<6 { $0.none() }
          $0.global("torch", "float8_e4m3fn")
        }
        $0.tuple()
        $0.reduce()
        $0.setItem()
      })
    #expect(
      message(bytes)
        == "tensor 'stage2.0.branches.0.0.conv1.weight': unsupported type (expected e.g. F32, F16 or BF16, found \(type))"
    )
  }
}
