import Cells

@testable import Console

/// A terminal of tests: obeys the sequences that a painter may send, and nothing else.
struct PaintedScreen {
  /// A cell with the style that was chosen when it was written.
  struct Place: Hashable {
    var glyph: Unicode.Scalar = " "
    var attributes: Attributes = []
    var foreground: String?
    var background: String?
  }

  struct Unexpected: Error { var sequence: String }

  let size: Size
  private(set) var places: [Place]
  private(set) var cursor: Point?
  private var pen = Place()
  /// True if attributes or colours are on.
  var isStyled: Bool { pen != Place() }

  init(size: Size) {
    self.size = size
    places = Array(repeating: Place(), count: size.width * size.height)
  }

  subscript(x x: Int, y y: Int) -> Place { places[y * size.width + x] }

  /// The parameters of the tests' painter: an ANSI terminal.
  static func capabilities(depth: ColorDepth) -> Capabilities {
    var result = Capabilities()
    result.depth = depth
    result.clear = Array("\u{1B}[H\u{1B}[2J".utf8)
    result.address = { x, y in Array("\u{1B}[\(y + 1);\(x + 1)H".utf8) }
    result.column = { x in Array("\u{1B}[\(x + 1)G".utf8) }
    result.plain = Rendition(parameters: "")
    result.attributes = [
      (.bold, Rendition(parameters: "1")), (.dim, Rendition(parameters: "2")),
      (.underline, Rendition(parameters: "4")), (.reverse, Rendition(parameters: "7")),
      (.italic, Rendition(parameters: "3")),
    ]
    result.resetsColorsAlone = true
    if depth < .trueColor {
      result.foregrounds = (0..<depth.rawValue).map {
        Rendition(parameters: depth == .indexed256 ? "38;5;\($0)" : "3\($0)")
      }
      result.backgrounds = (0..<depth.rawValue).map {
        Rendition(parameters: depth == .indexed256 ? "48;5;\($0)" : "4\($0)")
      }
    }
    return result
  }

  /// Takes in what a painter sends.
  mutating func receive(_ bytes: [UInt8]) throws {
    var text = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let scalar = text.popFirst() {
      guard scalar == "\u{1B}" else {
        write(scalar)
        continue
      }
      let end = text.dropFirst().firstIndex { (0x40...0x7E).contains($0.value) }
      guard text.first == "[", let end else { throw Unexpected(sequence: String(text.prefix(9))) }
      let parameters = String(text[text.index(after: text.startIndex)..<end])
      try obey(parameters, final: text[end])
      text = text[text.index(after: end)...]
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    guard let place = cursor, place.x < size.width else { return }
    let width = Cell(scalar: scalar).width
    pen.glyph = scalar
    places[place.y * size.width + place.x] = pen
    if width == 2 { places[place.y * size.width + place.x + 1] = pen }
    pen.glyph = " "
    cursor?.x += width
  }

  private mutating func obey(_ parameters: String, final: Unicode.Scalar) throws {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    switch (final, numbers.count) {
    case ("H", 2): cursor = Point(x: numbers[1] - 1, y: numbers[0] - 1)
    case ("H", _): cursor = Point(x: 0, y: 0)
    case ("G", 1): cursor?.x = numbers[0] - 1
    case ("J", 1): places = Array(repeating: Place(), count: places.count)
    case ("h", _) where parameters == "?2026", ("l", _) where parameters == "?2026": break
    case ("m", _): try select(numbers[...])
    default: throw Unexpected(sequence: parameters + String(final))
    }
  }

  private mutating func select(_ numbers: ArraySlice<Int>) throws {
    var rest = numbers
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = Place()
      case 1: pen.attributes.insert(.bold)
      case 2: pen.attributes.insert(.dim)
      case 3: pen.attributes.insert(.italic)
      case 4: pen.attributes.insert(.underline)
      case 7: pen.attributes.insert(.reverse)
      case 39: pen.foreground = nil
      case 49: pen.background = nil
      case 30...37: pen.foreground = "\(number - 30)"
      case 40...47: pen.background = "\(number - 40)"
      case 38, 48:
        let count = rest.popFirst() == 2 ? 3 : 1
        guard rest.count >= count else { throw Unexpected(sequence: "\(numbers)") }
        let color = rest.prefix(count).map(String.init).joined(separator: ";")
        rest = rest.dropFirst(count)
        if number == 38 { pen.foreground = color } else { pen.background = color }
      default: throw Unexpected(sequence: "\(numbers)")
      }
    }
  }
}

extension Painter {
  /// A painter for a terminal that shows Unicode.
  init(_ capabilities: Capabilities) { self.init(capabilities, Appearance(depth: capabilities.depth)) }
}
