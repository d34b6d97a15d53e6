extension Canvas {
  /// The canvas as a poorer terminal can show it. This is the only place where colours and glyphs are reduced.
  ///
  /// Colours become the nearest of the palette, still as RGB (``ColorDepth/index(of:)`` gives their numbers); glyphs
  /// become ASCII where there is no Unicode. A half block of two colours is a piece of a picture: without colours
  /// it becomes a glyph as dense as it is bright, without Unicode a blank of their mixture.
  public func degraded(for appearance: Appearance) -> Canvas {
    var quantizer = ColorQuantizer(appearance.depth)
    return degraded(for: appearance, using: &quantizer)
  }

  /// As ``degraded(for:)``, with a quantizer that is kept from frame to frame.
  ///
  /// - Precondition: The quantizer was made for `appearance.depth`.
  public func degraded(for appearance: Appearance, using quantizer: inout ColorQuantizer) -> Canvas {
    precondition(quantizer.depth == appearance.depth)
    if appearance == .trueColor { return self }
    var result = cells
    for index in result.indices {
      if cells[index].isContinuation {
        // The wide glyph before it has just become one of ASCII.
        if !appearance.unicode { result[index] = Cell(style: result[index - 1].style) }
      } else {
        result[index] = cells[index].degraded(for: appearance, using: &quantizer)
      }
    }
    return Canvas(size: size, cells: result)
  }
}

extension Cell {
  fileprivate func degraded(for appearance: Appearance, using quantizer: inout ColorQuantizer) -> Cell {
    var glyph = scalar
    var style = style
    if let (top, bottom) = pictureHalves, appearance.depth == .none || !appearance.unicode {
      let brightness = (top.lightness + bottom.lightness) / 2
      glyph = appearance.depth == .none ? Ramp.glyph(brightness, appearance) : " "
      style.foreground = nil
      style.background = top.mixed(with: bottom, 0.5)
    } else if !appearance.unicode {
      glyph = scalar.asciiFallback
    }
    style.foreground = style.foreground.flatMap { quantizer.color(nearest: $0) }
    style.background = style.background.flatMap { quantizer.color(nearest: $0) }
    // Two colours of a text may have become one, which nobody can read.
    let isText = glyph != " " && !glyph.isBlockElement
    if isText, let surface = style.background, surface == style.foreground, hasTwoColors {
      style.foreground = quantizer.color(nearest: surface.readableText)
    }
    return Cell(scalar: glyph, style: style)
  }

  private var hasTwoColors: Bool { style.foreground != style.background }

  /// The colours of the upper and the lower half, if the cell shows one of each.
  private var pictureHalves: (top: Color, bottom: Color)? {
    guard let foreground = style.foreground, let background = style.background else { return nil }
    switch scalar {
    case "▀": return (foreground, background)
    case "▄": return (background, foreground)
    case "█" where foreground == background: return (foreground, background)
    default: return nil
    }
  }
}
