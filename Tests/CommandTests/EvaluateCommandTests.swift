import Foundation
import TestSupport
import Testing

@Suite("hrscope evaluate", .waitsForPrograms)
struct EvaluateCommandTests {
  /// What `--json` prints (`Documentation/CommandLine.md`).
  struct Document: Decodable {
    struct Cut: Decodable {
      let cut: String
      let kind: String
      let value: Double?
      let change: Double?
      let perJoint: [String: Double]
    }

    let pictures: Int
    let metric: String
    let value: Double?
    let perJoint: [String: Double]
    let coco: [String: Double]?
    let cuts: [Cut]?
    let categories: [String: Double]?
    let notes: [String]
    let matching: Matching

    struct Matching: Decodable {
      let by: String
      let network: Int
      let set: Int
      let compared: Int
    }
  }

  private struct SideCar: Decodable {
    struct Person: Decodable {
      let bbox: [Double]
      let keypoints_lsp14: [[Double]]
    }

    let people: [Person]
  }

  /// The sample pictures as a set, in a folder of its own: LSP-style, or COCO keypoints with a crowd and somebody
  /// unlabelled.
  private func withSet(coco: Bool = false, _ body: (_ set: [String], _ folder: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      var (list, images, annotations): ([[String: Any]], [[String: Any]], [[String: Any]]) = ([], [], [])
      for (index, name) in SamplePictures.names.enumerated() {
        let file = SamplePictures.path(name.replacing(".jpg", with: ".json"))
        let people = try JSONDecoder().decode(SideCar.self, from: Data(contentsOf: URL(filePath: file))).people
        images.append(["id": index + 1, "file_name": name])
        for person in people {
          annotations.append([
            "id": annotations.count + 1, "image_id": index + 1, "category_id": 1, "bbox": person.bbox, "iscrowd": 0,
            "area": person.bbox[2] * person.bbox[3] * 0.5, "num_keypoints": 14,
            "keypoints": person.keypoints_lsp14.flatMap { [$0[0], $0[1], 2] },
          ])
        }
        list.append([
          "image": name, "bbox": people[0].bbox, "joints": people[0].keypoints_lsp14.map { Array($0.prefix(2)) },
        ])
      }
      for isCrowd in [0, 1] {
        annotations.append([
          "id": annotations.count + 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 50, 50], "iscrowd": isCrowd,
          "area": 900, "num_keypoints": 0, "keypoints": [Int](repeating: 0, count: 42),
        ])
      }
      let set: Any = coco ? ["images": images, "annotations": annotations] : list
      try JSONSerialization.data(withJSONObject: set).write(to: URL(filePath: folder + "joints.json"))
      try body(["evaluate", folder + "joints.json", "--images", SamplePictures.folder], folder)
    }
  }

  private func text(_ arguments: [String]) throws -> String {
    let result = try HRScope.run(arguments)
    #expect(result.status == 0, "\(result.errorText)")
    // On a busy machine there is time for a line of progress; what had to be assumed is said of the set.
    let isExpected = result.errorText.split(separator: "\n").allSatisfy {
      $0.hasPrefix("evaluate: ") || $0.hasSuffix("in its order") || $0.contains("publishes no σ")
    }
    #expect(isExpected, "\(result.errorText)")
    return result.outputText
  }

  private func measured(_ arguments: [String]) throws -> Document {
    try JSONDecoder().decode(Document.self, from: Data(text(arguments).utf8))
  }

  @Test("LSP: the 100 pictures have the PCK of the model's README", .enabled(if: Shared.isPresent, Shared.absence))
  func lsp() throws {
    let document = try measured(["evaluate", Shared.path("data/lsp-100/joints.json"), "--json"])
    #expect(document.pictures == 100 && document.metric == "PCK@0.2")
    let value = try #require(document.value)
    #expect(abs(100 * value - 77.86) <= 0.5)
    #expect(document.perJoint.count == 14 && (document.perJoint["neck"] ?? 0) > (document.perJoint["left ankle"] ?? 1))
    // All joints are labelled, so that their mean is the whole.
    #expect(abs(document.perJoint.values.reduce(0, +) / 14 - value) < 1e-5)
  }

  @Test("the counts are those of hrscope pose, and a folder stands for its joints.json")
  func pose() throws {
    try withSet { set, folder in
      let document = try measured(set + ["--json", "--cut", "s4.m2:32>4"])
      var correct = 0
      for name in SamplePictures.names {
        let pose = try HRScope.json(
          PoseDocument.self, ["pose", SamplePictures.path(name), "--json", "--cut", "s4.m2:32>4"])
        correct += pose.pck?.correct ?? 0
      }
      #expect(document.value.map { ($0 * 140).rounded() } == Double(correct))
      let whole = try text([set[0], folder, set[2], set[3]])
      #expect(whole.hasPrefix("HRNet-W16 small, input 192×160; 10 pictures, 10 people\nPCK@0.2 "))
    }
  }

  @Test("a sweep measures each cut as --cut does, worst first")
  func sweep() throws {
    try withSet { set, _ in
      let document = try measured(set + ["--json", "--sweep", "kinds", "--sweep", "units"])
      let cuts = try #require(document.cuts)
      #expect(
        Set(cuts.map(\.cut)) == ["final", "across", "within", "s2.m1", "s3.m1", "s3.m2", "s3.m3", "s4.m1", "s4.m2"])
      #expect(cuts.compactMap(\.value) == cuts.compactMap(\.value).sorted())
      for cut in cuts where ["within", "s3.m2", "final"].contains(cut.cut) {
        let alone = try measured(set + ["--json", "--cut", cut.cut])
        #expect(alone.value == cut.value && alone.perJoint == cut.perJoint, "\(cut.cut)")
        let change = (cut.value ?? 0) - (document.value ?? 0)
        #expect(abs((cut.change ?? 9) - change) < 2e-6)
      }
      // All edges: one a line, under a baseline.
      let edges = try measured(set + ["--json", "--sweep", "edges"])
      #expect(edges.cuts?.count == 2 + 3 * 6 + 2 * 12 && edges.value == document.value)
    }
  }

  @Test("COCO keypoints: AP with crowds and unlabelled people")
  func coco() throws {
    try withSet(coco: true) { set, folder in
      let document = try measured(set + ["--json"])
      #expect(document.metric == "OKS AP" && document.pictures == 10)
      let numbers = try #require(document.coco)
      #expect(document.value == numbers["AP"] && (numbers["AP"] ?? 0) > 0.1)
      #expect((numbers["AP50"] ?? 0) > (numbers["AP75"] ?? 1))
      #expect(document.perJoint.count == 14)
      let parts = folder + "p.jsonl"
      let whole = try text(set + ["--output", parts])
      let joined = try text(["evaluate", "--merge", parts])
      #expect(joined == whole)
    }
  }

  @Test("parts equal the whole byte for byte, in any order and with any number of threads")
  func shards() throws {
    try withSet { set, folder in
      let set = set + ["--sweep", "kinds"]
      let whole = try text(set + ["--json", "--threads", "3"])
      let parts = (1...3).map { "\(folder)part-\($0).jsonl" }
      for (index, part) in parts.enumerated() {
        let silent = try text(set + ["--shard", "\(index + 1)/3", "--output", part, "--threads", "1"])
        #expect(silent == "")
      }
      let joined = try text(["evaluate", "--json", "--merge"] + parts.reversed())
      #expect(joined == whole)
      let missing = try HRScope.failure(["evaluate", "--merge", parts[0], parts[2]], status: 65)
      #expect(missing.contains("\(parts[0]): one of 3 parts, of which 2 is missing"))
    }
  }

  @Test("a run that was killed goes on: what is there is not measured again, a torn line is dropped")
  func resuming() throws {
    try withSet { set, folder in
      let set = set + ["--sweep", "kinds"]
      let part = folder + "part.jsonl"
      let whole = try text(set + ["--output", part])
      let bytes = try Data(contentsOf: URL(filePath: part))
      let lines = bytes.split(separator: UInt8(ascii: "\n"))
      #expect(lines.count == 1 + 10 * 4)
      // Killed at any byte: in the plan, behind a line, within one.
      let ends = [10, lines[0].count, lines[0].count + 1, bytes.count / 3, bytes.count - 1]
      for end in ends {
        try bytes.prefix(end).write(to: URL(filePath: part))
        let resumed = try text(set + ["--output", part])
        #expect(resumed == whole, "\(end) bytes")
        let again = try Data(contentsOf: URL(filePath: part))
        #expect(Set(again.split(separator: UInt8(ascii: "\n"))) == Set(lines))
      }
      // Nothing is measured again: pictures that are gone are not missed.
      var resumed = set
      resumed[3] = "/nowhere"
      let without = try text(resumed + ["--output", part])
      #expect(without == whole)
    }
  }

  @Test("a run that is really killed goes on")
  func killed() throws {
    try withSet { set, folder in
      let part = folder + "part.jsonl"
      let command = set + ["--sweep", "edges", "--output", part, "--threads", "1"]
      let script =
        "\"$@\" & pid=$!; while [ $(wc -l <'\(part)' 2>/dev/null || echo 0) -lt 40 ]; do sleep 0.01; done; kill -9 $pid"
      let killed = try Subprocess.run("/bin/sh", ["-c", script, "sh", Subprocess.hrscope] + command, timeout: 120)
      #expect(killed.status == 0)
      let before = try String(contentsOf: URL(filePath: part), encoding: .utf8).split(separator: "\n").count
      #expect(before >= 40 && before < 1 + 45 * 10)
      let whole = try text(set + ["--sweep", "edges"])
      let resumed = try text(command)
      #expect(resumed == whole)
    }
  }

  @Test("files that cannot be used")
  func failures() throws {
    try withSet { set, folder in
      let part = folder + "part.jsonl"
      _ = try text(set + ["--output", part])
      #expect(
        try HRScope.failure(set + ["--output", part, "--cut", "final"], status: 65).contains("another evaluation"))
      #expect(try HRScope.failure(set + ["--output", "/nowhere/p.jsonl"], status: 73).contains("/nowhere/p.jsonl"))
      try HRScope.failure(["evaluate", "--merge", "/nowhere/p.jsonl"], status: 66)
      let text = try String(contentsOf: URL(filePath: part), encoding: .utf8)
      let lines = text.split(separator: "\n").map(String.init)
      let damages = [
        "nonsense\n", "\n", lines[0] + "\nnonsense\n",
        lines[0] + "\n" + lines[1].replacing("\"picture\":", with: "\"picture\":99999") + "\n",
        lines[0].replacing("\"pictures\":10", with: "\"pictures\":999999999999") + "\n",
      ]
      for damage in damages {
        try Data(damage.utf8).write(to: URL(filePath: part))
        #expect(try HRScope.failure(["evaluate", "--merge", part], status: 65).contains(part), "\(damage.prefix(60))")
      }
      // Of other versions, whatever else their first line has.
      let versions = [
        ("hrscope evaluation 3", "partial results written for a newer hrscope"),
        (
          "hrscope evaluation 10",
          "partial results written for a newer hrscope (expected version 2 of this format, found 10)"
        ),
        ("hrscope evaluation 1", "partial results written by an older hrscope"),
        ("hrscope evaluation x", "damaged partial results in line 1"),
        ("hrscope evaluation", "damaged partial results"),
        ("", "damaged partial results in line 1"),
      ]
      for (version, words) in versions {
        for rest in [
          lines[0].replacing("hrscope evaluation 2", with: version), "{\"plan\":{\"format\":\"\(version)\"}}",
        ] {
          let text = rest + "\n"
          try Data(text.utf8).write(to: URL(filePath: part))
          for command in [["evaluate", "--merge", part], set + ["--output", part]] {
            #expect(try HRScope.failure(command, status: 65).contains("\(part): \(words)"), "\(version)")
          }
          #expect(try String(contentsOf: URL(filePath: part), encoding: .utf8) == text)
        }
      }
      try Data("[{\"image\": 1}]".utf8).write(to: URL(filePath: folder + "joints.json"))
      #expect(try HRScope.failure(set, status: 65).contains("joints.json"))
      // Pictures that are not there.
      try HRScope.failure(["evaluate", "/nowhere/joints.json"], status: 66)
    }
    try withSet { set, _ in
      let line = try HRScope.failure(Array(set.prefix(2)), status: 66)
      // Whichever worker comes to one first.
      #expect(line.contains(".jpg: cannot be read"))
    }
  }

  @Test(
    "wrong usage",
    arguments: [
      ["a", "b"], [], ["a", "--shard", "1/4"], ["a", "--output", "f", "--shard", "0/4"],
      ["a", "--output", "f", "--shard", "5/4"], ["a", "--output", "f", "--shard", "1"],
      ["--merge", "a", "--sweep", "kinds"], ["--merge", "a", "--cut", "final"], ["--merge", "a", "--weights", "w"],
      ["--merge", "a", "--threads", "2"], ["--merge", "a", "--decode", "quarter"],
      ["--merge", "a", "--input", "64x64"],
      ["--merge", "a", "--upsampling", "nearest"], ["--merge", "a", "--gain", "s4=2"],
      ["--merge", "a", "--replace", "s4=mean"],
      ["a", "--sweep", "stages"], ["a", "--box", "1,2,3,4"],
    ])
  func usage(arguments: [String]) throws { try HRScope.failure(["evaluate"] + arguments, status: 64) }
}
