import Cells
import Foundation
import Testing

@testable import Explorer

@Suite("Tastes")
struct TastesTests {
  /// Each taste, changed to every value it can have.
  private static let changed: [Tastes] = Tastes.table.flatMap { taste -> [Tastes] in
    let flags: [Taste.Value] = [.flag(true), .flag(false)]
    let values = taste.choices.isEmpty ? flags : taste.choices.map { Taste.Value.word($0) }
    return values.map { value in
      var tastes = Tastes()
      _ = taste.set(&tastes, value)
      return tastes
    }
  }

  @Test("every taste survives the memory file and a session file")
  func survive() throws {
    #expect(Set(Self.changed).count > Tastes.table.count)
    for tastes in Self.changed {
      #expect(try JSONDecoder().decode(Tastes.self, from: JSONEncoder().encode(tastes)) == tastes)
      var record = SessionRecord()
      record.tastes = tastes
      #expect(try SessionRecord(record.text).tastes == tastes)
    }
  }

  @Test("files call tastes what they always called them")
  func words() throws {
    var tastes = Tastes()
    (tastes.showsTruth, tastes.grain, tastes.focus, tastes.isZoomed) = (true, .stage, .joints, true)
    var record = SessionRecord()
    record.tastes = tastes
    let lines = record.headLines.drop { !$0.hasPrefix("maps") }
    #expect(
      lines == [
        "maps meanAbsolute", "layer photograph", "joints body", "truth", "step stage",
        "panel joints", "zoom",
      ])
    let coded =
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(tastes)) as? [String: Any]
    #expect(
      coded?.keys.sorted() == [
        "focus", "grain", "isPresenting", "isZoomed", "jointOrder", "layer", "mapMode", "showsTruth",
      ])
    #expect(coded?["isZoomed"] as? Bool == true && coded?["grain"] as? String == "stage")
  }

  @Test("what was remembered is said on the first screen, with the key that forgets it, until the next key")
  func remembered() throws {
    var memory = Tastes()
    (memory.mapMode, memory.layer, memory.grain, memory.isZoomed) = (.difference, .heatMapChange, .module, true)
    memory.picture = "/pictures/mine.jpg"
    var keys = KeyMap()
    #expect(keys.bind("forget", to: ["F5"]) == nil)
    for (map, key) in [(KeyMap(), "F"), (keys, "F5")] {
      var session = try SyntheticSession(keyMap: map, pictures: [BuiltInPicture(name: "a")])
      session.remember(memory)
      let notice = try #require(session.model.notice)
      for words in [
        "maps: difference", "picture's layer: heat map change", "steps by module", "zoomed", "picture synthetic.jpg",
        "· \(key) forgets",
      ] { #expect(notice.contains(words), "\(notice)") }
      #expect(!notice.contains("joints by") && !notice.contains("panel"))
      // All of it stands on the screen, however small.
      for size in [(80, 24), (120, 40)] {
        session.perform(.resized(Size(width: size.0, height: size.1)))
        let shown = session.frame.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(shown.contains("\(key) forgets") && shown.contains("steps by module"), "\(session.frame.text)")
      }
      try session.press("Left")
      #expect(session.model.notice == nil)
    }
  }

  @Test("nothing is said of what is as at first")
  func usual() throws {
    var session = try SyntheticSession(pictures: [BuiltInPicture(name: "a")])
    var memory = Tastes()
    memory.picture = BuiltInPicture(name: "a").path
    session.remember(memory)
    #expect(session.model.notice == nil)
    #expect(session.model.unavailable(.forget) == "nothing is remembered: all is as at first")
  }

  @Test(
    "F forgets at once: the screen and the memory are as at first, and the memory's picture is left for the usual one")
  func forget() throws {
    for changed in Self.changed where changed != Tastes() && !changed.layer.isOcclusion {
      var session = try SyntheticSession(pictures: [BuiltInPicture(name: "a")])
      let first = session.frame
      session.remember(changed)
      try session.press("F")
      #expect(session.effects.contains(.forget) && session.model.tastes == Tastes())
      #expect(session.model.notice == "forgotten: all is as at first")
      try session.press("m", "n")
      #expect(session.frame == first, "\(changed)")
    }
    var memory = Tastes()
    memory.picture = "/pictures/synthetic.jpg"
    var session = try SyntheticSession(pictures: [BuiltInPicture(name: "a")])
    session.remember(memory)
    try session.press("F")
    #expect(session.effects.contains(.open(path: "built-in:a", generation: 1)))
    // A picture that the person has opened stays.
    session = try SyntheticSession(pictures: [BuiltInPicture(name: "a")])
    try session.press("m", "F")
    #expect(!session.effects.contains { if case .open = $0 { true } else { false } })
  }

  @Test(
    "a taste of another kind or version is left as at first",
    arguments: [
      #"{"isZoomed": "yes", "mapMode": true, "layer": "crop"}"#,
      #"{"layer": "crop", "grain": "atom", "focus": 3}"#,
      #"{"layer": "crop", "showsTruth": 1.5, "picture": []}"#,
    ])
  func odd(text: String) throws {
    var expected = Tastes()
    expected.layer = .crop
    #expect(try JSONDecoder().decode(Tastes.self, from: Data(text.utf8)) == expected)
  }
}
