import CNcurses
import Cells

/// Curses' numbers for keys.
enum CursesKeys {
  /// The numbers that are the same everywhere, and those that the present terminal's entry adds for keys with
  /// modifiers. Asks terminfo, so a screen must be open.
  static func table() -> [Int32: Key] {
    var table = fixed
    for number in 0..<63 {
      table[KEY_F0 + Int32(number + 1)] = Key(.function(number % 12 + 1), functionModifiers[number / 12])
    }
    for (name, code) in extended {
      for (suffix, modifiers) in suffixes {
        // Such a key has a number of its own only if the entry defines it, and not the same one everywhere.
        guard let sequence = hrs_capability(name + suffix) else { continue }
        let number = key_defined(sequence)
        if number > 0 { table[number] = Key(code, modifiers) }
      }
    }
    return table
  }

  private static let fixed: [Int32: Key] = [
    KEY_UP: Key(.up), KEY_DOWN: Key(.down), KEY_LEFT: Key(.left), KEY_RIGHT: Key(.right),
    KEY_HOME: Key(.home), KEY_END: Key(.end), KEY_LL: Key(.end), KEY_FIND: Key(.home), KEY_SELECT: Key(.end),
    KEY_PPAGE: Key(.pageUp), KEY_NPAGE: Key(.pageDown), KEY_IC: Key(.insert), KEY_DC: Key(.delete),
    KEY_BACKSPACE: Key(.backspace), KEY_ENTER: Key(.enter), KEY_BTAB: Key(.backTab),
    // Scrolling backwards and forwards, which terminals send for Shift with an arrow.
    KEY_SR: Key(.up, .shift), KEY_SF: Key(.down, .shift),
    KEY_SLEFT: Key(.left, .shift), KEY_SRIGHT: Key(.right, .shift), KEY_SHOME: Key(.home, .shift),
    KEY_SEND: Key(.end, .shift), KEY_SPREVIOUS: Key(.pageUp, .shift), KEY_SNEXT: Key(.pageDown, .shift),
    KEY_SIC: Key(.insert, .shift), KEY_SDC: Key(.delete, .shift),
  ]

  /// What is held down with the function keys in each dozen of numbers: terminals with twelve keys count on.
  private static let functionModifiers: [Key.Modifiers] = [
    [], .shift, .control, [.control, .shift], .alt, [.alt, .shift],
  ]

  /// The extended capabilities of user_caps(5): a name and one of `suffixes`.
  private static let extended: [(name: String, code: Key.Code)] = [
    ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end),
    ("kPRV", .pageUp), ("kNXT", .pageDown), ("kIC", .insert), ("kDC", .delete),
  ]

  private static let suffixes: [(String, Key.Modifiers)] = [
    ("", .shift), ("3", .alt), ("4", [.shift, .alt]), ("5", .control), ("6", [.shift, .control]),
    ("7", [.alt, .control]), ("8", [.shift, .alt, .control]),
  ]
}
