import Foundation
import TestSupport
import Testing

@Suite("hrscope evaluate --confusion", .waitsForPrograms)
struct ConfusionCommandTests {
  /// What `--json` prints (`Documentation/CommandLine.md`).
  private struct Document: Decodable {
    struct Confusion: Decodable {
      struct Joint: Decodable {
        let name: String
        let mirrorName: String?
        let labelled: Int
        let own: Int
        let mirror: Int?
        let elsewhere: Int
      }

      struct Pair: Decodable {
        let joints: [String]
        let cosine: Double?
        let correlation: Double?
        let samePeak: Double?
      }

      let people: Int
      let near: String
      let joints: [Joint]
      let pairs: [Pair]
    }

    let perJoint: [String: Double]
    let confusion: Confusion?
  }

  /// From `Scripts/make_confusion.py`.
  private struct Reference: Decodable {
    let places: [[Int]]
    let pairs: [[Double]]
  }

  private func measured(_ arguments: [String]) throws -> Document {
    let result = try HRScope.run(["evaluate"] + arguments + ["--json"])
    #expect(result.status == 0, "\(result.errorText)")
    #expect(!result.outputText.lowercased().contains("nan"))
    return try JSONDecoder().decode(Document.self, from: Data(result.outputText.utf8))
  }

  private static let firstModel = "weights/hrnet-w16-lsp14.safetensors"

  @Test("the first model's ankles are one, and every number is numpy's", .enabled(if: Shared.isPresent, Shared.absence))
  func ankles() throws {
    let arguments = [Shared.path("data/lsp-100"), "--weights", Shared.path(Self.firstModel), "--confusion"]
    let document = try measured(arguments)
    let confusion = try #require(document.confusion)
    #expect(confusion.people == 100 && confusion.near == "0.2 torsos")
    let first = confusion.pairs[0]
    #expect(first.joints == ["right ankle", "left ankle"] && (first.correlation ?? 0) > 0.99)
    #expect(confusion.pairs.count { ($0.correlation ?? 0) > 0.9 } == 1)
    let fixture = Shared.inRepository("Tests/CommandTests/Fixtures/confusion-lsp14.json")
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: URL(filePath: fixture)))
    let names = confusion.joints.map(\.name)
    let pairs = Dictionary(uniqueKeysWithValues: confusion.pairs.map { ($0.joints, $0) })
    #expect(pairs.count == 91)
    for numbers in reference.pairs {
      let pair = try #require(pairs[[names[Int(numbers[0])], names[Int(numbers[1])]]])
      #expect(abs((pair.cosine ?? 9) - numbers[2]) < 2e-6, "\(pair.joints)")
      #expect(abs((pair.correlation ?? 9) - numbers[3]) < 1e-4, "\(pair.joints)")
      #expect(abs((pair.samePeak ?? 9) - numbers[4]) < 0.011, "\(pair.joints)")
    }
    for (joint, places) in zip(confusion.joints, reference.places) {
      #expect([joint.own, joint.mirror ?? 0, joint.elsewhere] == places, "\(joint.name)")
      #expect(joint.labelled == 100 && Double(joint.own) / 100 == document.perJoint[joint.name])
    }
    let ankles = confusion.joints.filter { $0.name.hasSuffix("ankle") }
    #expect(ankles.map { $0.mirror ?? 0 }.reduce(0, +) == 82)
    let text = try HRScope.run(["evaluate"] + arguments).outputText
    #expect(text.contains("right ankle ≈ left ankle") && text.contains("joints that are one to the network"))
  }

  @Test("today's model has a map for each joint, and parts say what the whole does, byte for byte")
  func parts() throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 5)
      let set = ["evaluate", folder + "set", "--confusion", "--sweep", "kinds"]
      let whole = try HRScope.run(set + ["--json", "--threads", "3"])
      #expect(whole.status == 0 && whole.outputText.contains("\"correlation\""))
      let files = (1...2).map { "\(folder)part-\($0).jsonl" }
      for (index, file) in files.enumerated() {
        let part = try HRScope.run(set + ["--shard", "\(index + 1)/2", "--output", file, "--threads", "1"])
        #expect(part.status == 0 && part.outputText.isEmpty)
      }
      let joined = try HRScope.run(["evaluate", "--json", "--merge"] + files.reversed())
      #expect(joined.outputText == whole.outputText)
      // A torn file goes on.
      let bytes = try Data(contentsOf: URL(filePath: files[0]))
      for end in [bytes.count / 3, bytes.count - 2] {
        try bytes.prefix(end).write(to: URL(filePath: files[0]))
        _ = try HRScope.run(set + ["--shard", "1/2", "--output", files[0]])
        let again = try HRScope.run(["evaluate", "--json", "--merge"] + files)
        #expect(again.outputText == whole.outputText, "\(end) bytes")
      }
      // A file without it is of another evaluation, and what does not fit is damage.
      let without = Array(set.prefix(2)) + ["--sweep", "kinds", "--shard", "1/2", "--output", files[0]]
      #expect(try HRScope.failure(without, status: 65).contains("another evaluation"))
      let text = String(decoding: bytes, as: UTF8.self)
      for (old, new) in [
        ("\"peaks\":[", "\"peaks\":[1,"), ("\"places\":[", "\"places\":[7,"),
        ("\"correlations\":[", "\"correlations\":[2,"),
        ("\"confusion\":[{", "\"was\":[{"), ("\"mirrors\":[", "\"mirrors\":[99,"), ("\"cosines\":[", "\"cosines\":[0,"),
      ] {
        #expect(text.contains(old))
        try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: files[0]))
        #expect(
          try HRScope.failure(["evaluate", "--merge"] + files, status: 65).contains("damaged partial results"), "\(new)"
        )
      }
    }
  }

  @Test("sets without a side for joints, without truth of one, and by OKS")
  func variations() throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 2)
      let file = URL(filePath: folder + "set/joints.json")
      var list = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [[String: Any]])
      // The left ankle is nowhere labelled.
      for index in list.indices {
        var joints = try #require(list[index]["joints"] as? [Any])
        joints[5] = NSNull()
        list[index]["joints"] = joints
      }
      try JSONSerialization.data(withJSONObject: list).write(to: file)
      let pck = try #require(try measured([folder + "set", "--confusion"]).confusion)
      #expect(pck.joints[5].labelled == 0 && pck.joints[0].labelled == 2 && pck.joints[0].mirror == 0)
      #expect(pck.joints[5].own == 0 && pck.joints[12].mirror == nil && pck.joints[12].mirrorName == nil)
      #expect(try measured([folder + "set"]).confusion == nil)
      // As COCO keypoints.
      let people = list.enumerated().map { index, person -> [String: Any] in
        let joints = (person["joints"] as? [Any] ?? []).flatMap { joint -> [Double] in
          (joint as? [Double]).map { [$0[0], $0[1], 2] } ?? [0, 0, 0]
        }
        return [
          "id": index + 1, "image_id": index + 1, "category_id": 1, "bbox": person["bbox"] ?? [], "area": 4000,
          "iscrowd": 0, "num_keypoints": 13, "keypoints": joints,
        ]
      }
      let images = list.enumerated().map { ["id": $0 + 1, "file_name": $1["image"] ?? ""] as [String: Any] }
      try JSONSerialization.data(withJSONObject: ["images": images, "annotations": people])
        .write(to: URL(filePath: folder + "coco.json"))
      let oks = try #require(
        try measured([folder + "coco.json", "--images", folder + "set", "--confusion"]).confusion)
      #expect(oks.near == "OKS 0.5" && oks.joints[0].labelled == 2 && oks.joints[5].labelled == 0)
      #expect(oks.pairs.map(\.correlation) == pck.pairs.map(\.correlation))
    }
  }

  @Test("heads without rows are refused in a line, and so is what joins parts")
  func refused() throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 1)
      let line = try HRScope.failure(["evaluate", folder + "set", "--head", "parts", "--confusion"], status: 64)
      #expect(line.contains("--confusion means nothing to the head that is read"))
      try HRScope.failure(["evaluate", "--merge", "a", "--confusion"], status: 64)
    }
  }
}
