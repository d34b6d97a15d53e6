/// Columns of text under their headings, as lines of one width: the first column is names, from the left; the others are
/// numbers, to the right, under a heading that may name their unit.
public struct TextTable: Hashable, Sendable {
  /// A column of numbers.
  public struct Column: Hashable, Sendable {
    /// With its unit where it has one: `Δpx`, `GMAC`.
    public let heading: String
    /// In columns of the screen, the gap before it included.
    public let width: Int

    public init(_ heading: String, width: Int) {
      (self.heading, self.width) = (heading, width)
    }
  }

  /// The heading of the names.
  public let heading: String
  public let columns: [Column]
  /// Of a whole line; the names have what the numbers leave.
  public let width: Int

  /// A table; columns that would leave less than `narrowestName` to the names are left out, the last first.
  public init(_ heading: String, _ columns: [Column], width: Int, narrowestName: Int = 8) {
    (self.heading, self.width) = (heading, width)
    var kept = columns
    while !kept.isEmpty, width - kept.reduce(0, { $0 + $1.width }) < narrowestName { kept.removeLast() }
    self.columns = kept
  }

  /// A table as wide as its names and numbers need, for lines that are printed; short names stand alike in every table.
  public init(_ heading: String, _ columns: [Column], names: [String]) {
    let longest = names.map { Canvas.columns(of: $0) }.max() ?? 0
    (self.heading, self.columns) = (heading, columns)
    width = max(16, longest) + columns.reduce(0) { $0 + $1.width }
  }

  /// The line of headings.
  public var headings: String { line(heading, columns.map(\.heading)) }

  /// A line of the table; values beyond its columns are not shown.
  public func line(_ name: String, _ values: [String]) -> String {
    let numbers = zip(values, columns).map { $0.paddedLeft(toColumns: $1.width) }.joined()
    let room = max(0, width - columns.reduce(0) { $0 + $1.width })
    return name.padded(toColumns: room) + numbers
  }
}

extension String {
  /// With blanks behind it, so that it takes at least so many columns of the screen.
  public func padded(toColumns columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - Canvas.columns(of: self)))
  }

  /// With blanks before it, so that it takes at least so many columns of the screen.
  public func paddedLeft(toColumns columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - Canvas.columns(of: self))) + self
  }
}
