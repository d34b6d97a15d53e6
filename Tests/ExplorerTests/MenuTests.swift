import Cells
import Explorer
import Testing

@Suite("Menus: help, palette, pictures")
struct MenuTests {
  @Test("help lists every command, those that matter here first, and closes with Escape")
  func help() throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    try session.press("{", "?")
    let menu = try #require(session.model.menu)
    #expect(menu.items.count >= Command.allCases.count)
    #expect(menu.items[4].choice == .command(.cut))
    #expect(session.frame.text.contains("cut or join"))
    try session.press("End")
    #expect(session.frame.text.contains("mean |x|"))
    try session.press("Escape")
    #expect(session.model.menu == nil)
  }

  @Test("typing searches, Enter does what is chosen")
  func search() throws {
    var session = try SyntheticSession()
    try session.press(":", "r", "e", "w")
    #expect(session.model.menu?.selected?.label == "rewind")
    try session.press("Enter")
    #expect(session.model.menu == nil)
    #expect(session.model.screen.cursor.column == 0)
  }

  @Test("keys that are commands elsewhere are letters here")
  func letters() throws {
    var session = try SyntheticSession()
    try session.press("?", "q", "1", "f")
    #expect(session.model.menu?.query == "q1f")
    #expect(session.model.study.interventions.isEmpty)
    #expect(!session.effects.contains(.quit))
    try session.press("Backspace", "Backspace", "Backspace")
    #expect(session.model.menu?.query == "")
    try session.press("Backspace")
    #expect(session.model.menu == nil)
  }

  @Test("what fits nothing chooses nothing")
  func nothing() throws {
    var session = try SyntheticSession()
    try session.press(":", "x", "y", "z", "z", "y", "Enter")
    #expect(session.model.menu?.matches.isEmpty == true)
    #expect(session.frame.text.contains("nothing fits"))
  }

  @Test(
    "the palette finds commands by a few letters",
    arguments: [
      ("mapm", "map-mode"), ("undo", "undo"), ("cutw", "cut-within"), ("insp", "inspect"), ("gtruth", "ground-truth"),
    ])
  func fuzzy(query: String, name: String) throws {
    var session = try SyntheticSession()
    try session.press(":")
    for letter in query { try session.press(String(letter)) }
    #expect(session.model.menu?.selected?.label == name)
  }

  @Test("the picture picker walks folders and opens pictures")
  func pictures() throws {
    var session = try SyntheticSession()
    try session.press("O")
    #expect(session.effects.last == .list(folder: "/pictures"))
    #expect(session.model.menu?.items.map(\.label) == ["..", "holiday/", "a.jpg", "b.png"])
    #expect(session.model.menu?.selected?.label == "a.jpg")
    try session.press("Up", "Enter")
    #expect(session.effects.last == .list(folder: "/pictures/holiday"))
    try session.press("b", "Enter")
    #expect(session.effects.last == .open(path: "/pictures/holiday/b.png", generation: 1))
    #expect(session.model.menu == nil)
  }
}

@Suite("Typing ahead")
struct TypingAheadTests {
  @Test("letters typed before the folder is read count; a picker closed before is not opened again")
  func ahead() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("O", "b", "p")
    let effect = try #require(session.effects.last)
    if let listing = session.answer(to: effect) { session.perform(listing) }
    #expect(session.model.menu?.selected?.label == "b.png")
    try session.press("Escape")
    if let listing = session.answer(to: effect) { session.perform(listing) }
    #expect(session.model.menu == nil)
  }
}

@Suite("Keys of one's own")
struct KeyMapTests {
  @Test("a command gets other keys, and loses its own")
  func bind() throws {
    var keys = KeyMap()
    #expect(keys.bind("rewind", to: ["F5"]) == nil)
    var session = try SyntheticSession(keyMap: keys)
    try session.press("Home")
    #expect(session.model.screen.cursor.column != 0)
    try session.press("F5")
    #expect(session.model.screen.cursor.column == 0)
  }

  @Test("a key taken from another command is the other's no more; hints follow")
  func taken() throws {
    var keys = KeyMap()
    #expect(keys.bind("map-mode", to: ["Space"]) == nil)
    #expect(keys.keys(of: .play).isEmpty)
    let session = try SyntheticSession(keyMap: keys)
    #expect(session.frame.text.contains("Space map"))
  }

  @Test("what is wrong is said, and changes nothing")
  func wrong() {
    var keys = KeyMap()
    #expect(keys.bind("fly", to: ["x"]) == "no action is called 'fly'")
    #expect(keys.bind("undo", to: ["Hyper-x"]) == "'Hyper-x' is no key (for undo)")
    #expect(keys.bind("quit", to: []) == "quit needs a key")
    #expect(keys == KeyMap())
  }
}
