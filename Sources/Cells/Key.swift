/// A key stroke as a terminal reports it.
///
/// A terminal says less than a keyboard knows. `Shift` with a letter arrives as the capital letter and `Ctrl` with a
/// capital as `Ctrl` with the small one, and so they are written here; `Ctrl-i`, `Ctrl-m` and `Ctrl-[` cannot be
/// told from Tab, Enter and Escape and never arrive.
public struct Key: Hashable, Sendable {
  /// Which key.
  public enum Code: Hashable, Sendable {
    /// A key that writes this character.
    case character(Unicode.Scalar)
    case up, down, left, right, home, end, pageUp, pageDown
    /// Tab, and Tab with Shift, which terminals report as a key of its own.
    case tab, backTab
    case enter, escape, backspace, delete, insert
    /// F1, F2 and so on.
    case function(Int)
  }

  /// Keys held down with it.
  public struct Modifiers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let shift = Modifiers(rawValue: 1)
    public static let alt = Modifiers(rawValue: 2)
    public static let control = Modifiers(rawValue: 4)
  }

  /// Which key.
  public let code: Code
  /// Keys held down with it.
  public let modifiers: Modifiers

  /// A key stroke, in the form in which terminals report it.
  public init(_ code: Code, _ modifiers: Modifiers = []) {
    var (code, modifiers) = (code, modifiers)
    if case .character(var scalar) = code {
      if modifiers.contains(.control), let small = scalar.shifted(from: 0x41...0x5A, by: 32) {
        scalar = small
        modifiers.remove(.shift)
      } else if modifiers.contains(.shift), !modifiers.contains(.control),
        let capital = scalar.shifted(from: 0x61...0x7A, by: -32)
      {
        scalar = capital
        modifiers.remove(.shift)
      } else if (0x41...0x5A).contains(scalar.value) {
        modifiers.remove(.shift)
      }
      code = .character(scalar)
    } else if code == .tab, modifiers.contains(.shift) {
      code = .backTab
    }
    if code == .backTab { modifiers.remove(.shift) }
    self.code = code
    self.modifiers = modifiers
  }

  /// A key that writes a character.
  public init(_ character: Unicode.Scalar, _ modifiers: Modifiers = []) {
    self.init(.character(character), modifiers)
  }
}

// Names, for help, remapping and key scripts: `f`, `Space`, `Ctrl-r`, `Shift-Right`, `F1`.
extension Key: CustomStringConvertible {
  /// The key's name, which ``init(name:)`` reads back.
  public var name: String {
    var prefix = ""
    if modifiers.contains(.control) { prefix += "Ctrl-" }
    if modifiers.contains(.alt) { prefix += "Alt-" }
    if modifiers.contains(.shift) { prefix += "Shift-" }
    switch code {
    case .character(" "): return prefix + "Space"
    case .character(let scalar) where scalar.standsAlone: return prefix + String(scalar)
    case .character(let scalar): return prefix + "U+" + String(scalar.value, radix: 16, uppercase: true)
    case .function(let number): return prefix + "F\(number)"
    case .backTab: return prefix + "Shift-Tab"
    default: return prefix + (Self.names.first { $0.code == code }?.name ?? "")
    }
  }

  public var description: String { name }

  /// The key of a name. Words and modifiers are read in any case, single characters as they are; `Esc`, `Return`,
  /// `PgUp`, `PgDn`, `Del`, `Ins` and `U+` with a hexadecimal number are read too.
  public init?(name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [("ctrl-", .control), ("alt-", .alt), ("shift-", .shift)]
    // By scalars: a mark that joins what is before it would make one character of itself and the dash.
    while let (prefix, modifier) = prefixes.first(where: { prefix, _ in
      rest.unicodeScalars.prefix(prefix.count).elementsEqual(prefix.unicodeScalars) {
        $0.properties.lowercaseMapping == String($1)
      }
    }) {
      modifiers.insert(modifier)
      rest = Substring(rest.unicodeScalars.dropFirst(prefix.count))
    }
    guard let code = Self.code(of: rest) else { return nil }
    self.init(code, modifiers)
  }

  private static func code(of name: Substring) -> Code? {
    let scalars = name.unicodeScalars
    if let scalar = scalars.first, scalars.count == 1 { return scalar.columns > 0 ? .character(scalar) : nil }
    let word = name.lowercased()
    if word == "space" { return .character(" ") }
    if let known = (names + aliases).first(where: { $0.name.lowercased() == word }) { return known.code }
    if word.hasPrefix("u+"), let value = UInt32(word.dropFirst(2), radix: 16) {
      return Unicode.Scalar(value).map(Code.character)
    }
    if word.hasPrefix("f"), let number = Int(word.dropFirst()), (1...63).contains(number) { return .function(number) }
    return nil
  }

  private static let names: [(name: String, code: Code)] = [
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
    ("PageUp", .pageUp), ("PageDown", .pageDown), ("Tab", .tab), ("Enter", .enter), ("Escape", .escape),
    ("Backspace", .backspace), ("Delete", .delete), ("Insert", .insert),
  ]

  private static let aliases: [(name: String, code: Code)] = [
    ("BackTab", .backTab), ("Esc", .escape), ("Return", .enter), ("PgUp", .pageUp), ("PgDn", .pageDown),
    ("Del", .delete), ("Ins", .insert),
  ]
}

extension String {
  /// What blanks part, such as names of keys. By scalars: a mark that begins a word would make one character of itself
  /// and the blank before it.
  package var words: [String] { unicodeScalars.split(separator: " ").map { String($0) } }
}

extension Unicode.Scalar {
  /// Whether it is seen, and as itself: vowel signs, skin tones and the like join what is written beside them.
  fileprivate var standsAlone: Bool { columns > 0 && "a\(self)a".count == 3 }

  /// The scalar moved by `offset` if its value lies in `range`.
  fileprivate func shifted(from range: ClosedRange<UInt32>, by offset: Int32) -> Unicode.Scalar? {
    guard range.contains(value) else { return nil }
    return Unicode.Scalar(UInt32(Int32(value) + offset))
  }
}
