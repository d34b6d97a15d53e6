import Foundation
import TestSupport
import Testing

extension SessionTests {
  @Suite("Settings, where a person sits", .enabled(if: TerminalSession.isPossible, TerminalSession.absence))
  struct SettingsInSession {
    @Test("the first screen says what was set and in which file, and next week's picture is not last week's")
    func firstScreen() throws {
      let terminal = try TerminalSession()
      let file = terminal.path(of: "settings")
      func start(_ settings: String) throws -> String {
        try settings.write(toFile: file, atomically: true, encoding: .utf8)
        let screen = try terminal.launchToFirstScreen("HRSCOPE_SETTINGS=\(file)")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        try terminal.type("clear")
        return screen.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      let first = try start("picture built-in:runner\ncolors 16\n")
      #expect(first.contains("set: picture built-in:runner, colours") && first.contains("settings)"), "\(first)")
      let second = try start("picture built-in:cartwheel\n")
      #expect(second.contains("set: picture built-in:cartwheel"), "\(second)")
      #expect(!second.contains("as you left it"), "\(second)")
      // What the person opened comes before it, and then nothing is said of the settings'.
      let third = try start("lessons /nowhere\n")
      #expect(third.contains("settings: line 1: /nowhere: cannot be read"), "\(third)")
    }
  }
}
