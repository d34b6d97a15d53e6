/// The part of a list that a screen has room for.
public enum ScrollWindow {
  /// As many rows as there is room for, with the chosen one in the middle as far as the ends of the list allow.
  ///
  /// - Parameters:
  ///   - choice: Index of the row that must be seen; one outside of the list counts as the nearest row of it.
  ///   - count: Rows of the whole list.
  ///   - room: Rows of the screen.
  public static func rows(around choice: Int, of count: Int, room: Int) -> Range<Int> {
    let shown = max(0, min(room, count))
    let start = max(0, min(choice - shown / 2, count - shown))
    return start..<start + shown
  }
}
