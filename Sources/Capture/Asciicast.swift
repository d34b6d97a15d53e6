import Cells

/// A recording of a terminal in the format that asciinema plays: asciicast, version 2 (docs.asciinema.org/manual/asciicast/v2).
/// A header and one event a line, each a JSON document; time counts in seconds from the beginning.
public struct Asciicast: Sendable {
  private let appearance: Appearance
  private var shown: Canvas?

  /// The first line.
  public let header: String

  /// - Parameters:
  ///   - size: of the terminal at the beginning.
  ///   - appearance: what frames are reduced to.
  ///   - title: what players show.
  public init(size: Size, appearance: Appearance, title: String) {
    self.appearance = appearance
    let term = appearance.depth == .none ? "vt100" : "xterm-256color"
    header =
      "{\"version\": 2, \"width\": \(size.width), \"height\": \(size.height), \"title\": \(Self.json(title)), "
      + "\"env\": {\"TERM\": \"\(term)\"}}"
  }

  /// The lines that make a player show a frame at a time; none where it is as the one before.
  ///
  /// - Parameter seconds: since the beginning, no less than of the frame before.
  public mutating func events(_ frame: Canvas, at seconds: Double) -> [String] {
    let frame = frame.degraded(for: appearance)
    var lines: [String] = []
    if let shown, shown.size != frame.size {
      lines.append("[\(Self.time(seconds)), \"r\", \"\(frame.size.width)x\(frame.size.height)\"]")
    }
    var text = frame.ansi(after: shown, depth: appearance.depth)
    // No cursor stands in a frame.
    if shown == nil { text = "\u{1B}[?25l" + text }
    shown = frame
    if !text.isEmpty { lines.append("[\(Self.time(seconds)), \"o\", \(Self.json(text))]") }
    return lines
  }

  /// The line that gives the terminal back as it was, at the end.
  public static func end(at seconds: Double) -> String {
    "[\(time(seconds)), \"o\", \(json("\u{1B}[0m\u{1B}[?25h\r\n"))]"
  }

  private static func time(_ seconds: Double) -> String { Number.fixed(seconds, places: 3) }

  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
