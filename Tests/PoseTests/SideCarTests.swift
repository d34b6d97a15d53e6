import Foundation
import Pose
import Testing

@Suite("The description beside a picture")
struct SideCarTests {
  private func people(_ files: [String: String], picture: String = "a.jpg") throws -> [Person] {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      return try SideCar.people(besidePicture: folder.appending(path: picture).path)
    }
  }

  @Test("Every sample picture is whole and has people with both kinds of joints")
  func samples() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../SampleImages").standardized
    let pictures = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jpg") }
    #expect(pictures.count == 10)
    for name in pictures {
      let path = folder.appending(path: name).path
      let picture = try Picture(contentsOf: path)
      #expect(picture.width * picture.height == 480 * 640)
      let people = try SideCar.people(besidePicture: path)
      #expect(people.count == (name.hasPrefix("10") ? 2 : 1))
      for person in people {
        #expect(person.truth["lsp14"]?.count == 14 && person.truth["coco17"]?.count == 17)
      }
    }
  }

  @Test("Boxes and joints as written; hidden joints are labelled")
  func contents() throws {
    let points = (0..<14).map { "[\($0), \($0 * 2), \($0 == 3 ? 0 : 1)]" }.joined(separator: ",")
    let people = try people(["a.json": #"{"people": [{"bbox": [1, 2, 3, 4.5], "keypoints_lsp14": [\#(points)]}]}"#])
    #expect(people.count == 1)
    #expect(people[0].box == Box(x: 1, y: 2, width: 3, height: 4.5))
    let truth = try #require(people[0].truth["lsp14"])
    #expect(truth[5].position == PicturePoint(x: 5, y: 10))
    #expect(truth.map(\.isVisible) == (0..<14).map { $0 != 3 })
    #expect(truth.allSatisfy { $0.isLabelled })
  }

  @Test("No file, nobody")
  func none() throws {
    #expect(try people([:]).isEmpty)
    #expect(try people(["b.json": "not read"]).isEmpty)
  }

  @Test("The picture's own file goes before the set's, the set's before nothing")
  func order() throws {
    let set = #"[{"image": "a.jpg", "width": 9, "height": 9, "bbox": [0, 0, 7, 7], "joints": [[1, 2]]}]"#
    let own = #"{"people": [{"bbox": [0, 0, 5, 5]}]}"#
    #expect(try people(["joints.json": set, "a.json": own]).map(\.box.width) == [5])
    #expect(try people(["joints.json": set]).map(\.box.width) == [7])
    #expect(try people(["joints.json": set], picture: "b.jpg").isEmpty)
    #expect(try people(["joints.json": set], picture: "joints.jpg").isEmpty)
  }

  @Test(
    "Damage is an error that says where",
    arguments: [
      ("", "no valid JSON"),
      ("{", "no valid JSON"),
      ("[]", "a value of another kind"),
      ("{}", "no \"people\""),
      (#"{"people": [{}]}"#, "no \"bbox\" in people[0]"),
      (#"{"people": [{"bbox": [1, 2, 3]}]}"#, "3 numbers, not 4, in people[0].bbox"),
      (#"{"people": [{"bbox": [1, 2, 3, 0]}]}"#, "a box without area in people[0].bbox"),
      (#"{"people": [{"bbox": [1, 2, -3, 4]}]}"#, "a box without area in people[0].bbox"),
      (#"{"people": [{"bbox": [1, 2, "3", 4]}]}"#, "a value of another kind in people[0].bbox[2]"),
      (#"{"people": [{"bbox": [1, 2, 3, 4], "keypoints_lsp14": [[1, 2]]}]}"#, "1 joints, not 14,"),
      (#"{"people": [{"bbox": [1, 2, 3, 4], "keypoints_x": [[1]]}]}"#, "no [x, y] or [x, y, visible] in"),
    ])
  func damaged(text: String, words: String) throws {
    let error = try #require(throws: SideCarError.self) { try people(["a.json": text]) }
    guard case .damaged(let found) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(found.hasPrefix(words), "\(found)")
    #expect(!error.isUnreadable)
  }

  /// What JSON calls them is up to the parser; that they are refused is up to us.
  @Test("Numbers beyond all numbers and endless nesting are refused")
  func absurd() throws {
    let nested = String(repeating: "[", count: 200_000)
    for text in [#"{"people": [{"bbox": [1e999, 2, 3, 4]}]}"#, #"{"people": [{"bbox": [NaN, 2, 3, 4]}]}"#, nested] {
      let error = try #require(throws: SideCarError.self) { try people(["a.json": text]) }
      #expect(!error.isUnreadable)
    }
  }

  @Test("Cut at every byte, a file is damaged")
  func truncated() throws {
    let bytes = Array(#"{"people": [{"bbox": [1, 2, 3, 4], "keypoints_x": [[1, 2, 1]]}]}"#.utf8)
    for cut in 0..<bytes.count {
      #expect(throws: SideCarError.self) {
        try people(["a.json": String(decoding: bytes.prefix(cut), as: UTF8.self)])
      }
    }
  }

  @Test("A folder in the file's place cannot be read")
  func folder() throws {
    try withTemporaryFolder { folder in
      let taken = folder.appending(path: "a.json")
      try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
      let error = try #require(throws: SideCarError.self) {
        try SideCar.people(besidePicture: folder.appending(path: "a.jpg").path)
      }
      #expect(error.isUnreadable)
      #expect(
        error.description == "\(taken.path): cannot be read (expected a JSON file of people, found: a directory)")
    }
  }
}
