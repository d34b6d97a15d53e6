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

  private var keysOnly: [String: String] { ["XDG_CONFIG_HOME": home + "/keys"] }

  @Test("keys are read in the lines of session files; the first thing wrong is told, the rest counts")
  func keys() throws {
    try write(
      """
      # my keys
      bind rewind F5 Ctrl-a

      bind fly x
      bind undo Z
      bind zoom
      """, ".config/hrscope/keys")
    let (keys, notice) = KeyFile.read(environment: ["HOME": home])
    #expect(keys[try #require(Key(name: "F5"))] == .rewind)
    #expect(keys.keys(of: .undo) == [Key("Z")] && keys[Key("u")] == nil)
    #expect(keys.keys(of: .zoom).isEmpty)
    #expect(notice == "\(home)/.config/hrscope/keys: line 4: no action is called 'fly'")
  }

  @Test(
    "what is no line of a key file is told with its line, and the others count",
    arguments: [
      ("undo = \"Z\"", "line 2: expected bind ACTION KEY…, found 'undo = \"Z\"'"),
      ("bind", "line 2: expected bind ACTION KEY…, found 'bind'"),
      ("bind undo Hyper-x", "line 2: 'Hyper-x' is no key (for undo)"), ("bind quit", "line 2: quit needs a key"),
      ("key f", "line 2: expected bind ACTION KEY…, found 'key f'"),
      ("bind un\u{1B}[2Jdo x", "line 2: no action is called 'un?[2Jdo'"),
      ("bind \(String(repeating: "e\u{301}", count: 90_000)) x", "line 2: no action is called '"),
    ])
  func wrongLine(text: String, problem: String) throws {
    try write("bind redo R\n\(text)\nbind cut F9\r\n", "keys/hrscope/keys")
    let (keys, notice) = KeyFile.read(environment: keysOnly)
    #expect(notice?.hasPrefix("\(home)/keys/hrscope/keys: \(problem)") == true, "\(notice ?? "")")
    #expect((notice ?? "").utf8.count < 1000)
    #expect(keys[Key("R")] == .redo && keys[Key(.function(9))] == .cut)
  }

  @Test("quitting may be bound behind those who take its keys; names of any bytes are only strange")
  func order() throws {
    try write("bind undo q Ctrl-c\nbind quit Q", "keys/hrscope/keys")
    var (keys, notice) = KeyFile.read(environment: keysOnly)
    #expect(notice == nil && keys.keys(of: .quit) == [Key("Q")] && keys[Key("q")] == .undo)
    let url = URL(filePath: home).appending(path: "keys/hrscope/keys")
    try Data(
      [0xEF, 0xBB, 0xBF] + Array("bind cut x".utf8) + [0x0A, 0x23, 0xFF, 0x0A] + Array("bind undo ".utf8) + [0xE9]
    )
    .write(to: url)
    (keys, notice) = KeyFile.read(environment: keysOnly)
    #expect(keys[Key("x")] == .cut)
    #expect(notice?.hasSuffix("line 3: '\\xE9' is no key (for undo)") == true, "\(notice ?? "")")
  }

  @Test("a keys.toml of older versions is read once, and its keys stand in the file of today")
  func converted() throws {
    let old =
      "\u{FEFF}# my keys\r\nundo = [ 'z' , # like elsewhere\r\n\t\"\\\"\",\r\n ]\r\nzoom = []\r\nredo='\\'\r\nquit = \"Q\""
    try write(old, "keys/hrscope/keys.toml")
    let (keys, notice) = KeyFile.read(environment: keysOnly)
    #expect(keys.keys(of: .undo) == [Key("z"), Key("\"")])
    #expect(keys.keys(of: .redo) == [Key("\\")] && keys.keys(of: .zoom).isEmpty && keys.keys(of: .quit) == [Key("Q")])
    #expect(notice == "keys.toml is read for the last time: its keys now stand in \(home)/keys/hrscope/keys")
    #expect(KeyFile.read(environment: keysOnly) == (keys, nil))
    // From now on today's file counts.
    try write("undo = \"F2\"", "keys/hrscope/keys.toml")
    #expect(KeyFile.read(environment: keysOnly) == (keys, nil))
    try write("", "keys/hrscope/keys")
    #expect(KeyFile.read(environment: keysOnly) == (KeyMap(), nil))
  }

  @Test("where today's file cannot be written, the old keys count and it is told how to write it")
  func unwritable() throws {
    try write("undo = \"F2\"", "keys/hrscope/keys.toml")
    let folder = home + "/keys/hrscope"
    // Not even the system's own user may make files in a folder that says so; elsewhere a folder without leave will do.
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
    let (keys, notice) = KeyFile.read(environment: keysOnly)
    #expect(keys[Key(.function(2))] == .undo)
    if getuid() != 0 { #expect(notice?.contains("cannot be written (") == true, "\(notice ?? "")") }
  }

  @Test(
    "of a keys.toml, what is no list of keys is told with its line, and nothing is written",
    arguments: [
      ("undo = 3", "line 1: expected a key in quotation marks"), ("\nundo \"u\"", "line 2: expected = after"),
      ("[keys]", "line 1: expected the name of an action"), ("undo = \"u\" redo", "line 1: expected the end"),
      ("undo = [\"u\" \"v\"]", "line 1: expected , or ]"), ("undo = [\n\"u\",", "line 2: expected ]"),
      ("undo = \"u\nx", "line 1: expected a key that ends"), ("undo = \"\\n\"", "line 1: expected \\\\ or"),
      ("undo =", "line 1: expected a key in"), ("undo = [,]", "line 1: expected a key in"),
      ("rewind = [", "line 1: expected ]"), ("undo = [\n[\"u\"]]", "line 2: expected a key in"),
      ("undo = \"u\"\nfly = \"x\"", "line 2: no action is called 'fly'"), ("quit = []", "line 1: quit needs a key"),
    ])
  func wrong(text: String, problem: String) throws {
    try write(text, "keys/hrscope/keys.toml")
    for _ in 0..<2 {
      let notice = KeyFile.read(environment: keysOnly).notice
      #expect(notice?.hasPrefix("\(home)/keys/hrscope/keys.toml: \(problem)") == true, "\(notice ?? "")")
    }
    #expect(!FileManager.default.fileExists(atPath: home + "/keys/hrscope/keys"))
  }

  @Test("without files there are defaults, no problem and no memory")
  func nothing() {
    #expect(KeyFile.read(environment: ["HOME": home]) == (KeyMap(), nil))
    #expect(!FileManager.default.fileExists(atPath: home))
    #expect(MemoryFile.read(environment: ["HOME": home]).tastes == nil)
    #expect(MemoryFile.read(environment: [:]).tastes == nil)
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
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]).tastes == memory)
    try write("{", "state/hrscope/state.json")
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]).tastes == nil)
  }

  @Test("of a memory written by another version, what is understood counts")
  func otherVersions() throws {
    try write(#"{"mapMode": "hologram", "layer": "crop", "focus": 3, "extra": [1]}"#, "state/hrscope/state.json")
    let memory = try #require(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]).tastes)
    #expect(memory.layer == .crop)
    #expect(memory.mapMode == .meanAbsolute && memory.focus == .network && memory.picture == nil)
  }

  @Test(
    "a newer program's memory is neither used nor replaced, and told in a line; of no sensible version it is forgotten",
    arguments: [
      ("2", "found 2"), ("17", "found 17"), ("1e300", "found 100000000000…"), ("\"1\"", nil), ("1.5", nil), ("0", nil),
      ("-3", nil), ("[]", nil),
    ])
  func versions(version: String, told: String?) throws {
    let (state, path) = (["XDG_STATE_HOME": home + "/state"], "state/hrscope/state.json")
    let text = "{\"layer\": \"crop\", \"version\": \(version)}"
    try write(text, path)
    let (tastes, notice) = MemoryFile.read(environment: state)
    #expect(tastes == nil)
    #expect(notice.map { $0.hasPrefix("\(home)/\(path): written for a newer hrscope") } ?? (told == nil))
    #expect(told.map { notice?.contains($0) == true } ?? (notice == nil))
    MemoryFile.write(Tastes(), environment: state)
    let after = try String(contentsOf: URL(filePath: home).appending(path: path), encoding: .utf8)
    #expect((after == text) == (told != nil))
  }

  @Test("a memory names its version; one that names none is of the first, and null is none")
  func ownVersion() throws {
    let (state, path) = (["XDG_STATE_HOME": home + "/state"], "state/hrscope/state.json")
    MemoryFile.write(Tastes(), environment: state)
    #expect(
      try String(contentsOf: URL(filePath: home).appending(path: path), encoding: .utf8).contains("\"version\":1"))
    for text in [#"{"layer": "crop"}"#, #"{"layer": "crop", "version": null}"#, #"{"layer": "crop", "version": 1.0}"#] {
      try write(text, path)
      #expect(MemoryFile.read(environment: state).tastes?.layer == .crop)
    }
  }

  @Test(
    "a file of keys may name its version; of a newer one, or of what is none, no key counts",
    arguments: [
      ("hrscope keys 1", nil),
      ("hrscope keys 2", "written for a newer hrscope (expected version 1 of this format, found 2)"),
      (
        "hrscope keys 1234567890123",
        "written for a newer hrscope (expected version 1 of this format, found 123456789012…)"
      ),
      ("hrscope keys two", "expected 'hrscope keys 1', found 'hrscope keys two'"),
      ("hrscope keys", "expected 'hrscope keys 1', found 'hrscope keys'"),
      ("hrscope keys 01", "expected 'hrscope keys 1', found 'hrscope keys 01'"),
      ("hrscope session 1", "expected 'hrscope keys 1', found 'hrscope session 1'"),
    ])
  func keyVersions(line: String, problem: String?) throws {
    for mark in ["", "\u{FEFF}"] {
      try write("\(mark)\(line)\nbind undo Z\n", "keys/hrscope/keys")
      let (keys, notice) = KeyFile.read(environment: keysOnly)
      #expect(notice == problem.map { "\(home)/keys/hrscope/keys: line 1: \($0)" })
      #expect((keys[Key("Z")] == .undo) == (problem == nil))
    }
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
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]).tastes?.picture == nil)
    for name in ["keys.toml", "keys"] {
      try write(text, "keys/hrscope/" + name)
      let (keys, problem) = KeyFile.read(environment: keysOnly)
      #expect(keys == KeyMap())
      #expect(problem != nil && (problem ?? "").utf8.count < 2000)
      #expect((problem ?? "").unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
  }

  @Test("neither a folder nor a pipe in the place of a file holds anything up", arguments: ["keys", "keys.toml"])
  func noFiles(keyFile: String) throws {
    let places = ["state/hrscope/state.json", "keys/hrscope/" + keyFile].map {
      URL(filePath: home).appending(path: $0).path()
    }
    let state = ["XDG_STATE_HOME": home + "/state"]
    for path in places { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    #expect(MemoryFile.read(environment: state).tastes == nil)
    #expect(KeyFile.read(environment: keysOnly).notice?.contains("\(keyFile): cannot be read (") == true)
    for path in places {
      try FileManager.default.removeItem(atPath: path)
      #expect(mkfifo(path, 0o600) == 0)
    }
    #expect(MemoryFile.read(environment: state).tastes == nil)
    #expect(KeyFile.read(environment: keysOnly).notice?.contains("\(keyFile): cannot be read (") == true)
  }
}
