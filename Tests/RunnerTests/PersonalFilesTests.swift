import Canvas
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
    #expect(problem == "\(home)/.config/hrscope/keys.toml: no action is called 'fly'")
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
    let memory = Memory(
      picture: "/a/b.jpg", mapMode: .components, layer: .heatMap, jointOrder: .shift, showsTruth: true)
    MemoryFile.write(memory, environment: ["XDG_STATE_HOME": home + "/state"])
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]) == memory)
    try write("{", "state/hrscope/state.json")
    #expect(MemoryFile.read(environment: ["XDG_STATE_HOME": home + "/state"]) == nil)
  }
}
