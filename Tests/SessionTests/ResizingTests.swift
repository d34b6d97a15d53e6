import Testing

extension SessionTests {
  @Suite("Resizing")
  struct Resizing {
    @Test("while playing, through every kind of layout and back")
    func whilePlaying() throws {
      let session = try TerminalSession(.init(width: 120, height: 40))
      let first = try session.launchToFirstScreen()
      let count = try #require(first.step).count
      try session.press("Home")
      try session.waitForScreen("the input") { $0.step?.current == 1 }
      try session.press("Space")
      try session.waitForScreen("playing") { ($0.step?.current ?? 0) > 1 }

      for (width, height, panels) in [
        (80, 24, ["┌ network", "┌ streams"]), (200, 60, ["┌ network", "┌ picture", "┌ joints", "head top"]),
        (40, 12, ["┌ network"]),
      ] {
        try session.resize(width, height)
        let screen = try session.waitForScreen("a screen of \(width)×\(height)") { screen in
          // A step may be an exchange unit instead of streams.
          let panels = panels.map { screen.contains("┌ exchange unit") && $0 == "┌ streams" ? "┌ exchange" : $0 }
          // The frames reach the edges of the terminal, and help stands in the last row.
          return screen.step != nil && panels.allSatisfy(screen.contains) && screen.lines[height - 1].contains("? help")
            && screen.lines.map(\.count).max() == width && !screen.contains("needs")
        }
        #expect(screen.lines[0].hasPrefix(" hrscope"))
      }
      try session.resize(30, 8)
      try session.waitForScreen("what is needed") { $0.contains("needs 40×12") && $0.contains("this is 30×8") }
      try session.press("+", "+")

      try session.resize(120, 40)
      try session.waitForScreen("the whole screen again") { $0.contains("┌ joints") && $0.step != nil }
      let last = try session.waitForScreen("playing to reach the end") { $0.step?.current == count && $0.isFirstScreen }
      #expect(last.contains("120 ms a step"))
      // Played to the end after all the sizes, it is to the last character the screen that began; the word goes with a key.
      try session.press("Home", "End")
      try session.waitForScreen("the screen that began") { $0.looksLike(first) }
      #expect(try session.screen(styled: true).text.count > last.text.count)
    }
  }
}
