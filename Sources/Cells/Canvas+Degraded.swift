extension Canvas {
  /// The canvas as a poorer terminal can show it. This is the only place where colours and glyphs are reduced.
  ///
  /// Colours become the nearest of the palette, still as RGB (``ColorDepth/index(of:)`` gives their numbers); glyphs
  /// become ASCII where there is no Unicode. A half or quarter block of two colours is a piece of a picture: without colours
  /// it becomes a glyph as dense as it is bright, without Unicode a blank of their mixture.
  public func degraded(for appearance: Appearance) -> Canvas {
    var quantizer = ColorQuantizer(appearance.depth)
    return degraded(for: appearance, using: &quantizer)
  }

  /// As ``degraded(for:)``, with a quantizer that is kept from frame to frame.
  ///
  /// - Precondition: The quantizer was made for `appearance.depth`.
  public func degraded(for appearance: Appearance, using quantizer: inout ColorQuantizer) -> Canvas {
    if appearance == .trueColor { return self }
    var result: [Cell] = []
    result.reserveCapacity(cells.count)
    for y in 0..<size.height {
      result += degraded(Run(x: 0, y: y, count: size.width), for: appearance, using: &quantizer)
    }
    return Canvas(size: size, cells: result)
  }

  /// The cells of one run as a poorer terminal can show them: ``degraded(for:)`` for a part that has changed.
  ///
  /// - Precondition: The run lies inside and holds whole glyphs, as those of ``runs(differingFrom:)`` do, and the
  ///   quantizer was made for `appearance.depth`.
  public func degraded(
    _ run: Run, for appearance: Appearance, using quantizer: inout ColorQuantizer
  ) -> [Cell] {
    precondition(quantizer.depth == appearance.depth)
    let start = run.y * size.width + run.x
    if appearance == .trueColor { return Array(cells[start..<(start + run.count)]) }
    var result: [Cell] = []
    result.reserveCapacity(run.count)
    for cell in cells[start..<(start + run.count)] {
      if !cell.isContinuation {
        result.append(cell.degraded(for: appearance, using: &quantizer))
      } else if let glyph = result.last, glyph.width < 2 {
        // The wide glyph before it has just become a narrow one.
        result.append(Cell(style: glyph.style))
      } else {
        result.append(.continuation)
      }
    }
    return result
  }
}

extension Cell {
  fileprivate func degraded(for appearance: Appearance, using quantizer: inout ColorQuantizer) -> Cell {
    var glyph = scalar
    var style = style
    if let (front, back, share) = pictureColors, appearance.depth == .none || !appearance.unicode {
      glyph = appearance.depth == .none ? Ramp.glyph(pictureLightness ?? 0, appearance) : " "
      style.foreground = nil
      style.background = back.mixed(with: front, share)
    } else if !appearance.unicode || appearance.hasConsoleFont && !scalar.isInConsoleFont {
      glyph = scalar.asciiFallback
    }
    let isText = glyph != " " && !glyph.isBlockElement
    // Of eight colours the only greys are black and white, and one of them is that of the surface.
    let isLost = appearance.depth == .eight && isText && style.background == nil
    if isLost, let color = style.foreground, ColorQuantizer.isGrey(color.oklab) { style.foreground = nil }
    // A picture's piece keeps the nearest colours; what is written keeps its hue.
    let isWritten = isText && style.background == nil
    style.foreground = style.foreground.flatMap {
      isWritten ? quantizer.color(ofText: $0) : quantizer.color(nearest: $0)
    }
    style.background = style.background.flatMap { quantizer.color(nearest: $0) }
    // Two colours of a text may have become one, which nobody can read.
    if isText, let surface = style.background, surface == style.foreground, hasTwoColors {
      style.foreground = quantizer.color(nearest: surface.readableText)
    }
    return Cell(scalar: glyph, style: style)
  }

  private var hasTwoColors: Bool { style.foreground != style.background }

  /// How light a piece of a picture is, 0…1, its colours mixed; nil for a cell that is none. A blank on a colour is one.
  var pictureLightness: Double? {
    if scalar == " ", let background = style.background { return background.lightness }
    return pictureColors.map { $0.lightness * $2 + $1.lightness * (1 - $2) }
  }

  /// The colours of a piece of a picture, and the share of the cell that has the first.
  private var pictureColors: (front: Color, back: Color, share: Double)? {
    guard let foreground = style.foreground, let background = style.background,
      let mask = Unicode.Scalar.quarterBlocks.firstIndex(of: scalar), mask > 0,
      scalar != "█" || foreground == background
    else { return nil }
    return (foreground, background, Double(mask.nonzeroBitCount) / 4)
  }
}
