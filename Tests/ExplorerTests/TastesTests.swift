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
        "focus", "grain", "isZoomed", "jointOrder", "layer", "mapMode", "showsTruth",
      ])
    #expect(coded?["isZoomed"] as? Bool == true && coded?["grain"] as? String == "stage")
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
