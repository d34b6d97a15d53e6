import Foundation
import Pictures
import Recognition
import TestSupport
import Testing

@Suite("hrscope evaluate by the head", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct EvaluateClassesTests {
  private struct Document: Decodable {
    struct Cut: Decodable {
      let cut: String
      let value: Double?
      let perClass: [String: Double]?
    }
    let metric: String
    let value: Double?
    let pictures: Int
    let perJoint: [String: Double]?
    let perClass: [String: Double]?
    let pixelAccuracy: Double?
    let meanAccuracy: Double?
    let top5: Double?
    let cuts: [Cut]?
  }

  private static let parts = Shared.path("weights/joints-parts/hrnet-w16-joints-parts.safetensors")
  private static func head(_ name: String) -> String { Shared.path("reference/heads/\(name)/model.safetensors") }

  /// Runs it; how far it has come may stand on standard error, and words about the set.
  private func evaluate(_ arguments: [String]) throws -> Document {
    let result = try HRScope.run(["evaluate", "--json"] + arguments)
    #expect(result.status == 0, "\(result.errorText)")
    return try JSONDecoder().decode(Document.self, from: result.output)
  }

  @Test("parts on lsp-100 as PyTorch measured them; joints of the same file by default")
  func lsp() throws {
    struct Expected: Decodable {
      let iou: [Double]
      let meanIoU: Double
      let pixelAccuracy: Double
      let classes: [String]
    }
    let file = URL(filePath: Shared.path("weights/joints-parts/lsp-100-parts.json"))
    let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    let set = Shared.path("data/lsp-100")
    let found = try evaluate([set, "--weights", Self.parts, "--labels", set + "/parts"])
    #expect(found.metric == "mIoU" && found.perJoint == nil && found.pictures == 100)
    #expect(abs((found.value ?? 0) - expected.meanIoU) < 0.002)
    #expect(abs((found.pixelAccuracy ?? 0) - expected.pixelAccuracy) < 0.001)
    for (name, iou) in zip(expected.classes, expected.iou) {
      #expect(abs((found.perClass?[name] ?? 0) - iou) < 0.004, "\(name)")
    }
    #expect(try evaluate([set, "--weights", Self.parts, "--head", "parts"]).value == found.value)
    #expect(try evaluate([set, "--weights", Self.parts, "--head", "v2-classes"]).value == found.value)
    let joints = try evaluate([set, "--weights", Self.parts])
    #expect(joints.metric == "PCK@0.2" && abs((joints.value ?? 0) - 0.7786) < 0.005 && joints.perClass == nil)
  }

  /// Three of the set's pictures, with their labels beside them.
  private func withSet(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for name in ["im1001", "im1002", "im1018"] {
        for (from, to) in [("\(name).jpg", "\(name).jpg"), ("parts/\(name).png", "\(name).png")] {
          try FileManager.default.copyItem(atPath: Shared.path("data/lsp-100/" + from), toPath: folder + to)
        }
      }
      try body(folder)
    }
  }

  @Test("a folder of pictures and labels: mIoU of what segment writes, counted by hand")
  func byHand() throws {
    try withSet { folder in
      let v2 = Self.head("v2-segmentation")
      let options = ["--weights", v2, "--input", "96x64"]
      let found = try evaluate([folder] + options)
      var confusion = ConfusionMatrix(classes: 19)
      for name in ["im1001", "im1002", "im1018"] {
        let result = try HRScope.run(["segment", folder + name + ".jpg", "--output", folder + "o.png"] + options)
        #expect(result.status == 0, "\(result.errorText)")
        confusion.add(
          truth: try ClassMap(labelsAt: folder + name + ".png", classes: 19),
          result: try ClassMap(labelsAt: folder + "o.png", classes: 19))
      }
      #expect(found.pictures == 3 && abs((found.value ?? 0) - (confusion.meanIoU ?? 1)) < 1e-5)
      #expect(abs((found.pixelAccuracy ?? 0) - (confusion.pixelAccuracy ?? 1)) < 1e-5)
      #expect(abs((found.meanAccuracy ?? 0) - (confusion.meanAccuracy ?? 1)) < 1e-5)
    }
  }

  @Test("cuts, and parts that are joined, as for joints")
  func cutsAndParts() throws {
    try withSet { folder in
      let options = ["--weights", Self.parts, "--head", "parts"]
      let whole = try evaluate([folder, "--sweep", "kinds"] + options)
      #expect(Set(whole.cuts?.map(\.cut) ?? []) == ["final", "across", "within"])
      #expect(whole.cuts?.contains { $0.value != whole.value } == true)
      let one = try evaluate([folder, "--cut", "final"] + options)
      #expect(one.value == whole.cuts?.first { $0.cut == "final" }?.value)
      for part in 1...2 {
        let run = try HRScope.run(
          ["evaluate", folder, "--sweep", "kinds", "--shard", "\(part)/2", "--output", folder + "\(part).jsonl"]
            + options)
        #expect(run.status == 0 && run.output.isEmpty, "\(run.errorText)")
      }
      let joined = try evaluate(["--merge", folder + "1.jsonl", folder + "2.jsonl"])
      #expect(joined.value == whole.value && joined.perClass == whole.perClass)
      #expect(joined.cuts?.map(\.value) == whole.cuts?.map(\.value))
    }
  }

  @Test("top-1 and top-5: a list of pictures, and a folder for each class")
  func classes() throws {
    struct Scores: Decodable {
      struct Class: Decodable { let id: Int }
      let classes: [Class]
    }
    let model = Self.head("classification")
    try withTemporaryFolder { folder in
      var (lines, first, five) = ("", 0, 0)
      for (index, name) in SamplePictures.names.prefix(6).enumerated() {
        try FileManager.default.copyItem(atPath: SamplePictures.path(name), toPath: folder + name)
        let scores = try HRScope.json(
          Scores.self, ["classify", "--json", SamplePictures.path(name), "--weights", model, "--top", "10"])
        // The best, the fourth, the seventh in turn.
        let place = [0, 3, 6][index % 3]
        let label = scores.classes[place].id
        lines += "\(name) \(label)\n"
        (first, five) = (first + (place == 0 ? 1 : 0), five + (place < 5 ? 1 : 0))
        let own = folder + "by-class/\(label)"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: SamplePictures.path(name), toPath: "\(own)/\(name)")
      }
      try Data(lines.utf8).write(to: URL(filePath: folder + "labels.txt"))
      let listed = try evaluate([folder, "--labels", folder + "labels.txt", "--weights", model])
      #expect(listed.metric == "top-1" && listed.pictures == 6)
      #expect(abs((listed.value ?? 0) - Double(first) / 6) < 1e-5 && abs((listed.top5 ?? 0) - Double(five) / 6) < 1e-5)
      let foldered = try evaluate([folder + "by-class", "--weights", model])
      #expect(foldered.value == listed.value && foldered.top5 == listed.top5 && foldered.perClass == listed.perClass)
    }
  }

  @Test("what does not fit is refused in one line")
  func refusals() throws {
    try withSet { folder in
      let (v2, classes) = (Self.head("v2-segmentation"), Self.head("classification"))
      for (arguments, status, words) in [
        ([folder, "--weights", v2, "--head", "joints"], 64, "V2 classes"),
        ([folder, "--weights", v2, "--head", "nonsense"], 64, "nonsense"),
        ([folder, "--weights", Self.parts], 66, "joints.json"),
        ([folder, "--weights", Self.parts, "--labels", folder, "--head", "joints"], 64, "--labels"),
        ([folder, "--weights", classes], 65, "folder"),
        ([folder, "--weights", classes, "--labels", "/nowhere/l.txt"], 66, "/nowhere/l.txt"),
        ([folder, "--weights", v2, "--labels", "/nowhere/"], 65, "no picture with labels"),
        ([folder, "--weights", v2, "--classes", "lip"], 65, "expected 19 names, found 20"),
        (["--merge", "a", "--labels", "b"], 64, "--merge"),
      ] as [([String], Int32, String)] {
        let line = try HRScope.failure(["evaluate"] + arguments, status: status)
        #expect(line.contains(words), "\(line)")
      }
    }
  }
}
