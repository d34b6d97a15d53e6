import Cells

/// One way to paint a cell.
struct Stroke: Hashable {
  /// What to write, in UTF-8.
  var text: [UInt8]
  var ink: Ink

  /// The ways to paint a cell that look the same. A piece of a picture has two: each half may be the glyph or the
  /// surface behind it, and one of them often needs a colour less than the other.
  ///
  /// - Parameter cell: one that was reduced to what the terminal can show; no continuation.
  static func ways(of cell: Cell, _ capabilities: Capabilities) -> [Stroke] {
    func number(_ color: Color?) -> Int32 {
      color.flatMap { capabilities.depth.index(of: $0) }.map { Int32($0) } ?? Ink.ownColor
    }
    var ink = Ink(
      attributes: cell.style.attributes, foreground: number(cell.style.foreground),
      background: number(cell.style.background))
    if ink.foreground != Ink.ownColor || ink.background != Ink.ownColor {
      ink.attributes.subtract(capabilities.attributesWithoutColor)
    }
    let opposite = cell.scalar.oppositeBlock
    // Colours of a picture that became the same.
    let isSurface = opposite != nil && ink.foreground == ink.background && ink.foreground != Ink.ownColor
    if (cell.scalar == " " || isSurface) && ink.attributes.isDisjoint(with: [.reverse, .underline]) {
      ink.foreground = Ink.anyColor
      ink.attributes = []
      return [Stroke(text: [0x20], ink: ink)]
    }
    let first = Stroke(text: text(of: cell, capabilities), ink: ink)
    guard let opposite, ink.attributes.isEmpty, ink.background != Ink.ownColor, ink.foreground != Ink.ownColor else {
      return [first]
    }
    let exchanged = Ink(foreground: ink.background, background: ink.foreground)
    return [first, Stroke(text: Array(String(opposite).utf8), ink: exchanged)]
  }

  /// The glyph, or as many question marks as it has columns if the terminal might see other ones.
  private static func text(of cell: Cell, _ capabilities: Capabilities) -> [UInt8] {
    if cell.scalar.isASCII { return [UInt8(cell.scalar.value)] }
    let width = cell.width
    guard capabilities.columns(cell.scalar) == width else { return Array(repeating: UInt8(ascii: "?"), count: width) }
    return Array(String(cell.scalar).utf8)
  }

  /// Chooses among the ways to paint each of several cells side by side, so that the changes of ink in between take
  /// the fewest bytes. Viterbi's algorithm: whatever comes later, only the best way to reach each ink matters.
  static func cheapest(_ cells: [[Stroke]], for pen: Pen) -> [Stroke] {
    var paths: [(cost: Int, ink: Ink)] = [(0, pen.ink)]
    var origins: [[Int]] = []
    origins.reserveCapacity(cells.count)
    for ways in cells {
      var next: [(cost: Int, ink: Ink)] = []
      var from: [Int] = []
      for way in ways {
        var best = (cost: Int.max, ink: way.ink, origin: 0)
        for (origin, path) in paths.enumerated() {
          let ink = way.ink.settled(by: path.ink)
          let cost = path.cost + pen.cost(from: path.ink, to: ink) + way.text.count
          if cost < best.cost { best = (cost, ink, origin) }
        }
        next.append((best.cost, best.ink))
        from.append(best.origin)
      }
      paths = next
      origins.append(from)
    }
    var choice = paths.indices.min { paths[$0].cost < paths[$1].cost } ?? 0
    var strokes: [Stroke] = []
    strokes.reserveCapacity(cells.count)
    for index in cells.indices.reversed() {
      strokes.append(cells[index][choice])
      choice = origins[index][choice]
    }
    return strokes.reversed()
  }
}

extension Unicode.Scalar {
  /// The block element that covers what this one leaves free; a full block and a blank are none.
  fileprivate var oppositeBlock: Unicode.Scalar? {
    switch self {
    case "▀": "▄"
    case "▄": "▀"
    case "█": " "
    case "▌": "▐"
    case "▐": "▌"
    case "▖": "▜"
    case "▜": "▖"
    case "▗": "▛"
    case "▛": "▗"
    case "▘": "▟"
    case "▟": "▘"
    case "▝": "▙"
    case "▙": "▝"
    case "▚": "▞"
    case "▞": "▚"
    default: nil
    }
  }
}
