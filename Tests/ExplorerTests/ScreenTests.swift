import Cells
import Explorer
import Foundation
import HRNet
import TestSupport
import Testing

/// Whole screens as text with their styles, each once at 120×40 and some where layout is the point at other sizes.
/// `HRSCOPE_RECORD=1 swift test --filter ExplorerTests` writes them anew:
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
    ("sum", ["{", "Enter", "Right", "f", "Right", "[", "[", "[", "Escape", "i", "Enter"]),
    ("sum-window", ["{", "Left", "i", "Enter"]),
    ("decoding", ["d", "J", "J", "Enter"]),
    ("geometry", [":", "g", "e", "o", "m", "Enter"]),
    ("cost", [":", "c", "o", "s", "t", "Enter", "Enter"]),
    ("confusion", [":", "c", "o", "n", "f", "u", "Enter", "Down", "Down", "Down", "Down", "Down"]),
    ("knowledge", ["N", "{", "{"]),
    ("versions", [":", "v", "e", "r", "s", "i", "Enter"]),
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
    ("edge-sum", ["{", "Enter", "Right", "Down", "Enter"]),
    ("parts-read-out", ["H", "e", "{", "{"]),
    ("rival-baseline", []), ("rival-baseline-whole", ["z"]),
    ("rival-hourglass", []), ("rival-hourglass-whole", ["z"]),
    ("rival-maintained", []), ("rival-maintained-whole", ["z"]),
    ("rival-single", []), ("rival-single-whole", ["z"]),
    ("rival-responses", []), ("rival-responses-whole", ["z"]),
    ("rival-beside", ["{", "{"]),
    ("probed-read-out", ["e", "{", "{", "Left", "Down", "Down", "1"]),
    ("probed-resolutions", [":", "r", "e", "s", "o", "l", "u", "Enter"]),
    ("difference-of-states", ["1", "A", "2", "{", "Left", "A", "A", "A", "A"]),
  ]

  /// The screens in which layout is the point at other sizes than 120×40.
  static let atSmallSize =
    screens.map(\.name).filter { $0.hasPrefix("rival-") } + [
      "first", "streams", "exchange-cut", "inspector", "help", "picture", "joints", "trace", "ranking", "ablation",
      "read-out", "sum-window", "decoding",
    ]
  static let atLargeSize = [
    "first", "exchange-cut", "heat-map", "trace", "decoding", "ablation", "sum-window", "rival-beside",
  ]

  @Test("at 120×40", arguments: screens.map(\.name))
  func whole(name: String) throws { try compare(name, size: Size(width: 120, height: 40)) }

  @Test("at 80×24", arguments: atSmallSize)
  func small(name: String) throws { try compare(name, size: Size(width: 80, height: 24)) }

  @Test("at 200×60", arguments: atLargeSize)
  func large(name: String) throws { try compare(name, size: Size(width: 200, height: 60)) }

  @Test(
    "without colour and without UTF-8 the same words stand at the same places", arguments: screens.map(\.name),
    [(80, 24), (120, 40)])
  func poor(name: String, size: (Int, Int)) throws {
    let size = Size(width: size.0, height: size.1)
    let rich = try frame(name, size: size, .indexed256)
    for appearance in [Appearance.monochrome, .ascii] {
      let poor = try frame(name, size: size, appearance)
      for y in 0..<size.height {
        for x in 0..<size.width {
          let (before, after) = (rich[x: x, y: y], poor[x: x, y: y])
          #expect(after.style.foreground == nil && after.style.background == nil, "a colour at \(x),\(y)")
          #expect(appearance.unicode || after.scalar.isASCII, "\(after.scalar) at \(x),\(y)")
          // On a picture colours are all that tells a letter from what is under it.
          guard before.style.background == nil, before.scalar.isASCII, before.scalar != " " else { continue }
          #expect(after.scalar == before.scalar, "\(before.scalar) became \(after.scalar) at \(x),\(y)")
        }
      }
    }
  }

  private static func architecture(of name: String) -> Architecture {
    let head = PoseHead(joints: 14)
    func streams(_ streams: HRNetBody.Streams, _ head: any Head) -> Architecture {
      Architecture(HRNetBody(width: 16, streams: streams), head: head)
    }
    return switch name.replacing("-whole", with: "") {
    case "parts-read-out": SyntheticSession.twoHeads
    case "rival-baseline": Architecture(SimpleBaselineBody(units: [3, 4, 6, 3]), head: head)
    case "rival-hourglass", "rival-beside":
      Architecture(HourglassBody(stacks: 8, stemWidth: 8, features: 8, joints: 14))
    case "rival-maintained": streams(.maintained, head)
    case "rival-single": streams(.single, head)
    case "rival-responses": streams(.growing, ResponseHead(.streams, joints: 14))
    default: SyntheticSession.architecture
    }
  }

  private func frame(_ name: String, size: Size, _ appearance: Appearance) throws -> Canvas {
    var session = try SyntheticSession(
      size: size, appearance: appearance, architecture: Self.architecture(of: name),
      pinned: name == "rival-beside" ? SyntheticSession.architecture : nil,
      probes: name.hasPrefix("probed") || ["knowledge", "versions"].contains(name) ? .joints : .none)
    for key in try #require(Self.screens.first { $0.name == name }).keys { try session.press(key) }
    return session.frame
  }

  private func compare(_ name: String, size: Size) throws {
    let snapshot = try frame(name, size: size, .indexed256).snapshot()
    let file = "Tests/ExplorerTests/Screens/\(name)-\(size.width)x\(size.height).txt"
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
    for _ in session.model.study.subject.network.columns {
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
