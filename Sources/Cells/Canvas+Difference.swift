extension Canvas {
  /// Cells in one row.
  public struct Run: Hashable, Sendable {
    /// The first one's column.
    public var x: Int
    /// Their row.
    public var y: Int
    /// How many they are.
    public var count: Int
  }

  /// The longest runs of cells that differ from those of `other`, in reading order; all cells if there is no other
  /// or it has another size. A run holds whole glyphs: it neither starts with a continuation nor ends before one.
  public func runs(differingFrom other: Canvas?) -> [Run] {
    var runs: [Run] = []
    let old = other?.size == size ? other?.cells : nil
    for y in 0..<size.height {
      let row = y * size.width
      var x = 0
      while x < size.width {
        var end = x + 1
        while end < size.width, cells[row + end].isContinuation { end += 1 }
        if let old, cells[(row + x)..<(row + end)] == old[(row + x)..<(row + end)] {
          x = end
          continue
        }
        if let last = runs.last, last.y == y, last.x + last.count == x {
          runs[runs.count - 1].count += end - x
        } else {
          runs.append(Run(x: x, y: y, count: end - x))
        }
        x = end
      }
    }
    return runs
  }
}
