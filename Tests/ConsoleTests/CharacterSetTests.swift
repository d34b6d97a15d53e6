import Testing

@testable import Console

@Suite struct Characters {
  /// Debian without further locales.
  private static func installed(_ name: String) -> String? {
    switch name {
    case "C", "POSIX": "ANSI_X3.4-1968"
    case "C.UTF-8", "C.utf8": "UTF-8"
    case "de_DE": "ISO-8859-1"
    default: nil
    }
  }

  @Test(arguments: [
    // Nothing at all, and what is installed.
    ([:], false), (["LANG": "C"], false), (["LC_ALL": "POSIX", "LANG": "C.UTF-8"], false),
    (["LANG": "C.UTF-8"], true), (["LC_CTYPE": "C.utf8", "LANG": "C"], true), (["LANG": "de_DE"], false),
    // macOS, which ssh brings along.
    (["LC_CTYPE": "UTF-8"], true), (["LC_CTYPE": "UTF-8", "LANG": "C"], true), (["LC_ALL": "utf8"], true),
    // Not installed.
    (["LANG": "de_DE.UTF-8"], true), (["LC_ALL": "en_US.utf8"], true), (["LANG": "ja_JP.UTF8"], true),
    (["LANG": "sr_RS.UTF-8@latin"], true), (["LC_ALL": "C.utf-8"], true), (["LANG": "pt_BR"], true),
    (["LANG": "en_GB.ISO-8859-15"], false), (["LC_ALL": "ru_RU.KOI8-R", "LANG": "C.UTF-8"], false),
    (["LC_CTYPE": "zh_CN.GBK@pinyin"], false),
  ])
  func areWhatTheEnvironmentSays(environment: [String: String], isUTF8: Bool) {
    let set = CharacterSet(environment: { environment[$0] }, installed: Self.installed)
    #expect((set == .utf8) == isUTF8, "\(environment)")
  }

  @Test func theLocaleOfTheProcessIsLeftAlone() {
    #expect(CharacterSet.ofInstalledLocale("C.UTF-8") == "UTF-8")
    #expect(CharacterSet.ofInstalledLocale("C") != "UTF-8")
    #expect(CharacterSet.ofInstalledLocale("xx_YY.UTF-8") == nil)
  }
}

@Suite struct Types {
  private func alternative(_ type: String?, _ environment: [String: String] = [:]) -> String? {
    TerminalType.alternative(to: type) { environment[$0] }
  }

  @Test func anInstalledOneIsFound() throws {
    for type in [nil, "", "dumb", "unknown", "no-such-type", "alacritty-nowhere", "../../etc/passwd"] {
      let found = try #require(alternative(type), "\(type ?? "nil")")
      #expect(TerminalType.problem(with: found) == nil)
    }
  }

  @Test func theLikeliestComesFirst() {
    #expect(alternative("xterm-no-such-terminal") == "xterm-256color")
    #expect(alternative("screen.no-such-terminal", ["STY": "1"])?.hasPrefix("screen") == true)
    #expect(alternative("no-such", ["TMUX": "x"])?.hasPrefix("tmux") == true)
    #expect(alternative("linux-no-such") == "linux")
    #expect(alternative("vt220-no-such") == "vt220")
    #expect(
      TerminalType.candidates(for: "foo-bar") { _ in nil }.prefix(4) == [
        "foo-bar-256color", "foo-bar", "foo-256color", "foo",
      ])
  }

  @Test func whatIsWrongIsSaid() {
    #expect(TerminalType.problem(with: nil)?.defect == .notSet)
    #expect(TerminalType.problem(with: "no-such-type")?.defect == .noEntry)
    #expect(TerminalType.problem(with: "dumb")?.defect == .lacks(capability: "cup"))
    #expect(TerminalType.problem(with: "xterm") == nil)
  }
}
