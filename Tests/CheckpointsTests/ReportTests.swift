import Foundation
import TestSupport
import Testing

@testable import Checkpoints

@Suite("Report on a checkpoint")
struct ReportTests {
  private func report(_ name: String) throws -> CheckpointReport {
    let path = Fixture.path(name)
    let file = try FileBytes(opening: path)
    return try CheckpointReport(try Checkpoint(file, name: path), hash: try FileHash(of: file, path: path))
  }

  @Test("as text, a fact a line")
  func text() throws {
    let lines = try report("mmpose1-legacy.pth").text(longestList: 1).split(separator: "\n").map(String.init)
    #expect(
      lines.dropLast() == [
        "container   PyTorch legacy",
        "family      MMPose 1.x, keys under 'state_dict.backbone.'",
        "network     HRNet-W2 small",
        "stage 1     1 bottlenecks of 2",
        "stages 2–4  1, 1, 1 modules, 1 units a stream",
        "parameters  11349",
        "head        V1 pose, 3 heat maps at 1/4",
        "            with the names of MMPose 1.x",
        "joints      3",
        "skeleton    not stated",
        "input       256×192",
        "upsampling  nearest (assumed for MMPose 1.x: weights do not say)",
        "numbers     F32 (202)",
        "tensors     202 matched, 0 missing, 2 left over",
        "left over   state_dict.data_preprocessor.mean",
        "            … and 1 more",
        "assumed     nearest upsampling",
        "            input 256×192",
        "            ImageNet's mean and deviation",
      ])
  }

  @Test("a backbone says that it has no pose head")
  func backbone() throws {
    let text = try report("segmentation-legacy.pth").text()
    #expect(text.contains("joints      none: there is no pose head"))
    #expect(
      text.contains("upsampling  bilinear, align_corners=false (assumed for semantic segmentation: weights do not say)")
    )
    #expect(text.contains("head        none: 4 levels of 2, 4, 8, 16 channels, 1/4 … 1/32\n"))
    let obstacle = "V2 classes (HRNet-Semantic-Segmentation): tensor 'model.last_layer.0.bias' is missing"
    #expect(text.contains("            left out: \(obstacle)\n"))
    #expect(text.contains("missing     model.last_layer.0.bias\n"))
    #expect(
      try report("backbone-legacy.pth").text().contains("missing     final_layer.weight\n            final_layer.bias"))
  }

  @Test("as JSON, with every name")
  func json() throws {
    let data = try JSONEncoder().encode(report("training-legacy.pth"))
    let document = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let tensors = try #require(document["tensors"] as? [String: Any])
    #expect((tensors["matched"] as? [String: String])?["conv1.weight"] == "state_dict.module.conv1.weight")
    #expect((tensors["leftOver"] as? [String])?.count == 202)
    #expect((document["architecture"] as? [String: Any])?["joints"] as? Int == 3)
    // What there is not is null rather than absent.
    #expect(document["skeleton"] is NSNull)
    #expect((document["hash"] as? [String: Any])?["expected"] is NSNull)
  }
}

@Suite("SHA-256 of files")
struct FileHashTests {
  private func digest(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { SHA256.digest(of: FileBytes(embedded: $0)) }
  }

  @Test("the examples of FIPS 180-2")
  func published() {
    #expect(digest(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      digest(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test("every length around the edges of a block, against Python's hashlib")
  func lengths() {
    // hashlib.sha256(b"".join(hashlib.sha256(bytes(range(n))).hexdigest().encode() for n in range(200))).hexdigest()
    let digests = (0..<200).map { length in digest((0..<length).map { UInt8($0) }) }
    #expect(digest(Array(digests.joined().utf8)) == "7a38a844c9e159de39f0862ee2e28569a8250831150a3fbf0a59c001129b2fb2")
  }

  @Test(
    "the digits in a name",
    arguments: [
      ("/a-12345678/hrnet_w32-36af842e.pth", "36af842e"), ("hrnet_w32_coco_256x192-c78dce93_20200708.pth", "c78dce93"),
      ("hrnet_w32.pth", nil), ("hrnet-w32.pth", nil), ("hrnet-36AF842E.pth", nil), ("a-36af842e1.pth", nil), ("", nil),
    ])
  func names(path: String, digits: String?) { #expect(FileHash.digits(inName: path) == digits) }

  @Test("a name that lies")
  func lie() throws {
    let bytes = FileBytes(embedded: embeddedModel)
    let digits = try FileHash(of: bytes, path: "model.pth").digits
    #expect(try FileHash(of: bytes, path: "model.pth").isAsNamed == nil)
    #expect(try FileHash(of: bytes, path: "model-\(digits.prefix(8)).pth").isAsNamed == true)
    #expect(try FileHash(of: bytes, path: "model-00000000.pth").isAsNamed == false)
  }
}
