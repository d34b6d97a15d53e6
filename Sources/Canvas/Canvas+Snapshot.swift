extension Canvas {
  /// The canvas for a test's golden file: the glyphs in a frame, below them one letter for the style of each cell,
  /// below that what the letters mean, in order of first appearance. A dot is the terminal's own style.
  ///
  /// A picture may have more styles than there are letters; the surplus shows as `*`, with a digest in the legend
  /// that changes if any of those cells changes its style.
  public func snapshot() -> String {
    var letters: [Style: Character] = [Style(): "."]
    var legend: [String] = []
    var surplus: UInt64 = 0
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    var styleRows: [String] = []
    for y in 0..<size.height {
      var line = ""
      for x in 0..<size.width {
        let cell = self[x: x, y: y]
        // A continuation is painted with its glyph.
        let style = cell.isContinuation ? self[x: x - 1, y: y].style : cell.style
        if let letter = letters[style] {
          line.append(letter)
        } else if legend.count < Self.letters.count {
          let letter = Self.letters[legend.count]
          letters[style] = letter
          legend.append("\(letter) \(style.snapshotName)")
          line.append(letter)
        } else {
          surplus += 1
          digest = Self.fnv1a(digest, "\(x),\(y) \(style.snapshotName)\n")
          line.append("*")
        }
      }
      styleRows.append(line)
    }
    if surplus > 0 { legend.append("* \(surplus) more cells, digest \(String(digest, radix: 16))") }
    let rule = "+" + String(repeating: "-", count: size.width) + "+"
    let glyphRows = (0..<size.height).map { row(y: $0, trimmed: false) }
    let lines = [rule] + glyphRows.map { "|\($0)|" } + [rule] + styleRows.map { "|\($0)|" } + [rule] + legend
    return lines.joined(separator: "\n") + "\n"
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

  /// Fowler, Noll and Vo's hash, variant 1a with 64 bits: the same everywhere, unlike Swift's.
  private static func fnv1a(_ start: UInt64, _ text: String) -> UInt64 {
    text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension Style {
  /// `#rrggbb on #rrggbb bold underline`, with `default` for the terminal's own colours.
  fileprivate var snapshotName: String {
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"), (.italic, "italic"),
    ]
    let set = names.filter { attributes.contains($0.0) }.map(\.1)
    let colors = "\(foreground?.cssName ?? "default") on \(background?.cssName ?? "default")"
    return ([colors] + set).joined(separator: " ")
  }
}
