import Cells
import Explorer
import Foundation
import Testing

@testable import Runner

@Suite("The person's own files")
struct PersonalFilesTests {
  let home = FileManager.default.temporaryDirectory.appending(path: "hrscope-\(UUID().uuidString)").path()

  private func write(_ text: String, _ name: String) throws {
    let url = URL(filePath: home).appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  @Test("keys are read; the first thing wrong is told, the rest counts")
  func keys() throws {
    try write(
      """
      rewind = ["F5", "Ctrl-a"]
      undo = "Z"
      fly = "x"
      """, ".config/hrscope/keys.toml")
    let (keys, problem) = KeyFile.read(environment: ["HOME": home])
    #expect(keys[try #require(Key(name: "F5"))] == .rewind)
    #expect(keys[Key("Z")] == .undo)
    #expect(keys[Key("u")] == nil)
    #expect(problem == "\(home)/.config/hrscope/keys.toml: line 3: no action is called 'fly'")
  }

  @Test("lists over several lines, comments, both kinds of strings and Windows line ends are read")
  func syntax() throws {
    try write(
      "\u{FEFF}# my keys\r\nundo = [ 'z' , # like elsewhere\r\n\t\"\\\"\",\r\n ]\r\nzoom = []\r\nredo='\\'",
      "keys/hrscope/keys.toml")
    let (keys, problem) = KeyFile.read(environment: ["XDG_CONFIG_HOME": home + "/keys"])
    #expect(problem == nil)
    #expect(keys.keys(of: .undo) == [Key("z"), Key("\"")])
    #expect(keys.keys(of: .redo) == [Key("\\")])
    #expect(keys.keys(of: .zoom).isEmpty)
  }

  @Test(
    "what is no list of keys is told with its line",
    arguments: [
      ("undo = 3", "line 1: expected a key in quotation marks"), ("\nundo \"u\"", "line 2: expected = after"),
      ("[keys]", "line 1: expected the name of an action"), ("undo = \"u\" redo", "line 1: expected the end"),
      ("undo = [\"u\" \"v\"]", "line 1: expected , or ]"), ("undo = [\n\"u\",", "line 2: expected ]"),
      ("undo = \"u\nx", "line 1: expected a key that ends"), ("undo = \"\\n\"", "line 1: expected \\\\ or"),
      ("undo =", "line 1: expected a key in"), ("undo = [,]", "line 1: expected a key in"),
    ])
  func wrong(text: String, problem: String) throws {
    try write(text, "keys/hrscope/keys.toml")
    let read = KeyFile.read(environment: ["XDG_CONFIG_HOME": home + "/keys"])
    #expect(read.problem?.contains(problem) == true, "\(read.problem ?? "")")
  }

  @Test("a damaged file leaves the defaults and says why", arguments: ["rewind = [", "rewind = 3", "[x\n"])
  func damaged(text: String) throws {
    try write(text, "keys/hrscope/keys.toml")
    let (keys, problem) = KeyFile.read(environment: ["XDG_CONFIG_HOME": home + "/keys", "HOME": "/nowhere"])
    #expect(keys == KeyMap())
    #expect(problem != nil)
  }

  @Test("without files there are defaults, no problem and no memory")
  func nothing() {
    let (keys, problem) = KeyFile.read(environment: ["HOME": home])
    #expect(keys == KeyMap())
    #expect(problem == nil)
    #expect(MemoryFile.read(environment: ["HOME": home]) == nil)
    #expect(MemoryFile.read(environment: [:]) == nil)
  }

  @Test("tastes and the picture survive; a damaged memory is forgotten")
  func memory() throws {
    var memory = Tastes()
    memory.picture = "/a/b.jpg"
    memory.mapMode = .components
    memory.layer = .heatMap
    memory.grain = .module
    memory.focus = .joints
    memory.isZoomed = true
    MemoryFile.write(memory, environment: ["XDG_STATE_HOME": home + "/state"])
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]) == memory)
    try write("{", "state/hrscope/state.json")
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]) == nil)
  }

  @Test("of a memory written by another version, what is understood counts")
  func otherVersions() throws {
    try write(#"{"mapMode": "hologram", "layer": "crop", "focus": 3, "extra": [1]}"#, "state/hrscope/state.json")
    let memory = try #require(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]))
    #expect(memory.layer == .crop)
    #expect(memory.mapMode == .meanAbsolute && memory.focus == .network && memory.picture == nil)
  }

  @Test(
    "hostile content is neither fatal nor believed",
    arguments: [
      "\u{0}\u{1}\u{1B}[2J", String(repeating: "[", count: 60_000), " \t[[[", "\u{FEFF}[[[", "[[[\u{301}",
      "undo = \"Z\"\r[[[",
      String(repeating: "{\"a\":", count: 9000),
      "[\"mapMode\"]", "null", String(repeating: "x", count: 2_000_000), "a = \"\u{1B}]0;title\u{7}\"",
      String(repeating: "a.", count: 9000) + "a = 1", "undo = [[[[[[[[[[[\"u\"]]]]]]]]]]]",
    ])
  func hostile(text: String) throws {
    try write(text, "state/hrscope/state.json")
    try write(text, "keys/hrscope/keys.toml")
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"])?.picture == nil)
    let (keys, problem) = KeyFile.read(environment: ["XDG_CONFIG_HOME": home + "/keys"])
    #expect(keys == KeyMap())
    #expect(problem != nil)
  }

  @Test("neither a folder nor a pipe in the place of a file holds anything up")
  func noFiles() throws {
    for name in ["state/hrscope/state.json", "keys/hrscope/keys.toml"] {
      let path = URL(filePath: home).appending(path: name).path()
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    let environment = ["XDG_STATE_HOME": home + "/state", "XDG_CONFIG_HOME": home + "/keys"]
    #expect(MemoryFile.read(environment: environment) == nil)
    #expect(KeyFile.read(environment: environment).problem?.contains("cannot be read (") == true)
    for name in ["state/hrscope/state.json", "keys/hrscope/keys.toml"] {
      let path = URL(filePath: home).appending(path: name).path()
      try FileManager.default.removeItem(atPath: path)
      #expect(mkfifo(path, 0o600) == 0)
    }
    #expect(MemoryFile.read(environment: environment) == nil)
    #expect(KeyFile.read(environment: environment).problem?.contains("cannot be read (") == true)
  }
}
