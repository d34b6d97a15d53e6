extension Canvas {
  /// The canvas as lines of text with control sequences for colours and attributes (ECMA-48, SGR), to be shown by
  /// `cat` in any terminal of that depth. Every line begins and ends in the terminal's own style.
  ///
  /// - Parameter depth: how colours are named: as 24-bit ones, by their number among 256, 16 or 8, or not at all. The
  ///   colours should be those of that depth already (``degraded(for:)``).
  public func ansi(depth: ColorDepth) -> String {
    var text = ""
    for y in 0..<size.height {
      var style = Style()
      for x in 0..<size.width {
        let cell = self[x: x, y: y]
        if cell.isContinuation { continue }
        if cell.style != style {
          text += cell.style.rendition(depth)
          style = cell.style
        }
        text.unicodeScalars.append(cell.scalar)
      }
      if style != Style() { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }
}

extension Canvas {
  /// What a terminal of that depth has to be sent so that it shows this canvas, where it shows another one now: places, styles
  /// and glyphs, in the sequences that every terminal emulator knows (ECMA-48 CUP, SGR). It ends in the terminal's own style.
  ///
  /// - Parameters:
  ///   - shown: what is shown; of another size, or nil where nobody knows, the screen is blanked first.
  ///   - depth: as for ``ansi(depth:)``.
  public func ansi(after shown: Canvas?, depth: ColorDepth) -> String {
    var text = shown?.size == size ? "" : "\u{1B}[0m\u{1B}[2J"
    var style = Style()
    for run in runs(differingFrom: shown) {
      text += "\u{1B}[\(run.y + 1);\(run.x + 1)H"
      for x in run.x..<run.x + run.count {
        let cell = self[x: x, y: run.y]
        if cell.isContinuation { continue }
        if cell.style != style {
          text += cell.style.rendition(depth)
          style = cell.style
        }
        text.unicodeScalars.append(cell.scalar)
      }
    }
    return style == Style() ? text : text + "\u{1B}[0m"
  }
}

extension Style {
  /// The control sequence that sets this style, whatever was set before.
  fileprivate func rendition(_ depth: ColorDepth) -> String {
    let names: [(Attributes, String)] = [(.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7")]
    let attributes = names.filter { self.attributes.contains($0.0) }.map(\.1)
    let colors = [
      foreground.flatMap { $0.parameters(depth, direct: 30, bright: 90) },
      background.flatMap { $0.parameters(depth, direct: 40, bright: 100) },
    ].compactMap { $0 }
    return "\u{1B}[" + (["0"] + attributes + colors).joined(separator: ";") + "m"
  }
}

extension Color {
  fileprivate func parameters(_ depth: ColorDepth, direct: Int, bright: Int) -> String? {
    if depth == .trueColor { return "\(direct + 8);2;\(r);\(g);\(b)" }
    guard let index = depth.index(of: self) else { return nil }
    if depth == .indexed256 { return "\(direct + 8);5;\(index)" }
    return "\(index < 8 ? direct + index : bright + index - 8)"
  }
}
