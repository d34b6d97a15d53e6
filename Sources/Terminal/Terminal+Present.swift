import CNcurses
import Canvas

extension Terminal {
  /// Shows a canvas: finds what differs from the one before, reduces that to what the terminal can show, and leaves
  /// it to curses to send what is different even then.
  ///
  /// A canvas of another size than the screen is clipped on the right and at the bottom, or leaves the rest blank.
  public func present(_ canvas: Canvas) {
    guard isOpen else { return }
    var frame = canvas
    if frame.size != size {
      frame = Canvas(size: size)
      frame.draw(canvas, at: Point(x: 0, y: 0))
    }
    if !send(frame, comparedTo: shown) {
      // There are more pairs of colours than numbers for them since the last time: give them out anew.
      pairs.removeAll()
      reset_color_pairs()
      _ = send(frame, comparedTo: nil)
    }
    shown = frame
    wnoutrefresh(hrs_screen())
    doupdate()
  }

  /// Forgets what the screen shows: the next canvas is painted in full. For a screen that somebody else wrote on.
  public func invalidate() {
    guard isOpen else { return }
    shown = nil
    hrs_repaint()
  }

  /// Hands the cells that differ to curses. False if it ran out of numbers for colours, which then are the
  /// terminal's own.
  private func send(_ frame: Canvas, comparedTo old: Canvas?) -> Bool {
    var isComplete = true
    var painter = Painter(style: Style(), attributes: 0, pair: 0)
    var line = [cchar_t](repeating: cchar_t(), count: frame.size.width)
    for run in frame.runs(differingFrom: old) {
      var count = 0
      for cell in frame.degraded(run, for: appearance, using: &quantizer) where !cell.isContinuation {
        if cell.style != painter.style { isComplete = select(cell.style, &painter) && isComplete }
        for scalar in cell.glyphs {
          hrs_set_cell(&line[count], scalar, painter.attributes, painter.pair)
          count += 1
        }
      }
      // Unlike addch this neither wraps nor scrolls, so the last cell of the screen is one like the others.
      mvwadd_wchnstr(hrs_screen(), Int32(run.y), Int32(run.x), &line, Int32(count))
    }
    return isComplete
  }

  /// A style as curses knows it.
  private struct Painter {
    var style: Style
    var attributes: attr_t
    var pair: Int32
  }

  /// Makes `painter` one for `style`. False if there is no number left for its colours.
  private func select(_ style: Style, _ painter: inout Painter) -> Bool {
    let entry = pairs.entry(
      foreground: number(of: style.foreground, insteadOfDefault: COLOR_WHITE),
      background: number(of: style.background, insteadOfDefault: COLOR_BLACK)
    ) { number, foreground, background in
      init_extended_pair(number, foreground, background)
    }
    var attributes = style.attributes
    if entry?.isReversed == true { attributes.formSymmetricDifference(.reverse) }
    painter = Painter(style: style, attributes: attributes.curses, pair: entry?.number ?? 0)
    return entry != nil
  }

  /// The terminal's number for a colour, −1 for its own.
  private func number(of color: Color?, insteadOfDefault fallback: Int32) -> Int32 {
    guard let number = color.flatMap({ appearance.depth.index(of: $0) }) else {
      return hasDefaultColors || appearance.depth == .none ? -1 : Int32(fallback)
    }
    // Entries for direct colour keep 0…7 for the eight basic colours: take the nearest blue that is not among them.
    if appearance.depth == .trueColor, (1..<8).contains(number) { return 8 }
    return Int32(number)
  }
}

extension Attributes {
  /// The attributes as curses knows them.
  fileprivate var curses: attr_t {
    var result: attr_t = 0
    if contains(.bold) { result |= hrs_bold() }
    if contains(.dim) { result |= hrs_dim() }
    if contains(.underline) { result |= hrs_underline() }
    if contains(.reverse) { result |= hrs_reverse() }
    if contains(.italic) { result |= hrs_italic() }
    return result
  }
}

extension Cell {
  /// What curses is to write: the glyph, or as many question marks as it has columns if the C library, on which curses
  /// relies, does not agree about those.
  fileprivate var glyphs: [UInt32] {
    if scalar.isASCII { return [scalar.value] }
    let width = self.width
    if wcwidth(wchar_t(bitPattern: scalar.value)) == Int32(width) { return [scalar.value] }
    return Array(repeating: Unicode.Scalar("?").value, count: width)
  }
}
