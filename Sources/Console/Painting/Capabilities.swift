import CNcurses
import Cells

/// What painting needs to know of a terminal.
///
/// Curses paints too, but knows colours by numbers of pairs that it defines from its terminfo entry, and an entry such
/// as xterm-256color has no number for a 24-bit colour, whatever the terminal could show. So curses keeps what it is
/// good at — entries, modes, keys, coming and going — and the few sequences of a frame are written here, for all
/// depths alike.
struct Capabilities {
  /// How many colours are written.
  var depth: ColorDepth = .none
  /// Blanks the screen.
  var clear: [UInt8] = []
  /// Puts the cursor into a column of a row.
  var address: (_ x: Int, _ y: Int) -> [UInt8] = { _, _ in [] }
  /// Puts the cursor into a column of its row; `nil` where there is no such sequence.
  var column: ((_ x: Int) -> [UInt8])?
  /// How many columns a glyph takes there, −1 if that is not known.
  var columns: (Unicode.Scalar) -> Int = { Cell(scalar: $0).width }
  /// Switches attributes and colours off.
  var plain = Rendition([])
  /// The attributes that there are.
  var attributes: [(Attributes, Rendition)] = []
  /// Attributes that cannot go together with colours.
  var attributesWithoutColor: Attributes = []
  /// True if the terminal's own foreground and background can be asked for one by one, as 39 and 49.
  var resetsColorsAlone = false
  /// True if the cursor may be moved without switching attributes off before.
  var movesInAttributes = true
  /// True if writing the last cell of the screen would scroll it.
  var scrollsAtEnd = false
  /// True for terminals that obey, or at least ignore, sequences of ECMA-48 that they do not know.
  var isControlSequenceTerminal = false
  /// The colours of a depth below 24 bits by their numbers.
  var foregrounds: [Rendition] = []
  var backgrounds: [Rendition] = []

  /// The sequence for a change.
  func rendition(_ change: Pen.Change) -> Rendition {
    switch change {
    case .plain: plain
    case .attribute(let index): attributes[index].1
    case .foreground(let number): Self.color(number, "3", foregrounds)
    case .background(let number): Self.color(number, "4", backgrounds)
    }
  }

  /// The length of the sequence for a change, and whether it may be joined to another. Asked for thousands of times
  /// a frame, so 24-bit colours are not written out for it.
  func measure(_ change: Pen.Change) -> (bytes: Int, isMergeable: Bool) {
    switch change {
    case .foreground(let number) where number >= foregrounds.count,
      .background(let number) where number >= backgrounds.count:
      func digits(_ shift: Int32) -> Int {
        let value = number >> shift & 0xFF
        return value < 10 ? 1 : value < 100 ? 2 : 3
      }
      return ("\u{1B}[38;2;;;m".utf8.count + digits(16) + digits(8) + digits(0), true)
    default:
      let rendition = rendition(change)
      return (rendition.bytes.count, rendition.isMergeable)
    }
  }

  private static func color(_ number: Int32, _ layer: String, _ table: [Rendition]) -> Rendition {
    if number == Ink.ownColor { return Rendition(parameters: layer + "9") }
    if table.indices.contains(Int(number)) { return table[Int(number)] }
    // Semicolons rather than the standard's colons: more terminals read them, and none reads only colons.
    return Rendition(parameters: "\(layer)8;2;\(number >> 16 & 0xFF);\(number >> 8 & 0xFF);\(number & 0xFF)")
  }
}

extension Capabilities {
  /// Those of the present terminal, of which terminfo is asked, so a screen must be open.
  init(depth: ColorDepth) {
    func bytes(_ name: String) -> [UInt8]? {
      hrs_capability(name).map { SavedTerminal.withoutPadding(String(cString: $0)) }
    }
    func bytes(_ name: String, _ first: Int, _ second: Int = 0) -> [UInt8] {
      hrs_sequence(name, Int32(first), Int32(second)).map { SavedTerminal.withoutPadding(String(cString: $0)) } ?? []
    }
    self.depth = depth
    clear = bytes("clear") ?? []
    address = { x, y in bytes("cup", y, x) }
    if hrs_capability("hpa") != nil { column = { bytes("hpa", $0) } }
    plain = Rendition(resetting: (bytes("sgr0") ?? []) + (depth == .none ? [] : bytes("op") ?? []))
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "smul"), (.reverse, "rev"), (.italic, "sitm"),
    ]
    attributes = names.compactMap { attribute, name in bytes(name).map { (attribute, Rendition($0)) } }
    if plain.bytes.isEmpty { attributes = [] }
    // The bits of `ncv` in terminfo(5).
    let bits: [(Attributes, Int32)] = [(.underline, 2), (.reverse, 4), (.dim, 16), (.bold, 32)]
    let forbidden = max(0, hrs_number("ncv"))
    for (attribute, bit) in bits where forbidden & bit != 0 { attributesWithoutColor.insert(attribute) }
    resetsColorsAlone = bytes("op") == Array("\u{1B}[39;49m".utf8)
    movesInAttributes = hrs_flag("msgr")
    scrollsAtEnd = hrs_flag("am") && !hrs_flag("xenl")
    isControlSequenceTerminal = address(0, 0).starts(with: [0x1B, UInt8(ascii: "[")])
    guard depth > .none, depth < .trueColor else { return }
    foregrounds = (0..<depth.rawValue).map { Rendition(bytes("setaf", $0)) }
    backgrounds = (0..<depth.rawValue).map { Rendition(bytes("setab", $0)) }
  }
}
