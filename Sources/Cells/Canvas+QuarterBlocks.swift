extension Canvas {
  /// Draws a photograph from the top left corner of `rect`, clipped to it, with lines on top.
  ///
  /// A cell that lines go through shows them exactly, in quarters of the cell, before what of the photograph remains
  /// in one colour. Where lines of two colours meet in a cell, the one with more of it is drawn, and both if there is
  /// nothing else in it.
  ///
  /// - Parameter lines: As many values as the photograph was made of, two columns and two rows a cell; `nil` where no
  ///   line is.
  public mutating func draw(_ photograph: QuarterBlocks, lines: PixelGrid? = nil, at rect: Rect) {
    let extent = Rect(x: rect.x, y: rect.y, width: photograph.size.width, height: photograph.size.height)
    let visible = extent.intersection(rect).intersection(bounds)
    for y in visible.y..<visible.maxY {
      for x in visible.x..<visible.maxX {
        let place = Point(x: x - rect.x, y: y - rect.y)
        var block = photograph.blocks[place.y * photograph.size.width + place.x]
        if let lines { block = block.crossed(by: lines, at: place) }
        self[x: x, y: y] = block.cell
      }
    }
  }
}

extension QuarterBlocks.Block {
  /// The block with the lines that go through its cell.
  fileprivate func crossed(by lines: PixelGrid, at place: Point) -> Self {
    let quarters = (0..<4).map { lines[x: 2 * place.x + $0 % 2, y: 2 * place.y + $0 / 2] }
    func mask(_ color: Color) -> Int { (0..<4).reduce(0) { $0 | (quarters[$1] == color ? 1 << $1 : 0) } }
    let colors = quarters.compactMap(\.self)
    guard let color = colors.max(by: { mask($0).nonzeroBitCount < mask($1).nonzeroBitCount }) else { return self }
    if colors.count == 4, let other = colors.first(where: { $0 != color }) {
      return Self(mask: mask(color), foreground: color, background: other)
    }
    let rest = (0..<4).filter { quarters[$0] == nil }.map { self[$0].oklab }
    let surface = rest.isEmpty ? color : Color(oklab: rest.reduce(.zero, +) / Float(rest.count))
    return Self(mask: mask(color), foreground: color, background: surface)
  }

  /// The brighter colour is that of the glyph, as in half blocks, so that the glyphs alone resemble the picture too.
  fileprivate var cell: Cell {
    let isBright = foreground.luminance >= background.luminance
    let (mask, front, back) = isBright ? (mask, foreground, background) : (15 - mask, background, foreground)
    if mask == 0 || front == back { return Cell(style: Style(on: mask == 0 ? back : front)) }
    return Cell(scalar: Unicode.Scalar.quarterBlocks[mask], style: Style(front, on: back))
  }
}

extension Unicode.Scalar {
  /// The block elements by the quarters that they cover: bits 0…3 for upper left, upper right, lower left, lower right.
  static let quarterBlocks: [Unicode.Scalar] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]
}
