extension Canvas {
  /// The canvas as a standalone SVG 1.1 document in a dark window, for pages that cannot show a terminal.
  ///
  /// Half blocks, eighths and shades are drawn as rectangles on whole pixels, everything else as monospaced text;
  /// each run of text is given its exact length, so that columns stay in line whichever font the reader has.
  ///
  /// - Parameter title: The document's title for screen readers and tooltips; `nil` or empty for none.
  public func svg(title: String?) -> String {
    var painter = SVGPainter(size: size)
    for y in 0..<size.height {
      var x = 0
      while x < size.width {
        let cell = self[x: x, y: y]
        painter.paint(cell, x: x, y: y)
        x += max(1, cell.width)
      }
      painter.endRow()
    }
    return painter.document(title: title)
  }
}

/// Collects what an SVG shows. Touching rectangles of one colour are joined, and so are letters of one style, which
/// makes a frame some ten times smaller.
private struct SVGPainter {
  // DejaVu Sans Mono and Menlo are 0.602 wide and 1.164 high: in this size a column is 9 pixels wide even to a viewer
  // that ignores textLength, and lines of box drawing nearly meet.
  private static let cellWidth = 9
  private static let cellHeight = 18
  private static let fontSize = 14.95
  private static let baseline = 14
  private static let margin = 14
  private static let foreground = Color(hex: 0xD7DAE0)
  private static let background = Color(hex: 0x14171C)

  private let size: Size
  private var backgrounds = Surfaces()
  private var blocks = Surfaces()
  private var texts: [String] = []
  private var run: (x: Int, y: Int, columns: Int, text: String, style: Style)?

  init(size: Size) { self.size = size }

  mutating func paint(_ cell: Cell, x: Int, y: Int) {
    var style = cell.style
    if style.attributes.contains(.reverse) {
      (style.foreground, style.background) = (
        style.background ?? Self.background, style.foreground ?? Self.foreground
      )
      style.attributes.remove(.reverse)
    }
    let area = Rect(
      x: x * Self.cellWidth, y: y * Self.cellHeight, width: max(1, cell.width) * Self.cellWidth,
      height: Self.cellHeight)
    if let background = style.background { backgrounds.add(area, background) }
    if let (parts, opacity) = cell.scalar.blockParts(of: area) {
      for part in parts { blocks.add(part, style.foreground ?? Self.foreground, opacity: opacity) }
      flushRun()
    } else if cell.scalar == " ", !style.attributes.contains(.underline) {
      flushRun()
    } else {
      addText(cell, style, x: x, y: y)
    }
  }

  mutating func endRow() {
    flushRun()
    backgrounds.flush()
    blocks.flush()
  }

  private mutating func addText(_ cell: Cell, _ style: Style, x: Int, y: Int) {
    // The background is painted already and must not keep two runs apart.
    let style = Style(style.foreground, style.attributes)
    if run?.style != style { flushRun() }
    if run == nil { run = (x, y, 0, "", style) }
    run?.columns += cell.width
    run?.text += cell.scalar.xmlEscaped
  }

  private mutating func flushRun() {
    guard let (x, y, columns, text, style) = run else { return }
    run = nil
    var attributes = "x=\"\(x * Self.cellWidth)\" y=\"\(y * Self.cellHeight + Self.baseline)\""
    attributes += " textLength=\"\(columns * Self.cellWidth)\""
    if let color = style.foreground { attributes += " fill=\"\(color.cssName)\"" }
    if style.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if style.attributes.contains(.dim) { attributes += " fill-opacity=\"0.6\"" }
    if style.attributes.contains(.italic) { attributes += " font-style=\"italic\"" }
    if style.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    texts.append("<text \(attributes)>\(text)</text>")
  }

  func document(title: String?) -> String {
    let width = size.width * Self.cellWidth + 2 * Self.margin
    let height = size.height * Self.cellHeight + 2 * Self.margin
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\">"
    ]
    if let title, !title.isEmpty {
      lines.append("<title>\(title.unicodeScalars.map(\.xmlEscaped).joined())</title>")
    }
    lines.append("<rect width=\"\(width)\" height=\"\(height)\" rx=\"8\" fill=\"\(Self.background.cssName)\"/>")
    lines.append("<g transform=\"translate(\(Self.margin) \(Self.margin))\">")
    lines.append("<g shape-rendering=\"crispEdges\">")
    lines += backgrounds.elements + blocks.elements
    lines.append("</g>")
    lines.append(
      "<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, 'SF Mono', Consolas, monospace\" "
        + "font-size=\"\(Self.fontSize)\" fill=\"\(Self.foreground.cssName)\" xml:space=\"preserve\">")
    lines += texts
    lines += ["</g>", "</g>", "</svg>"]
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Rectangles; those of one colour that continue each other in a row become one.
private struct Surfaces {
  private(set) var elements: [String] = []
  private var last: (rect: Rect, color: Color, opacity: Double)?

  mutating func add(_ rect: Rect, _ color: Color, opacity: Double = 1) {
    if let (before, sameColor, sameOpacity) = last, sameColor == color, sameOpacity == opacity,
      before.maxX == rect.x, before.y == rect.y, before.height == rect.height
    {
      let width = before.width + rect.width
      last?.rect = Rect(x: before.x, y: rect.y, width: width, height: rect.height)
      return
    }
    flush()
    last = (rect, color, opacity)
  }

  mutating func flush() {
    guard let (rect, color, opacity) = last else { return }
    last = nil
    let faint = opacity == 1 ? "" : " fill-opacity=\"\(opacity)\""
    elements.append(
      "<rect x=\"\(rect.x)\" y=\"\(rect.y)\" width=\"\(rect.width)\" height=\"\(rect.height)\" "
        + "fill=\"\(color.cssName)\"\(faint)/>")
  }
}

extension Unicode.Scalar {
  /// The parts of `area` that a block element covers, and how densely; `nil` for other glyphs.
  fileprivate func blockParts(of area: Rect) -> ([Rect], opacity: Double)? {
    func eighths(_ n: Int, of length: Int) -> Int { (n * length + 4) / 8 }
    switch value {
    case 0x2580: return ([area.splitTop(eighths(4, of: area.height)).top], 1)
    case 0x2581...0x2588:
      return ([area.splitBottom(eighths(Int(value) - 0x2580, of: area.height)).bottom], 1)
    case 0x2589...0x258F: return ([area.splitLeft(eighths(0x2590 - Int(value), of: area.width)).left], 1)
    case 0x2590: return ([area.splitRight(eighths(4, of: area.width)).right], 1)
    case 0x2591...0x2593: return ([area], Double(value - 0x2590) / 4)
    case 0x2596...0x259F:
      guard let mask = Self.quarterBlocks.firstIndex(of: self) else { return nil }
      let (top, bottom) = area.splitTop(eighths(4, of: area.height))
      let quarters = [top, bottom].flatMap { half in
        let (rest, right) = half.splitRight(eighths(4, of: area.width))
        return [rest, right]
      }
      return ((0..<4).filter { mask >> $0 & 1 == 1 }.map { quarters[$0] }, 1)
    default: return nil
    }
  }

  /// The scalar in the text of an XML document; one that XML forbids becomes U+FFFD.
  fileprivate var xmlEscaped: String {
    switch self {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case _ where columns < 0: "\u{FFFD}"
    default: String(self)
    }
  }
}
