/// Bars of eighths of a cell, for histograms and courses of numbers.
public enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// One glyph a value. The lowest bar stands for 0, or for the smallest value if that is negative, and the highest
  /// for `maximum`, or without it for the largest value; a value that is no finite number gives a blank.
  public static func text(_ values: [Double], maximum: Double? = nil) -> String {
    let finite = values.filter(\.isFinite)
    guard let smallest = finite.min(), let largest = finite.max() else {
      return String(repeating: " ", count: values.count)
    }
    let low = min(0, smallest)
    let range = (maximum ?? largest) - low
    return String(
      values.map { value in
        guard value.isFinite else { return " " }
        let t = range > 0 ? min(max((value - low) / range, 0), 1) : 0
        return bars[min(Int(t * 8), 7)]
      })
  }
}
