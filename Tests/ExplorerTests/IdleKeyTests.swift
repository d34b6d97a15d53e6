import Cells
import Explorer
import Testing

/// A key that does nothing says so, in one short line, with what would do something.
@Suite("Keys that do nothing")
struct IdleKeyTests {
  static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ;'#%&".map(String.init)

  @Test(
    "every unbound letter says so where the person is", arguments: [[], ["{", "Enter"], ["Tab", "Tab"], ["i"], ["b"]])
  func unbound(keys: [String]) throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    for key in keys { try session.press(key) }
    for letter in Self.letters {
      let key = try #require(Key(name: letter))
      guard session.model.keyMap[key] == nil else { continue }
      try session.press(letter)
      let last = try #require(session.frame.text.split(separator: "\n").last)
      #expect(
        last.contains("\(letter) does nothing here · ") && last.contains("help") && !last.contains("…"), "\(last)")
    }
  }

  @Test("what would work is named by the keys that it has now")
  func rebound() throws {
    var session = try SyntheticSession(size: Size(width: 80, height: 24))
    try session.press("Home", "Q")
    #expect(session.model.notice?.contains("step") == true && session.model.notice?.contains("? ") == true)
    try session.press("Right")
    #expect(session.model.notice == nil)
  }

  @Test("at either end of the network a step says where one is")
  func ends() throws {
    var session = try SyntheticSession()
    for key in ["Right", "}"] {
      try session.press(key)
      #expect(session.model.notice?.contains("the network ends here · Home rewinds") == true)
    }
    try session.press("Home")
    #expect(session.model.notice == nil)
    for key in ["Left", "{"] {
      try session.press(key)
      #expect(session.model.notice?.contains("the network begins here · End goes to its end") == true)
    }
  }
}
