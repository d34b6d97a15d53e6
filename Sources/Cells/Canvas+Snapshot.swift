extension Canvas {
  /// The canvas for a test's golden file, to be read in a review: the glyphs in a frame; below them one letter for the
  /// style of each cell, a dot being the terminal's own style; below that what the letters mean, in order of first
  /// appearance.
  ///
  /// A piece of a picture – a block of two colours, or a blank on a colour – has a digit instead, which is its lightness in
  /// tenths: what a photograph shows can be followed, and its hundred styles are not spelled out.
  public func snapshot() -> String {
    var letters: [Style: Character] = [Style(): "."]
    var legend: [String] = []
    let styleRows = (0..<size.height).map { y in
      (0..<size.width).reduce(into: "") { line, x in
        // A continuation is painted with its glyph.
        let cell = self[x: self[x: x, y: y].isContinuation ? x - 1 : x, y: y]
        if let lightness = cell.pictureLightness {
          line += String(Int((lightness * 9).rounded()))
        } else if let letter = letters[cell.style] {
          line.append(letter)
        } else {
          let letter = legend.count < Self.letters.count ? Self.letters[legend.count] : "*"
          letters[cell.style] = letter
          legend.append("\(letter) \(cell.style.snapshotName)")
          line.append(letter)
        }
      }
    }
    let rule = "+" + String(repeating: "-", count: size.width) + "+"
    let glyphRows = (0..<size.height).map { row(y: $0, trimmed: false) }
    let lines = [rule] + glyphRows.map { "|\($0)|" } + [rule] + styleRows.map { "|\($0)|" } + [rule] + legend
    return lines.joined(separator: "\n") + "\n"
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
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
