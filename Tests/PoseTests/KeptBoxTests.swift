import Files
import Foundation
import Pictures
import Pose
import Testing

@Suite("Boxes kept beside a picture")
struct KeptBoxTests {
  private static let size = PictureSize(width: 480, height: 640)
  private static let boxes = [
    Box(x: 10.04, y: -3.26, width: 100, height: 200.05), Box(x: 300, y: 20, width: 80.5, height: 90),
  ]

  private func keep(_ boxes: [Box] = boxes, in folder: URL, mayChange: Bool = false) throws -> KeptBoxes {
    try SideCar.keep(boxes, besidePicture: folder.path() + "a b.jpg", size: Self.size, mayChange: mayChange)
  }

  private func people(_ folder: URL) -> [Person] {
    SideCar.people(besidePicture: folder.path() + "a b.jpg", size: Self.size)
  }

  @Test("a new file is written and read back")
  func new() throws {
    try withTemporaryFolder { folder in
      let file = folder.path() + "a b.json"
      #expect(try keep(in: folder) == .written(file: file, count: 2))
      #expect(
        people(folder).map(\.box) == [
          Box(x: 10, y: -3.3, width: 100, height: 200.1), Box(x: 300, y: 20, width: 80.5, height: 90),
        ])
      let document = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
      let members = try #require(document as? [String: Any])
      #expect(members["image"] as? String == "a b.jpg" && members["width"] as? Int == 480)
    }
  }

  @Test("a file that is there is only added to when that was said, and what is in it stays to the byte")
  func added() throws {
    try withTemporaryFolder { folder in
      let original = """
        {"source": "mine", "people": [
          {"bbox": [86.7, 110.0, 298.7, 440.0], "keypoints_lsp14": \(Array(repeating: "[1, 2, 1]", count: 14).joined(separator: ",").wrapped), "mood": {"x": [1, 2]}}
         ], "after": "} ]"}
        """
      let file = folder.appending(path: "a b.json")
      try Data(original.utf8).write(to: file)
      #expect(try keep(in: folder) == .isThere(file: file.path(), people: 1))
      #expect(try String(contentsOf: file, encoding: .utf8) == original)
      #expect(try keep(in: folder, mayChange: true) == .written(file: file.path(), count: 2))
      let text = try String(contentsOf: file, encoding: .utf8)
      let added = ",\n  {\"bbox\": [10.0, -3.3, 100.0, 200.1]},\n  {\"bbox\": [300.0, 20.0, 80.5, 90.0]}"
      #expect(text.replacing(added, with: "") == original)
      #expect(people(folder).count == 3 && people(folder)[0].truth["lsp14"]?.count == 14)
      // The same boxes are not added twice, others are.
      #expect(try keep(in: folder, mayChange: true) == .written(file: file.path(), count: 0))
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
      let more = Self.boxes + [Box(x: 1, y: 1, width: 2, height: 3)]
      #expect(try keep(more, in: folder, mayChange: true) == .written(file: file.path(), count: 1))
      #expect(people(folder).count == 4)
    }
  }

  @Test("an empty list of people is added to", arguments: ["{\"people\":[]}", "{\"people\" : [ \n ] , \"x\": 1}"])
  func empty(original: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a b.json")
      try Data(original.utf8).write(to: file)
      #expect(try keep(in: folder, mayChange: true) == .written(file: file.path(), count: 2))
      #expect(people(folder).count == 2)
    }
  }

  @Test(
    "what is somebody else's or damaged is left alone",
    arguments: [
      ("{\"shapes\": []}", "does not describe people"), ("[1, 2]", "does not describe people"),
      ("{\"people\": [{\"bbox\": [1, 2", "damaged"), ("{\"people\": [{}]}", "damaged"), ("", "damaged"),
    ])
  func foreign(original: String, words: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a b.json")
      try Data(original.utf8).write(to: file)
      for mayChange in [false, true] {
        let error = #expect(throws: SideCarError.self) { try keep(in: folder, mayChange: mayChange) }
        #expect(error?.description.contains(words) == true)
        #expect(try Data(contentsOf: file) == Data(original.utf8))
      }
    }
  }

  @Test("labels of a set are not hidden by a file of the picture's own")
  func set() throws {
    try withTemporaryFolder { folder in
      let joints = Array(repeating: "[1, 2, 1]", count: 14).joined(separator: ", ")
      let set = "[{\"image\": \"a b.jpg\", \"joints\": [\(joints)], \"bbox\": [1, 2, 30, 40]}]"
      try Data(set.utf8).write(to: folder.appending(path: "joints.json"))
      try #require(!people(folder).isEmpty)
      let error = #expect(throws: SideCarError.self) { try keep(in: folder, mayChange: true) }
      #expect(error?.description.contains("would hide what joints.json says") == true)
      #expect(!somethingExists(at: folder.path() + "a b.json"))
    }
  }

  @Test("a folder that cannot be written to is said")
  func unwritable() throws {
    #expect(throws: FileError.self) {
      try SideCar.keep(Self.boxes, besidePicture: "/nowhere/a.jpg", size: Self.size, mayChange: true)
    }
  }
}

extension String {
  fileprivate var wrapped: String { "[\(self)]" }
}
