import Cells
import Foundation
import TestSupport
import Testing

@testable import Explorer

@Suite("Words that can be looked up")
struct GlossaryTests {
  private static let wanted = [
    "stream", "resolution", "channel", "module", "exchange unit", "gain", "within", "across", "final", "heat map",
    "score",
    "PCK", "OKS", "Δpx", "read-out", "probe", "trace", "receptive field", "MAC", "lost", "AP", "BN", "ReLU", "sweep",
    "class map", "mIoU", "IoU", "box", "NMS", "OCR", "FCOS", "centerness", "logits", "top-5", "head", "baseline",
  ]

  @Test("searching for one finds it first", arguments: wanted)
  func search(word: String) throws {
    for query in [word, word.lowercased(), word.uppercased()] {
      var session = try SyntheticSession(size: Size(width: 80, height: 24))
      try session.press("?")
      for scalar in query.unicodeScalars { session.perform(.key(Key(scalar))) }
      #expect(session.model.menu?.matches.first?.label == word, "\(query)")
    }
  }

  @Test(
    "what is said somewhere is found without what merely has its letters in order",
    arguments: ["gain", "OKS", "undo", "heat map", "lost"])
  func literal(query: String) throws {
    var session = try SyntheticSession()
    try session.press("?")
    for scalar in query.unicodeScalars { session.perform(.key(Key(scalar))) }
    let matches = try #require(session.model.menu?.matches)
    #expect(!matches.isEmpty)
    for item in matches {
      let name = if case .command(let command) = item.choice { command.name } else { "" }
      #expect("\(item.label) \(item.text) \(name)".lowercased().contains(query.lowercased()), "\(item.label)")
    }
    // Both keys that change a gain are among what is found of it, though they say it in other words.
    if query == "gain" {
      #expect(
        matches.contains { $0.choice == .command(.gainUp) } && matches.contains { $0.choice == .command(.gainDown) })
    }
    // What nothing says is looked for by its letters, as in the palette.
    for _ in query.unicodeScalars { try session.press("Backspace") }
    for scalar in "ctfnl".unicodeScalars { session.perform(.key(Key(scalar))) }
    #expect(session.model.menu?.matches.isEmpty == false)
  }

  @Test("a power is written so that it is one without Unicode, too: 2^30, which would be 230 otherwise")
  func powers() throws {
    let folder = Shared.inRepository("Sources/Embedded/lessons")
    let lessons = try FileManager.default.contentsOfDirectory(atPath: folder).map {
      String(decoding: try Data(contentsOf: URL(filePath: folder + "/" + $0)), as: UTF8.self)
    }
    #expect(lessons.count >= 8)
    var session = try SyntheticSession()
    try session.press("?")
    let words = (session.model.menu?.items ?? []).flatMap { [$0.label, $0.text] }
    try session.press("Escape", ":", "c", "o", "s", "t", "Enter")
    for text in lessons + words + [session.frame.text] {
      #expect(!text.contains(#/[0-9A-Za-z][\u{2070}-\u{209F}¹²³]/#), "\(text.prefix(40))")
    }
  }

  @Test("help is cut off nowhere", arguments: [(60, 20), (80, 24), (120, 40)])
  func whole(width: Int, height: Int) throws {
    var session = try SyntheticSession(size: Size(width: width, height: height))
    try session.press("?")
    for _ in 0..<(session.model.menu?.items.count ?? 0) {
      let selected = try #require(session.model.menu?.selected)
      let frame = session.frame
      let shown = frame.text.split(separator: "\n").joined(separator: " ").filter { $0 != "│" && $0 != " " }
      #expect(selected.text.split(separator: " ").allSatisfy { shown.contains($0) }, "\(selected.text)")
      try session.press("Down")
    }
  }

  @Test("what can be done is grouped under headings, each said once and none while something is searched")
  func groups() throws {
    for keys in [[], ["{", "Enter"], ["Tab", "Tab"]] {
      var session = try SyntheticSession(size: Size(width: 80, height: 24))
      for key in keys { try session.press(key) }
      try session.press("?")
      let items = try #require(session.model.menu).items
      let sections = items.compactMap(\.section).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
      #expect(Set(sections).count == sections.count && sections.count == 15, "\(sections)")
      #expect(sections.prefix(4) == ["what you see", "here", "moving", "cutting and weakening"])
      #expect(sections.suffix(2) == ["signs on the map", "words"])
      // Every command once, what can be done before what cannot.
      let commands = items.compactMap { if case .command(let command) = $0.choice { command } else { nil } }
      #expect(commands.count == Command.allCases.count && Set(commands).count == commands.count)
      for section in sections.dropFirst(2) {
        let available = items.filter { $0.section == section }.map(\.isAvailable)
        #expect(available == available.sorted { $0 && !$1 }, "\(section)")
      }
      #expect(session.frame.text.contains("what you see"))
      try session.press("f", "o")
      #expect(!session.frame.text.contains("what you see"))
    }
  }

  @Test("what one sees is said first, for the panel and with the numbers of this state")
  func orientation() throws {
    var session = try SyntheticSession()
    func lines() throws -> [String] {
      var copy = session
      try copy.press("?")
      return try #require(copy.model.menu).items.prefix(2).map(\.text)
    }
    #expect(try lines()[0].contains("the network in time") && lines()[1].contains("nothing is cut"))
    try session.press("1")
    #expect(try lines()[1].contains("3 foreign edges cut"))
    try session.press("{", "Enter")
    #expect(try lines()[0].contains("the sum of 4 terms"))
    try session.press("Tab")
    #expect(try lines()[0].contains("photograph"))
    try session.press("Tab")
    #expect(try lines()[0].contains("every one of the 14 joints"))
  }

  @Test("a key that nothing has says so, and what would help")
  func unbound() throws {
    for key in ["Q", "y", "F9", "Ctrl-w", "Insert"] {
      var session = try SyntheticSession()
      try session.press(key)
      let notice = try #require(session.model.notice)
      #expect(notice.contains("does nothing here"), "\(key): \(notice)")
      try session.press("Left")
      #expect(session.model.notice == nil)
    }
  }
}
