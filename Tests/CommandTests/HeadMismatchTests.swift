import Foundation
import TestSupport
import Testing

/// What people stumble over: a file opened by the command of another head, boxes of faces, colours of detectors.
@Suite("Heads that a command cannot read", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct HeadMismatchTests {
  private static func head(_ name: String) -> String { Shared.path("reference/heads/\(name)/model.safetensors") }

  /// Files, what their head is called, and the commands that read it.
  static let files: [(path: String, head: String, readers: [String])] = [
    (Shared.path("weights/hrnet-w16-lsp14.safetensors"), "V1 pose", ["pose"]),
    (head("v2-segmentation"), "V2 classes", ["segment"]), (head("v1h"), "V1h classes", ["segment"]),
    (head("ocr"), "OCR classes", ["segment"]), (head("landmarks"), "V2 landmarks", ["pose"]),
    (head("classification"), "ImageNet classes", ["classify"]), (head("v2p"), "V2p", []),
    (head("fcos"), "FCOS", ["detect", "pose --detector"]),
    (Shared.inRepository("Tests/CheckpointsTests/Fixtures/backbone-legacy.pth"), "a backbone alone", []),
  ]

  @Test("one line says which head is there and which command reads it", arguments: files.indices)
  func matrix(index: Int) throws {
    let (path, head, readers) = Self.files[index]
    let picture = SamplePictures.runner
    for (command, option) in [
      ("pose", "--weights"), ("segment", "--weights"), ("classify", "--weights"), ("detect", "--weights"),
      ("pose --detector", "--detector"),
    ] where !readers.contains(command) {
      let name = command.split(separator: " ").map(String.init)[0]
      let line = try HRScope.failure([name, picture, option, path], status: 65)
      #expect(line.contains(head), "\(command): \(line)")
      for reader in readers where !reader.contains(" ") {
        #expect(line.contains("for ") && line.contains(reader), "\(command): \(line)")
      }
      #expect(line.contains("explore"), "\(command): \(line)")
    }
  }

  @Test("a file of names for other classes is refused, whichever head it is for")
  func names() throws {
    try withTemporaryFolder { folder in
      let file = folder + "names.txt"
      try Data("a\nb\n".utf8).write(to: URL(filePath: file))
      for (command, name, count) in [
        ("segment", "v2-segmentation", 19), ("classify", "classification", 10), ("detect", "fcos", 3),
      ] {
        for words in [file, "coco-stuff"] {
          let line = try HRScope.failure(
            [command, SamplePictures.runner, "--weights", Self.head(name), "--classes", words],
            status: 65)
          #expect(line.contains("expected \(count)"), "\(line)")
        }
      }
    }
  }

  @Test("landmarks without a box of the face: said once, and not where one is given")
  func faces() throws {
    let (face, picture) = (Self.head("landmarks"), SamplePictures.runner)
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(atPath: picture, toPath: folder + "a.jpg")
      try FileManager.default.copyItem(atPath: picture, toPath: folder + "b.jpg")
      let both = try HRScope.run(["pose", folder + "a.jpg", folder + "b.jpg", "--weights", face])
      #expect(both.status == 0)
      let lines = both.errorText.split(separator: "\n").filter { $0.contains("face") }
      #expect(lines.count == 1 && lines[0].contains("1.25") && lines[0].contains("--box"), "\(both.errorText)")
      let boxed = try HRScope.run(["pose", folder + "a.jpg", "--weights", face, "--box", "10,10,40,50"])
      #expect(boxed.status == 0 && !boxed.errorText.contains("face"))
      let body = try HRScope.run(["pose", folder + "a.jpg"])
      #expect(body.status == 0 && !body.errorText.contains("face"))
      let frame = try HRScope.run([
        "capture", picture, "--weights", face, "--output", folder + "f.txt", "--size", "120x40",
      ])
      #expect(frame.status == 0, "\(frame.errorText)")
      #expect(try String(contentsOfFile: folder + "f.txt", encoding: .utf8).contains("b: the face's box"))
    }
  }

  private struct Answer: Decodable {
    struct Box: Decodable { let score: Double }
    let boxes: [Box]
    let assumptions: [String]?
  }

  @Test("a detector's colours are said, and --fcos chooses them")
  func colours() throws {
    func detect(_ more: String...) throws -> Answer {
      try HRScope.json(
        Answer.self,
        ["detect", SamplePictures.runner, "--json", "--weights", Self.head("fcos"), "--input", "128x160"] + more)
    }
    let usual = try detect()
    let said = usual.assumptions?.first { $0.contains("mean") } ?? ""
    #expect(said.contains("57.375") && said.contains("103.53") && said.contains("--fcos"), "\(said)")
    for family in ["mmdet1", "hrnet-fcos", "fcos", "improved"] {
      let other = try detect("--fcos", family)
      #expect(other.assumptions?.contains { $0.contains("102.98") } == true, "\(family)")
    }
    #expect(try detect("--fcos", "mmdet").assumptions?.contains(said) == true)
  }
}
