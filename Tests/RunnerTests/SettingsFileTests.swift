import Cells
import Explorer
import Files
import Foundation
import TestSupport
import Testing

@testable import Runner

@Suite("Settings files on disk")
struct SettingsFileTests {
  /// Writes files below a folder of its own.
  private func withFiles(_ files: [String: String], _ body: (_ folder: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        let url = URL(filePath: folder + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      try body(folder)
    }
  }

  @Test("the package's come first, then one's own: XDG_CONFIG_HOME, else ~/.config; what is nowhere sets nothing")
  func places() throws {
    try withFiles([
      "share/hrscope/settings": "colors 8\noption threads 3", "x/hrscope/settings": "colors 16",
      ".config/hrscope/settings": "colors 256",
    ]) { folder in
      func read(_ environment: [String: String], program: String? = nil) throws -> Settings {
        try SettingsFile.read(environment: environment, program: program)
      }
      let (program, home) = (folder + "bin/hrscope", String(folder.dropLast()))
      let packaged = try read([:], program: program)
      #expect(packaged.colors?.value == .eight && packaged.threads?.value == 3)
      #expect(packaged.colors?.place == SettingPlace(file: folder + "share/hrscope/settings", line: 1))
      let own = try read(["XDG_CONFIG_HOME": folder + "x", "HOME": folder], program: program)
      #expect(own.colors?.value == .sixteen && own.threads?.value == 3)
      #expect(try read(["HOME": home]).colors?.value == .indexed256)
      #expect(
        try read(["XDG_CONFIG_HOME": "relative", "HOME": home]).colors?.value == .indexed256)
      #expect(try read(["XDG_CONFIG_HOME": folder + "nowhere", "HOME": folder]) == Settings())
    }
  }

  @Test("HRSCOPE_SETTINGS names one file for all, which has to be there, or none")
  func named() throws {
    try withFiles(["x/hrscope/settings": "colors 16", "mine": "colors 8"]) { folder in
      let environment = ["XDG_CONFIG_HOME": folder + "x"]
      func read(_ name: String) throws -> Settings {
        try SettingsFile.read(environment: environment.merging(["HRSCOPE_SETTINGS": name]) { $1 }, program: nil)
      }
      let none = try read("")
      #expect(none == Settings())
      #expect(try read(folder + "mine").colors?.value == .eight)
      #expect(throws: FileError.self) { try read(folder + "nowhere") }
    }
  }

  @Test(
    "what cannot be read is refused by its name, and nothing holds it up",
    arguments: ["folder", "pipe", "huge", "link", "locked"])
  func unreadable(kind: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "hrscope/settings"
      try FileManager.default.createDirectory(atPath: folder + "hrscope", withIntermediateDirectories: true)
      switch kind {
      case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      case "pipe": #expect(mkfifo(path, 0o600) == 0)
      case "huge": try Data(repeating: 0x23, count: 3 << 20).write(to: URL(filePath: path))
      case "link": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder + "nowhere")
      default:
        // Nobody is kept out who is root.
        guard getuid() != 0 else { return }
        try Data().write(to: URL(filePath: path))
        chmod(path, 0)
      }
      let error = #expect(throws: FileError.self) {
        try SettingsFile.read(environment: ["XDG_CONFIG_HOME": String(folder.dropLast())], program: nil)
      }
      #expect(error?.fault == .unreadable && error?.description.hasPrefix("\(path): cannot be read (") == true)
    }
  }

  @Test("hostile content is refused with its line, in one line without anything a terminal acts upon")
  func hostile() throws {
    let texts: [[UInt8]] = [
      [0], [0xFF, 0xFE, 0x63, 0], Array("\u{1B}[2J".utf8), [0x6F, 0xE9, 0x0A], Array("\u{202E}".utf8), [0xC3],
      Array(repeating: 0x78, count: 900_000), Array("colors 8\n\u{9B}31m".utf8),
    ]
    for bytes in texts {
      try withTemporaryFolder { folder in
        try FileManager.default.createDirectory(atPath: folder + "hrscope", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: folder + "hrscope/settings"))
        let error = #expect(throws: SettingsFileError.self) {
          try SettingsFile.read(environment: ["XDG_CONFIG_HOME": String(folder.dropLast())], program: nil)
        }
        let text = error?.description ?? ""
        #expect(
          error?.fault == .content && text.hasPrefix("\(folder)hrscope/settings: line ") && text.utf8.count < 2000)
        #expect(
          text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E }
        )
      }
    }
  }

  @Test("names of any bytes in a settings file stay what they are")
  func names() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "hrscope", withIntermediateDirectories: true)
      try Data(Array("picture ".utf8) + [0xE9] + Array(".jpg\n".utf8)).write(
        to: URL(filePath: folder + "hrscope/settings"))
      let settings = try SettingsFile.read(environment: ["XDG_CONFIG_HOME": String(folder.dropLast())], program: nil)
      #expect(settings.picture.map { FileName.bytes($0.value).suffix(5) } == [0xE9] + Array(".jpg".utf8))
    }
  }

  @Test(
    "a folder of lessons gives those that are lessons, in the order of numbers, in the place of built-in ones of their name"
  )
  func lessons() throws {
    func lesson(_ title: String) -> String { "hrscope session 1\nlesson \(title)\npage A\nsay B.\n" }
    try withFiles([
      "a/week10.txt": lesson("Ten"), "a/week2.txt": lesson("Two"), "a/notes.txt": "notes",
      "a/session.txt": "hrscope session 1\nkey f\n",
      "a/wrong.txt": "hrscope session 1\nlesson X\n", "a/newer.txt": "hrscope session 2\nlesson X\n",
      "a/picture.jpg": "",
      "b/exchange.txt": lesson("Ours"), "b/week2.txt": lesson("Later"),
    ]) { folder in
      let place = SettingPlace(file: "/etc/hrscope/settings", line: 4)
      let read = LessonFolder(["a", "b", "nowhere"].map { Settings.Setting(folder + $0, place) })
      #expect(read.lessons.map(\.name) == ["week2", "week10", "exchange"])
      #expect(read.lessons.map(\.lesson.title) == ["Later", "Ten", "Ours"])
      #expect(read.problems.count == 3)
      #expect(read.problems[0].hasPrefix("\(folder)a/newer.txt: a session written for a newer hrscope"))
      #expect(read.problems[1].hasPrefix("\(folder)a/wrong.txt: damaged session in line 2"))
      #expect(read.problems[2].hasPrefix("/etc/hrscope/settings: line 4: \(folder)nowhere: cannot be read ("))
      let all = EmbeddedFiles.lessons(with: read.lessons)
      #expect(all.count == EmbeddedFiles.lessons.count + 2)
      #expect(all.first { $0.name == "exchange" }?.lesson.title == "Ours")
      #expect(all.map(\.name).prefix(EmbeddedFiles.lessons.count) == EmbeddedFiles.lessons.map(\.name)[...])
    }
  }
}
