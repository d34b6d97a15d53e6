import Files
import Foundation
import TestSupport
import Testing

@Suite("Files that take their place when they are complete")
struct ReplacedFileTests {
  private func content(_ path: String) -> String? {
    (try? readRegularFile(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Everything in a folder, hidden files too.
  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  @Test("nothing is there before it is complete, and nothing is left where it never is")
  func whole() throws {
    try withTemporaryFolder { folder in
      let path = folder + "a"
      do {
        let file = try ReplacedFile(path)
        try file.write(Array("half".utf8))
        #expect(!FileManager.default.fileExists(atPath: path))
      }
      #expect(names(folder) == [])
      try ReplacedFile.write(Array("old".utf8), to: path)
      do {
        let file = try ReplacedFile(path)
        try file.write(Array("half".utf8))
        #expect(content(path) == "old")
      }
      #expect(content(path) == "old" && names(folder) == ["a"])
      let file = try ReplacedFile(path)
      try file.write(Array("new".utf8))
      try file.commit()
      #expect(content(path) == "new" && names(folder) == ["a"])
      // A record of a session goes on.
      try file.write(Array("er".utf8))
      #expect(content(path) == "newer" && file.count == 5)
    }
  }

  @Test("an older file's permissions stay, a link stays a link, a hard link keeps what it had")
  func older() throws {
    try withTemporaryFolder { folder in
      let (file, link, hard) = (folder + "file", folder + "link", folder + "hard")
      try ReplacedFile.write([1], to: file)
      #expect(chmod(file, 0o640) == 0)
      #expect(symlink("file", link) == 0 && Foundation.link(file, hard) == 0)
      try ReplacedFile.write([2], to: link)
      var status = stat()
      #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      #expect(stat(file, &status) == 0 && status.st_mode & 0o7777 == 0o640)
      #expect(try readRegularFile(file, limit: 9) == [2] && readRegularFile(hard, limit: 9) == [1])
      // A link to nowhere says where the file is to be.
      #expect(symlink(folder + "made", folder + "dangling") == 0)
      try ReplacedFile.write([3], to: folder + "dangling")
      #expect(try readRegularFile(folder + "made", limit: 9) == [3])
      #expect(names(folder) == ["dangling", "file", "hard", "link", "made"])
    }
  }

  @Test("places that take no file say why")
  func refused() throws {
    try withTemporaryFolder { folder in
      try ReplacedFile.write([1], to: folder + "file")
      #expect(symlink("loop", folder + "loop") == 0)
      let cases: [(String, FileError.Reason)] = [
        (folder, .isFolder), (folder + "none/a", .system(ENOENT)), (folder + "file/a", .system(ENOTDIR)),
        (folder + "loop", .system(ELOOP)), ("", .system(ENOENT)), ("/dev/fd/799", .system(EBADF)),
        (folder + String(repeating: "n", count: 256), .system(ENAMETOOLONG)), ("/dev/full", .system(ENOSPC)),
      ]
      for (path, reason) in cases {
        #expect(throws: FileError(path, .write, reason)) { try ReplacedFile.write([1], to: path) }
      }
      #expect(throws: FileError(folder + "file", .write, .exists)) {
        try ReplacedFile.write([2], to: folder + "file", mayReplace: false)
      }
      // The longest name there may be.
      try ReplacedFile.write([1], to: folder + String(repeating: "n", count: 255))
      try ReplacedFile.write([2], to: folder + String(repeating: "n", count: 255))
      #expect(names(folder) == ["file", "loop", String(repeating: "n", count: 255)])
      #expect(content(folder + "file") == "\u{1}")
    }
  }

  @Test("pipes and open descriptors are written to as they are")
  func streams() throws {
    try withTemporaryFolder { folder in
      let path = folder + "pipe"
      #expect(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      try ReplacedFile.write(Array("through".utf8), to: path)
      var bytes = [UInt8](repeating: 0, count: 20)
      #expect(read(reader, &bytes, 20) == 7)
      #expect(names(folder) == ["pipe"])
      let log = open(folder + "log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
      defer { close(log) }
      for text in ["one ", "two"] { try ReplacedFile.write(Array(text.utf8), to: "/dev/fd/\(log)") }
      #expect(content(folder + "log") == "one two")
      try ReplacedFile.write([1], to: "/dev/null")
    }
  }

  @Test("an output that is an input is refused by any name, and no other file is")
  func sameFile() throws {
    try withTemporaryFolder { folder in
      let (input, other) = (folder + "input", folder + "other")
      try ReplacedFile.write([1], to: input)
      try ReplacedFile.write([1], to: other)
      #expect(symlink(input, folder + "link") == 0 && symlink("link", folder + "link2") == 0)
      #expect(link(input, folder + "hard") == 0)
      let open = Foundation.open(input, O_RDONLY)
      defer { close(open) }
      let folderName = FileName.last(folder)
      for name in [
        input, folder + "./input", folder + "../\(folderName)//input", folder + "link", folder + "link2",
        folder + "hard",
        "/dev/fd/\(open)", "/proc/self/fd/\(open)",
      ] {
        #expect(throws: FileError(name, .write, .isInput(input))) { try refuseOutput(name, among: [other, input]) }
        // Nor by any name of the input.
        #expect(throws: FileError(input, .write, .isInput(name))) { try refuseOutput(input, among: [name]) }
      }
      for name in [other, folder + "none", folder, "/dev/null"] {
        try refuseOutput(name, among: [input, "/dev/null", folder, folder + "nowhere"])
      }
    }
  }

  @Test("a folder's entries, with names of any bytes")
  func folder() throws {
    try withTemporaryFolder { folder in
      let name = FileName.text([0x63, 0xE9, 0x2E, 0x6A, 0x70, 0x67])
      try ReplacedFile.write([7], to: folder + name)
      makeFolder(folder + "sub/deep")
      try ReplacedFile.write([7], to: folder + ".hidden")
      let found = try entries(ofFolder: folder, limit: 10).sorted { $0.name < $1.name }
      #expect(found.map(\.name) == [name, "sub"] && found.map(\.isFolder) == [false, true])
      #expect(try readRegularFile(folder + name, limit: 9) == [7])
      #expect(throws: FileError(folder + "no", .read, .system(ENOENT))) {
        try entries(ofFolder: folder + "no", limit: 1)
      }
      #expect(FileStatus(folder + "sub/deep")?.kind == .folder)
    }
  }
}
