import Foundation
import TestSupport
import Testing

/// Parts of an evaluation, measured apart and joined: what does not fit is named.
@Suite("Parts of an evaluation", .waitsForPrograms)
struct PartsTests {
  /// A folder of its own with two parts of an LSP-style set of four pictures, already measured.
  private func withParts(_ body: (_ set: String, _ part: (Int) -> String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 4)
      func part(_ number: Int) -> String { folder + "part-\(number).jsonl" }
      for number in 1...2 { try measure(folder + "set", "\(number)/2", to: part(number)) }
      try body(folder + "set", part)
    }
  }

  private func measure(_ set: String, _ shard: String, to path: String, _ more: String...) throws {
    let result = try HRScope.run(["evaluate", set, "--shard", shard, "--output", path] + more)
    #expect(result.status == 0 && result.output.isEmpty, "\(result.errorText)")
  }

  private func refusal(merging paths: [String]) throws -> String {
    try HRScope.failure(["evaluate", "--merge"] + paths, status: 65)
  }

  @Test("a part that is missing, given twice, or measured as a part of another number")
  func numbers() throws {
    try withParts { set, part in
      #expect(try refusal(merging: [part(2)]).contains("\(part(2)): one of 2 parts, of which 1 is missing"))
      #expect(
        try refusal(merging: [part(1), part(2), part(1)]).contains("\(part(1)): is part 1 of 2, and so is \(part(1))"))
      try measure(set, "3/3", to: part(3))
      #expect(
        try refusal(merging: [part(1), part(3), part(2)]).contains(
          "\(part(3)): is part 3 of 3 (expected a part of 2, as other files are)"))
      try measure(set, "1/9", to: part(4))
      #expect(
        try refusal(merging: [part(4)]).contains(
          "\(part(4)): one of 9 parts, of which 2, 3, 4, 5, 6 and 3 more are missing"))
      // The right ones still join, to what one run prints.
      let joined = try HRScope.run("evaluate", "--merge", part(2), part(1))
      let whole = try HRScope.run("evaluate", set)
      #expect(joined.status == 0 && joined.output == whole.output)
    }
  }

  @Test("a part of another plan, whichever place it has")
  func plans() throws {
    try withParts { set, part in
      try measure(set, "1/3", to: part(3))
      try measure(set, "2/3", to: part(4))
      try measure(set, "3/3", to: part(5), "--cut", "final")
      for order in [[3, 4, 5], [5, 3, 4], [3, 5, 4]] {
        #expect(try refusal(merging: order.map(part)).contains("\(part(5)): of another evaluation"), "\(order)")
      }
    }
  }

  @Test("a part that is incomplete, or holds another part's picture")
  func lines() throws {
    try withParts { _, part in
      let lines = try String(contentsOfFile: part(1), encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 3 && lines[0].contains(#""part":"1/2""#))
      try Data((lines[0] + "\n" + lines[1] + "\n").utf8).write(to: URL(filePath: part(1)))
      #expect(
        try refusal(merging: [part(2), part(1)]).contains("\(part(1)): incomplete, 1 of 2 pictures are missing"))
      let foreign = try String(contentsOfFile: part(2), encoding: .utf8).split(separator: "\n")[1]
      try Data((lines.joined(separator: "\n") + "\n" + foreign + "\n").utf8).write(to: URL(filePath: part(1)))
      #expect(try refusal(merging: [part(1), part(2)]).contains("\(part(1)): damaged partial results in line 4"))
    }
  }

  @Test("going on with a file of another part is refused", arguments: ["2/2", "1/3", nil])
  func resumingAnother(shard: String?) throws {
    try withParts { set, part in
      let line = try HRScope.failure(
        ["evaluate", set, "--output", part(1)] + (shard.map { ["--shard", $0] } ?? []), status: 65)
      let asked = (shard ?? "1/1").split(separator: "/")
      #expect(line.contains("\(part(1)): is part 1 of 2 (expected part \(asked[0]) of \(asked[1]))"))
    }
  }

  /// Another picture of the same size and time, a byte more at the end, a whole other picture.
  @Test("a picture that has changed is noticed", arguments: ["byte", "length", "other"])
  func changed(how: String) throws {
    try withParts { set, part in
      let name = SamplePictures.names[2]
      let path = set + "/" + name
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      var bytes = try Data(contentsOf: URL(filePath: path))
      switch how {
      case "byte": bytes[bytes.count / 2] ^= 1
      case "length": bytes.append(0)
      default: bytes = try Data(contentsOf: URL(filePath: SamplePictures.runner))
      }
      try bytes.write(to: URL(filePath: path))
      try FileManager.default.setAttributes(
        [.modificationDate: attributes[.modificationDate] ?? Date.now], ofItemAtPath: path)
      let line = try HRScope.failure(["evaluate", set, "--shard", "1/2", "--output", part(1)], status: 65)
      #expect(line.contains("\(part(1)): picture '\(name)' has changed since it was measured"))
      // The other part has nothing to do with it.
      try measure(set, "2/2", to: part(2))
    }
  }

  @Test("a picture that is touched, or gone, is as it was")
  func unchanged() throws {
    try withParts { set, part in
      let before = try Data(contentsOf: URL(filePath: part(1)))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: set + "/" + SamplePictures.names[0])
      try FileManager.default.removeItem(atPath: set + "/" + SamplePictures.names[2])
      try measure(set, "1/2", to: part(1))
      #expect(try Data(contentsOf: URL(filePath: part(1))) == before)
    }
  }
}

/// An LSP-style set of some of the sample pictures, copied to a new folder.
func makeSet(in folder: String, pictures: Int) throws {
  struct SideCar: Decodable {
    struct Person: Decodable {
      let bbox: [Double]
      let keypoints_lsp14: [[Double]]
    }

    let people: [Person]
  }

  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  let list = try SamplePictures.names.prefix(pictures).map { name -> [String: Any] in
    try FileManager.default.copyItem(atPath: SamplePictures.path(name), toPath: folder + name)
    let file = SamplePictures.path(name.replacing(".jpg", with: ".json"))
    let people = try JSONDecoder().decode(SideCar.self, from: Data(contentsOf: URL(filePath: file))).people
    return ["image": name, "bbox": people[0].bbox, "joints": people[0].keypoints_lsp14.map { Array($0.prefix(2)) }]
  }
  try JSONSerialization.data(withJSONObject: list).write(to: URL(filePath: folder + "joints.json"))
}
