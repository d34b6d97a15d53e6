import Canvas

/// Every command with its keys, over the rest of the screen.
struct HelpOverlay {
  let scroll: Int

  func draw(on canvas: inout Canvas, appearance: Appearance) {
    let rect = Self.rect(canvas.size)
    let inside = canvas.panel(rect, title: "help · ↑↓ scroll · Esc closes", isFocused: true, appearance: appearance)
    for (row, line) in Self.lines.dropFirst(scroll).prefix(inside.height).enumerated() {
      canvas.put(
        [(" " + line.keys.padding(toColumns: 16), Theme.key), (line.text, Theme.text)], x: inside.x, y: inside.y + row,
        limit: inside.width)
    }
  }

  /// How far it makes sense to scroll.
  static func longestScroll(_ model: Model) -> Int { max(0, lines.count - rect(model.size).inset(by: 1).height) }

  private static func rect(_ size: Size) -> Rect {
    // The first and the last row stay: they say where the person is and how to get out of help.
    let (width, height) = (min(size.width, 96), min(size.height - 2, lines.count + 2))
    return Rect(x: (size.width - width) / 2, y: (size.height - height) / 2, width: width, height: height)
  }

  private static let lines: [(keys: String, text: String)] =
    Command.table.map { entry in (entry.keys.map(HintLine.symbol).joined(separator: " "), entry.help) }
    + [
      ("", ""),
      ("■ ● ◆ ▣", "has run: stem and bottlenecks, residual units, exchange units, input and head"),
      ("□ ○ ◇", "still to run"),
      ("◈ ✕ ┊", "exchange unit with changed edges; with every foreign edge cut; connections that are changed"),
      ("1 2 3", "the paper's ablation retrained each network; this cuts a trained one"),
    ]
}
