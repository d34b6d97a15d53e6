import Canvas
import Explorer
import Foundation
import Network
import TestSupport
import Testing

/// Whole screens as text with their styles. `HRSCOPE_RECORD=1 swift test --filter ExplorerTests` writes them anew:
/// look at what changed before committing it.
@Suite("Screens")
struct ScreenTests {
  /// Keys that lead to a screen, by name.
  static let screens: [(name: String, keys: [String])] = [
    ("first", []),
    ("streams", ["{", "Left"]),
    ("mosaic", ["{", "Left", "n", "n"]),
    ("exchange-cut", ["{", "{", "Enter", "Down", "Right", "Right", "f", "Left", "[", "["]),
    ("rewound-joints", ["3", "Home", "Right", "Tab", "Tab", "Tab", "Down"]),
    ("help", ["?"]),
    ("inspector", ["{", "Left", "Down", "i", "Right", "Down"]),
    ("components", ["{", "Left", "m", "m", "m"]),
    ("heat-map", ["2", "v", "v", "J", "J", "s", "Tab", "Tab", "Tab"]),
    ("one-stream", ["{", "Left", "Down", "Tab", "z", "z"]),
    ("picture", ["2", "T", "Tab", "Tab", "z"]),
    ("box", ["b"]),
    ("joints", ["1", "2", "3", "s", "Shift-Tab", "z"]),
    ("stage", ["{", "Up", "f"]),
    ("layer", ["{", "Left", "g", "g", "g", "Left"]),
    ("palette", [":", "c", "u", "t"]),
    ("pictures", ["O"]),
    ("heat-map-change", ["2", "v", "v", "v", "v", "J"]),
    ("difference", ["2", "{", "Left", "n"]),
    ("sweep", ["S", "{", "{", "Left"]),
    ("sweep-matrix", ["S", "{", "{", "Enter", "Right", "f"]),
    ("ranking", ["S", "S", "Down"]),
    ("contributions", ["{", "{", "Enter", "R"]),
    ("replaced", ["{", "{", "R", "Down", "Enter", "Enter", "x", "Down", "Right", "X", "Down", "Down", "Left", "f"]),
    ("ablation", ["p", "p"]),
    ("read-out", ["e", "{", "{", "{", "Left"]),
    ("read-out-picture", ["e", "{", "{", "{", "Shift-Tab"]),
    ("trace", ["t", "J", "J", "{", "{", "Left"]),
    ("occlusion", ["t", "J", "B", "{"]),
    ("occlusion-picture", ["t", "J", "B", "v", "Tab"]),
  ]

  @Test("at three sizes in 256 colours", arguments: screens.map(\.name), [(80, 24), (120, 40), (200, 60)])
  func colour(name: String, size: (Int, Int)) throws {
    try compare(name, size: Size(width: size.0, height: size.1), .indexed256, suffix: "256")
  }

  @Test("without colour and without UTF-8", arguments: screens.map(\.name), [(80, 24), (120, 40)])
  func poor(name: String, size: (Int, Int)) throws {
    try compare(name, size: Size(width: size.0, height: size.1), .monochrome, suffix: "mono")
    try compare(name, size: Size(width: size.0, height: size.1), .ascii, suffix: "ascii")
  }

  private func compare(_ name: String, size: Size, _ appearance: Appearance, suffix: String) throws {
    var session = try SyntheticSession(size: size, appearance: appearance)
    for key in try #require(Self.screens.first { $0.name == name }).keys { try session.press(key) }
    let snapshot = session.frame.snapshot()
    let file = "Tests/ExplorerTests/Screens/\(name)-\(size.width)x\(size.height)-\(suffix).txt"
    let url = URL(filePath: Shared.inRepository(file))
    if ProcessInfo.processInfo.environment["HRSCOPE_RECORD"] != nil {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(snapshot.utf8).write(to: url)
      return
    }
    let recorded = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    #expect(snapshot == recorded, "\(file) differs; HRSCOPE_RECORD=1 records it anew")
  }

  @Test("every size from 1×1 to 60×30 draws something and never crashes; the map stays from 40×12 on")
  func anySize() throws {
    var session = try SyntheticSession()
    try session.press("{")
    for height in 1...30 {
      for width in stride(from: 1, through: 61, by: 4) {
        session.perform(.resized(Size(width: width, height: height)))
        let text = session.frame.text
        if width >= 40, height >= 12 {
          #expect(text.contains("1/32"), "\(width)×\(height)")
        } else if width >= 20 {
          #expect(text.contains("needs 40"), "\(width)×\(height)")
        }
      }
    }
  }

  @Test("every panel at every size, zoomed and not", arguments: ["Escape", "Tab", "Shift-Tab"])
  func everyPanel(key: String) throws {
    var session = try SyntheticSession()
    for _ in 0..<4 {
      try session.press(key)
      for size in [(40, 12), (63, 17), (80, 24), (99, 33), (120, 40), (200, 60), (300, 100)] {
        for _ in 0..<2 {
          session.perform(.resized(Size(width: size.0, height: size.1)))
          #expect(session.frame.size == Size(width: size.0, height: size.1))
          try session.press("z")
        }
      }
    }
  }

  @Test("a wide network folds its modules, and then all of it shows")
  func folding() throws {
    var session = try SyntheticSession(
      size: Size(width: 80, height: 24), architecture: #require(.preset("w32", head: PoseHead(joints: 14))))
    try session.press("{")
    let row = try #require(session.frame.text.split(separator: "\n").first { $0.contains("│ 1/4") })
    // Stage 1 and eight modules, each with its exchange unit.
    #expect(row.count { $0 == "●" } == 8)
    #expect(row.count { $0 == "◆" } == 8)
    #expect(!session.frame.text.contains("‹"))
    // A module that has run in part is half full.
    try session.press("Left", "Left")
    #expect(session.frame.text.contains("◐"))
  }

  @Test("a network too wide even folded scrolls with the cursor, which never leaves the screen")
  func scrolling() throws {
    var session = try SyntheticSession(
      size: Size(width: 50, height: 24), architecture: #require(.preset("w32", head: PoseHead(joints: 14))))
    try session.press("Home")
    for _ in session.model.subject.network.columns {
      let reversed = session.frame.snapshot()
      #expect(reversed.contains("reverse"))
      try session.press("Right")
    }
    #expect(session.frame.text.contains("‹"))
  }

  @Test("in ASCII every glyph is ASCII")
  func ascii() throws {
    var session = try SyntheticSession(appearance: .ascii)
    for keys in Self.screens.map(\.keys) {
      for key in keys { try session.press(key) }
      let isASCII = session.frame.text.unicodeScalars.allSatisfy(\.isASCII)
      #expect(isASCII)
    }
  }
}
