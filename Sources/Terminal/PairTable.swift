/// Numbers for pairs of colours, as curses wants them: a foreground and a background are chosen together, and there
/// is a limited number of choices.
///
/// Curses has an allocator of its own, `alloc_pair`, which reuses the pair that was asked for longest ago. Cells that
/// did not change are not asked for, so it would recolour them while they are still on the screen. This table never
/// reuses a number: when it is full, the owner clears it and paints the screen anew.
struct PairTable {
  /// A pair's number and whether it is to be shown in reverse.
  struct Entry: Hashable {
    var number: Int32
    var isReversed: Bool
  }

  /// Numbers, that of the default pair 0 included.
  private let limit: Int
  /// True if there are fewer numbers than pairs of the palette. Then one number serves two opposite pairs.
  private let sharesOpposites: Bool
  private var numbers: [UInt64: Int32] = [:]

  /// A table for a terminal with `colors` colours and `limit` numbers.
  init(colors: Int, limit: Int) {
    self.limit = limit
    sharesOpposites = colors <= 256 && (colors + 1) * (colors + 1) > limit
  }

  /// The entry for two colours by their numbers, −1 for the terminal's own; `nil` if the table is full. A number that
  /// was not given before is handed to `define` with its colours.
  mutating func entry(
    foreground: Int32, background: Int32, define: (_ number: Int32, _ foreground: Int32, _ background: Int32) -> Void
  ) -> Entry? {
    if foreground == -1, background == -1 { return Entry(number: 0, isReversed: false) }
    // The terminal's own two colours have no numbers that could be exchanged.
    let isReversed = sharesOpposites && background >= 0 && foreground > background
    let (front, back) = isReversed ? (background, foreground) : (foreground, background)
    let key = UInt64(UInt32(bitPattern: front)) << 32 | UInt64(UInt32(bitPattern: back))
    if let number = numbers[key] { return Entry(number: number, isReversed: isReversed) }
    guard numbers.count + 1 < limit else { return nil }
    let number = Int32(numbers.count + 1)
    numbers[key] = number
    define(number, front, back)
    return Entry(number: number, isReversed: isReversed)
  }

  /// Forgets all numbers.
  mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }
}
