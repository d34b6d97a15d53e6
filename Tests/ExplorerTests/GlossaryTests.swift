import Cells
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
