import Foundation
import Pictures
import Pose
import Testing

@Suite("The description beside a picture")
struct SideCarTests {
  private func people(_ files: [String: String], picture: String = "a.jpg") throws -> [Person] {
    let (people, notes) = try peopleAndNotes(files, picture: picture)
    #expect(notes.isEmpty, "\(notes)")
    return people
  }

  private func peopleAndNotes(
    _ files: [String: String], picture: String = "a.jpg", size: PictureSize? = nil
  ) throws -> (people: [Person], notes: [String]) {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      var notes: [String] = []
      let people = SideCar.people(besidePicture: folder.appending(path: picture).path, size: size) { notes.append($0) }
      return (people, notes.map { $0.replacing(folder.path + "/", with: "") })
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
      let people = SideCar.people(besidePicture: path)
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

  @Test("Labels of a set are for a picture of the set's size")
  func otherSize() throws {
    let set = #"[{"image": "a.jpg", "width": 9, "height": 7, "bbox": [0, 0, 7, 7], "joints": [[1, 2]]}]"#
    #expect(try peopleAndNotes(["joints.json": set], size: PictureSize(width: 9, height: 7)).people.count == 1)
    let (people, notes) = try peopleAndNotes(["joints.json": set], size: PictureSize(width: 7, height: 9))
    #expect(people.isEmpty && notes == ["joints.json: passed over: its labels are for a picture of 9 × 7 pixels"])
  }

  @Test(
    "What is somebody else's is passed over with a word",
    arguments: [
      #"{"version": "5.0.1", "shapes": [{"label": "dog", "points": [[1, 2]]}], "imageData": null}"#,
      #"{"images": [], "annotations": [], "categories": []}"#, "{}", "[]", "[1, 2, 3]", "7", "\"text\"", "null",
      #"{"loss": 0.5, "nested": {"people": [{}]}}"#,
    ])
  func foreign(text: String) throws {
    let (people, notes) = try peopleAndNotes(["a.json": text])
    #expect(people.isEmpty)
    #expect(notes == ["a.json: passed over: it does not describe people (expected {\"people\": …})"])
    // The set is asked then.
    let set = #"[{"image": "a.jpg", "bbox": [0, 0, 7, 7], "joints": [[1, 2]]}]"#
    #expect(try peopleAndNotes(["a.json": text, "joints.json": set]).people.count == 1)
  }

  @Test(
    "Damage is a word that says where",
    arguments: [
      ("", "no valid JSON: it ends too early (line 1, byte 1)"),
      ("{", "no valid JSON: it ends too early"),
      ("\u{1}\u{2}PNG", "no valid JSON (line 1, byte 1)"),
      ("12:03:04 started\n", "no \"people\""),
      (#"{"people": 7}"#, "no list in people"),
      (#"{"people": [{}]}"#, "no \"bbox\" in people[0]"),
      (#"{"people": [{"bbox": [1, 2, 3]}]}"#, "3 numbers, not 4, in people[0].bbox"),
      (#"{"people": [{"bbox": [1, 2, 3, 0]}]}"#, "a box without area in people[0].bbox"),
      (#"{"people": [{"bbox": [1, 2, -3, 4]}]}"#, "a box without area in people[0].bbox"),
      (#"{"people": [{"bbox": [1, 2, "3", 4]}]}"#, "no number in people[0].bbox[2]"),
      (#"{"people": [{"bbox": [1, 2, 3, 4], "keypoints_lsp14": [[1, 2]]}]}"#, "1 joints, not 14,"),
      (#"{"people": [{"bbox": [1, 2, 3, 4], "keypoints_x": [[1]]}]}"#, "no [x, y] or [x, y, visible] in"),
      (#"{"people": [{"bbox": [1e999, 2, 3, 4]}]}"#, "an infinite number in people[0].bbox[0] (line 1, byte"),
      ("{\"people\":\n[{\"bbox\": [NaN, 2, 3, 4]}]}", "NaN in people[0].bbox[0] (line 2, byte"),
      (String(repeating: "{\"a\":[", count: 100_000), "brackets nested more than 512 deep"),
    ])
  func damaged(text: String, words: String) throws {
    let (people, notes) = try peopleAndNotes(["a.json": text])
    #expect(people.isEmpty && notes.count == 1)
    let isSaid = notes.first?.contains("found: \(words)") == true || words == "no \"people\""
    #expect(isSaid, "\(notes)")
  }

  @Test("Cut at every byte, a file is passed over")
  func truncated() throws {
    let bytes = Array(#"{"people": [{"bbox": [1, 2, 3, 4], "keypoints_x": [[1, 2, 1]]}]}"#.utf8)
    for cut in 0..<bytes.count {
      #expect(throws: SideCarError.self) { try SideCar.people(decoding: Array(bytes.prefix(cut)), name: "a.json") }
    }
    #expect(try SideCar.people(decoding: bytes, name: "a.json").count == 1)
  }

  @Test("A folder, or a file too large, in the file's place is passed over")
  func folder() throws {
    try withTemporaryFolder { folder in
      let taken = folder.appending(path: "a.json")
      var notes: [String] = []
      try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
      _ = SideCar.people(besidePicture: folder.appending(path: "a.jpg").path) { notes.append($0) }
      #expect(
        notes
          == ["\(taken.path): cannot be read (expected a JSON file of people, found: a directory); passed over"])
      let large = folder.appending(path: "b.json")
      try Data().write(to: large)
      let handle = try FileHandle(forWritingTo: large)
      try handle.truncate(atOffset: UInt64(SideCar.maximumFileSize) + 1)
      try handle.close()
      _ = SideCar.people(besidePicture: folder.appending(path: "b.jpg").path) { notes.append($0) }
      #expect(notes.last == "\(large.path): file too large (expected up to 64 MB); passed over")
    }
  }
}
