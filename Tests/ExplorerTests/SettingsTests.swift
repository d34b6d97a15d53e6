import Cells
import Foundation
import Testing

@testable import Explorer

@Suite("Settings")
struct SettingsTests {
  private static let file = "/srv/course/settings"

  private func read(_ text: String, file: String = file) throws -> Settings {
    var settings = Settings()
    try settings.read(text, file: file)
    return settings
  }

  @Test("a file sets weights, picture, lessons, colours and threads, and says where")
  func all() throws {
    let settings = try read(
      """
      hrscope settings 1
      # For the second week.
      option weights w32.pth
      option upsampling bilinear

      option threads 1
      picture /pictures/run\\\\ner \\u{A}.jpg
      lessons lessons
      lessons /home/me/more
      colors 256
      """)
    #expect(settings.weights == .init("/srv/course/w32.pth", SettingPlace(file: Self.file, line: 3)))
    #expect(settings.upsampling?.value == .bilinear && settings.threads == .init(1, .init(file: Self.file, line: 6)))
    #expect(settings.picture?.value == "/pictures/run\\ner \n.jpg" && settings.picture?.place.line == 7)
    #expect(settings.lessons.map(\.value) == ["/srv/course/lessons", "/home/me/more"])
    #expect(settings.colors == .init(.indexed256, .init(file: Self.file, line: 10)))
    #expect(settings.weights?.place.description == "/srv/course/settings, line 3")
  }

  @Test(
    "the first line may be missing; line ends and byte order marks of other systems do not matter",
    arguments: [
      "colors 8", "hrscope settings 1\r\ncolors 8\r\n", "\u{FEFF}hrscope settings 1\ncolors 8", "\u{FEFF}colors 8\r\n",
      "#\n\ncolors 8",
    ])
  func forms(text: String) throws { #expect(try read(text).colors?.value == .eight) }

  @Test(
    "nothing is set by nothing", arguments: ["", "\n\n", "# colors 8", "hrscope settings 1", "hrscope settings 1\n"])
  func nothing(text: String) throws { #expect(try read(text) == Settings()) }

  @Test("later files win, folders of lessons add up, and weights of a later file want their own upsampling")
  func order() throws {
    var settings = try read(
      "option weights a\noption upsampling bilinear\nlessons l\ncolors 8", file: "/etc/hrscope/settings")
    try settings.read("option upsampling nearest\ncolors 256", file: "/home/me/settings")
    #expect(settings.weights?.value == "/etc/hrscope/a" && settings.upsampling?.value == .nearest)
    #expect(settings.colors?.place.file == "/home/me/settings")
    try settings.read("option weights ../b\nlessons m", file: "/home/you/settings")
    #expect(settings.weights?.value == "/home/b" && settings.upsampling == nil)
    #expect(settings.lessons.map(\.value) == ["/etc/hrscope/l", "/home/you/m"])
    #expect(try read("option upsampling nearest\noption weights a").upsampling?.value == .nearest)
  }

  @Test("paths: beside the file, from the root, at home, built in")
  func paths() throws {
    #expect(try read("picture built-in:runner").picture?.value == "built-in:runner")
    #expect(try read("picture ./built-in:runner").picture?.value == "/srv/course/built-in:runner")
    #expect(try read("picture a/../b  c.jpg").picture?.value == "/srv/course/b  c.jpg")
    let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
    if !home.isEmpty { #expect(try read("option weights ~/w.pth").weights?.value == home + "/w.pth") }
  }

  @Test(
    "what sets nothing is refused with its line, and the nearest that would is named",
    arguments: [
      (
        "wieghts a",
        "line 1: expected picture, lessons, colors, option weights, option upsampling, option threads, found 'wieghts a'. Did you mean 'option weights'?"
      ),
      ("weights a", ". Did you mean 'option weights'?"), ("option wieghts a", ". Did you mean 'option weights'?"),
      ("threads 2", ". Did you mean 'option threads'?"), ("pictrue a", ". Did you mean 'picture'?"),
      ("Picture a", ". Did you mean 'picture'?"), ("colours 8", ". Did you mean 'colors'?"),
      ("\n\nlesson a", "line 3:"), ("lesson a", ". Did you mean 'lessons'?"),
      ("optoin weights a", ". Did you mean 'option'?"),
      ("option cut s4", "found 'option cut s4'"), ("option", "found 'option'"),
      ("option weights", "found 'option weights'"),
      ("option weights ", "found"), ("picture", "found 'picture'"), ("lessons", "found 'lessons'"),
      ("colors 7", "expected colors 0, 8, 16, 256 or 16777216, found 'colors 7'"), ("colors", "expected colors"),
      ("colors true", "expected colors"), ("option threads 0", "expected option threads 1 to 256"),
      ("option threads 257", "expected option threads"),
      ("option threads 99999999999999999999", "expected option threads"),
      ("option upsampling nearest", "'option upsampling' without 'option weights' sets nothing"),
      ("option upsampling sharp", "expected option upsampling nearest, bilinear"),
      ("bind quit Q", "; keys have a file of their own"),
      ("maps norm", "found 'maps norm'"), ("key f", "found 'key f'"), ("<html>", "found '<html>'"),
      (
        "hrscope settings 2\ncolors 8",
        "line 1: written for a newer hrscope (expected version 1 of this format, found 2)"
      ),
      ("hrscope settings 1000000000000000000000", "newer hrscope"),
      ("hrscope settings one", "line 1: expected 'hrscope settings 1', found 'hrscope settings one'"),
      ("hrscope settings", "line 1: expected 'hrscope settings 1'"),
      ("hrscope session 1", "line 1: expected 'hrscope settings 1'"),
      ("colors 8\nhrscope settings 1", "line 2: expected picture"), ("\u{0}", "line 1: expected picture"),
      ("colors 8 ", "expected colors"), ("option\tthreads\t2", "expected picture"),
    ])
  func wrong(text: String, problem: String) {
    #expect { try read(text) } throws: { error in
      guard let error = error as? SessionRecordError else { return false }
      return error.description.contains(problem) && error.description.utf8.count < 500
    }
  }

  @Test("long and strange lines are repeated only as far as one can read")
  func long() {
    for text in [
      String(repeating: "x", count: 900_000), "e" + String(repeating: "\u{301}", count: 90_000),
      "option " + String(repeating: "y", count: 90_000),
    ] {
      #expect { try read(text) } throws: { "\($0)".utf8.count < 800 }
    }
  }

  @Test("the picture that everybody begins with is not remembered, and what forgets goes back to it")
  func usualPicture() throws {
    var memory = Tastes()
    memory.picture = "/pictures/mine.jpg"
    var session = try SyntheticSession(pictures: [BuiltInPicture(name: "a")], usualPicture: "/pictures/synthetic.jpg")
    memory.picture = "/pictures/synthetic.jpg"
    session.remember(memory)
    #expect(session.model.notice == nil && session.model.unavailable(.forget) != nil)
    session = try SyntheticSession(pictures: [BuiltInPicture(name: "a")], usualPicture: "/course/b.jpg")
    session.remember(memory)
    try session.press("F")
    #expect(session.effects.contains(.open(path: "/course/b.jpg", generation: 1)))
  }
}
