import Explorer
import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Runner

@Suite("Names that are no text, in what the explorer keeps and lists")
struct NamesTests {
  static let names: [[UInt8]] = [
    [0x63, 0xE9], Array("a\nkey q\u{2028}\u{85}b".utf8), Array("a\\u{41}\\\\".utf8), Array("\u{301}é人".utf8),
    [0x0A, 0xFF],
  ]

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hrscope-\(UUID().uuidString)").path() + "/"
    makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test("a session says the same picture and weights when it is read", arguments: names)
  func session(bytes: [UInt8]) throws {
    try withFolder { folder in
      var record = SessionRecord()
      record.picture = folder + FileName.text(bytes)
      record.options = [.init(name: "weights", value: FileName.text(bytes) + ".pth")]
      var recorder = try SessionRecorder(record, path: folder + FileName.text(bytes))
      recorder.add(.tick)
      let read = try SessionFile.read(folder + FileName.text(bytes))
      #expect(read.picture.map(FileName.bytes) == record.picture.map(FileName.bytes))
      #expect(read.options.map { FileName.bytes($0.value) } == record.options.map { FileName.bytes($0.value) })
      #expect(read.events == [.tick])
    }
  }

  @Test("the memory finds the picture again", arguments: names)
  func memory(bytes: [UInt8]) throws {
    try withFolder { folder in
      let environment = ["XDG_STATE_HOME": folder + FileName.text(bytes)]
      var memory = Tastes()
      memory.picture = "/" + FileName.text(bytes)
      MemoryFile.write(memory, environment: environment)
      #expect(
        MemoryFile.read(environment: environment).tastes?.picture.map(FileName.bytes)
          == memory.picture.map(FileName.bytes))
    }
  }

  @Test("the picker lists it, shows it as people can read it, and opens it")
  func picker() throws {
    try withFolder { folder in
      let name = FileName.text([0x63, 0xE9, 0x1B]) + ".JPG"
      let picture = Shared.inRepository("SampleImages/01-runner.jpg")
      try ReplacedFile.write(try readRegularFile(picture, limit: 1 << 20), to: folder + name)
      makeFolder(folder + FileName.text([0xFE]))
      let received = Mutex<[Action]>([])
      let loader = SceneLoader { action in received.withLock { $0.append(action) } }
      loader.list(folder)
      loader.open(folder + name, opened: { .opened($0, generation: 1) }, failed: { .told($0) })
      loader.list(folder + "none\u{1B}")
      loader.waitUntilIdle()
      let answers = received.withLock { $0 }
      guard case .listed(let listing) = answers.first else {
        Issue.record("\(answers)")
        return
      }
      #expect(listing.pictures == [name] && listing.folders == [FileName.text([0xFE])])
      guard case .opened(let scene, _) = answers.dropFirst().first else {
        Issue.record("\(answers)")
        return
      }
      #expect(scene.name == "c\\xE9?.JPG" && scene.path.map(FileName.bytes) == FileName.bytes(folder + name))
      guard case .notListed(let why, _) = answers.last else {
        Issue.record("\(answers)")
        return
      }
      #expect(why.hasSuffix("none?: cannot be read (No such file or directory)"))
    }
  }

  @Test("an older session stays where a new one cannot be written")
  func unwritable() throws {
    #expect(throws: SessionFileError(path: "/dev/full", reason: .unwritable("No space left on device"))) {
      try SessionRecorder(SessionRecord(), path: "/dev/full")
    }
    #expect(throws: SessionFileError(path: "/tmp", reason: .unwritable("a directory"))) {
      try SessionRecorder(SessionRecord(), path: "/tmp")
    }
  }
}
