/// A frame as shapes on pixels, in a dark window: what its SVG and its PNG have in common.
///
/// Blocks, shades and lines of box drawing are rectangles on whole pixels, so that neighbouring cells meet whichever
/// font draws the rest; everything else is text.
public struct Drawing: Hashable, Sendable {
  /// Pixels from one column to the next.
  ///
  /// DejaVu Sans Mono and Menlo are 0.602 wide and 1.164 high: in `fontSize` a column is 9 pixels wide even to a viewer
  /// of SVG that ignores the length it is told.
  public static let cellWidth = 9
  /// Pixels from one row to the next.
  public static let cellHeight = 18
  /// Height of the font's square, in pixels.
  public static let fontSize = 14.95
  /// The baseline of a row, in pixels below its top.
  public static let baseline = 14
  /// Pixels around the cells.
  public static let margin = 14
  /// Of text without a colour of its own.
  public static let foreground = Color(hex: 0xD7DAE0)
  /// Of the window.
  public static let background = Color(hex: 0x14171C)

  /// A rectangle of pixels.
  public struct Surface: Hashable, Sendable {
    public fileprivate(set) var rect: Rect
    public let color: Color
    /// 0 (nothing) … 1.
    public let opacity: Double
  }

  /// Glyphs of one style next to each other.
  public struct Text: Hashable, Sendable {
    /// Left end and baseline, in pixels.
    public let origin: Point
    public fileprivate(set) var scalars: [Unicode.Scalar]
    /// Columns that all of them take.
    public fileprivate(set) var columns: Int
    /// Never reversed, and without background, which is a surface.
    public let style: Style
  }

  /// Extent of the window, margins included, in pixels.
  public let size: Size
  /// In the order in which they are painted: all backgrounds, then what lies on them. Pixels count from the cells' top
  /// left corner.
  public private(set) var surfaces: [Surface]
  /// On top of the surfaces.
  public private(set) var texts: [Text] = []

  /// Reads a canvas.
  public init(_ canvas: Canvas) {
    size = Size(
      width: canvas.size.width * Self.cellWidth + 2 * Self.margin,
      height: canvas.size.height * Self.cellHeight + 2 * Self.margin)
    var backgrounds = Surfaces()
    var blocks = Surfaces()
    surfaces = []
    for y in 0..<canvas.size.height {
      // A text goes on where the one before it ends.
      var end: Int?
      for x in 0..<canvas.size.width {
        let cell = canvas[x: x, y: y]
        if cell.isContinuation { continue }
        let style = cell.style.turned
        let area = Rect(
          x: x * Self.cellWidth, y: y * Self.cellHeight, width: max(1, cell.width) * Self.cellWidth,
          height: Self.cellHeight)
        if let background = style.background { backgrounds.add(area, background) }
        if let (parts, opacity) = cell.scalar.parts(of: area) {
          for part in parts { blocks.add(part, style.foreground ?? Self.foreground, opacity: opacity) }
          end = nil
        } else if cell.scalar == " ", !style.attributes.contains(.underline) {
          end = nil
        } else {
          add(cell, style, x: x, y: y, continues: end == x)
          end = x + cell.width
        }
      }
      backgrounds.flush()
      blocks.flush()
    }
    surfaces = backgrounds.surfaces + blocks.surfaces
  }

  private mutating func add(_ cell: Cell, _ style: Style, x: Int, y: Int, continues: Bool) {
    // The background is painted already and must not keep two runs apart.
    let style = Style(style.foreground, style.attributes)
    if continues, texts.last?.style == style {
      texts[texts.count - 1].scalars.append(cell.scalar)
      texts[texts.count - 1].columns += cell.width
    } else {
      let origin = Point(x: x * Self.cellWidth, y: y * Self.cellHeight + Self.baseline)
      texts.append(Text(origin: origin, scalars: [cell.scalar], columns: cell.width, style: style))
    }
  }
}

extension Style {
  /// The style with its colours exchanged where it says so.
  fileprivate var turned: Style {
    guard attributes.contains(.reverse) else { return self }
    return Style(
      background ?? Drawing.background, on: foreground ?? Drawing.foreground, attributes.subtracting(.reverse))
  }
}

/// Rectangles; those of one colour that continue each other in a row become one, which makes a frame some ten times
/// smaller.
private struct Surfaces {
  private(set) var surfaces: [Drawing.Surface] = []
  private var last: Drawing.Surface?

  mutating func add(_ rect: Rect, _ color: Color, opacity: Double = 1) {
    if let before = last, before.color == color, before.opacity == opacity, before.rect.maxX == rect.x,
      before.rect.y == rect.y, before.rect.height == rect.height
    {
      let width = before.rect.width + rect.width
      last?.rect = Rect(x: before.rect.x, y: rect.y, width: width, height: rect.height)
      return
    }
    flush()
    last = Drawing.Surface(rect: rect, color: color, opacity: opacity)
  }

  mutating func flush() {
    if let last { surfaces.append(last) }
    last = nil
  }
}

extension Unicode.Scalar {
  /// The parts of `area` that a block element or a line of box drawing covers, and how densely; `nil` for other glyphs.
  fileprivate func parts(of area: Rect) -> ([Rect], opacity: Double)? {
    func eighths(_ n: Int, of length: Int) -> Int { (n * length + 4) / 8 }
    switch value {
    case 0x2500...0x257F: return boxParts(of: area).map { ($0, 1) }
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
    case 0x2801...0x28FF: return (brailleDots(of: area), 1)
    default: return nil
    }
  }

  /// Braille patterns are drawings here, and few monospaced fonts have them.
  private func brailleDots(of area: Rect) -> [Rect] {
    BrailleGrid.bits.enumerated().flatMap { row, bits in
      bits.enumerated().filter { value & $0.element != 0 }.map { column, _ in
        Rect(x: area.x + column * area.width / 2 + 1, y: area.y + row * area.height / 4 + 1, width: 3, height: 3)
      }
    }
  }

  /// Straight lines of box drawing, one pixel thick and two where they are heavy.
  private func boxParts(of area: Rect) -> [Rect]? {
    if let (isVertical, count, width) = dashes {
      let length = isVertical ? area.height : area.width
      return (0..<count).map { dash in
        let start = dash * length / count
        let end = max(start + 1, (dash + 1) * length / count - (isVertical ? 2 : 1))
        let (x, y) = (area.x + (area.width - width) / 2, area.y + (area.height - width) / 2)
        return isVertical
          ? Rect(x: x, y: area.y + start, width: width, height: end - start)
          : Rect(x: area.x + start, y: y, width: end - start, height: width)
      }
    }
    guard let arms = Self.boxArms[self] else { return nil }
    let width = arms.isHeavy ? 2 : 1
    let (x, y) = (area.x + (area.width - width) / 2, area.y + (area.height - width) / 2)
    var parts: [Rect] = []
    if arms.left || arms.right {
      let (from, to) = (arms.left ? area.x : x, arms.right ? area.maxX : x + width)
      parts.append(Rect(x: from, y: y, width: to - from, height: width))
    }
    if arms.up || arms.down {
      let (from, to) = (arms.up ? area.y : y, arms.down ? area.maxY : y + width)
      parts.append(Rect(x: x, y: from, width: width, height: to - from))
    }
    return parts
  }

  private var dashes: (isVertical: Bool, count: Int, width: Int)? {
    switch self {
    case "┄": (false, 3, 1)
    case "┅": (false, 3, 2)
    case "┆": (true, 3, 1)
    case "┇": (true, 3, 2)
    case "┈": (false, 4, 1)
    case "┉": (false, 4, 2)
    case "┊": (true, 4, 1)
    case "┋": (true, 4, 2)
    case "╌": (false, 2, 1)
    case "╍": (false, 2, 2)
    case "╎": (true, 2, 1)
    case "╏": (true, 2, 2)
    default: nil
    }
  }

  /// What leads from the middle of a cell to its sides; lines of mixed weight, double and curved ones are left to the
  /// font.
  private struct Arms {
    var left = false
    var up = false
    var right = false
    var down = false
    var isHeavy = false

    init(_ sides: String, isHeavy: Bool) {
      (left, up) = (sides.contains("l"), sides.contains("u"))
      (right, down) = (sides.contains("r"), sides.contains("d"))
      self.isHeavy = isHeavy
    }
  }

  private static let boxArms: [Unicode.Scalar: Arms] = {
    let rows: [(light: Unicode.Scalar, heavy: Unicode.Scalar, sides: String)] = [
      ("─", "━", "lr"), ("│", "┃", "ud"), ("┌", "┏", "rd"), ("┐", "┓", "ld"), ("└", "┗", "ru"), ("┘", "┛", "lu"),
      ("├", "┣", "rud"), ("┤", "┫", "lud"), ("┬", "┳", "lrd"), ("┴", "┻", "lru"), ("┼", "╋", "lrud"),
      ("╴", "╸", "l"), ("╵", "╹", "u"), ("╶", "╺", "r"), ("╷", "╻", "d"),
    ]
    var table: [Unicode.Scalar: Arms] = [:]
    for row in rows {
      table[row.light] = Arms(row.sides, isHeavy: false)
      table[row.heavy] = Arms(row.sides, isHeavy: true)
    }
    return table
  }()
}
