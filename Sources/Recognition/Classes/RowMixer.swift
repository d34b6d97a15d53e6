/// Mixes the rows of a map that one row of pixels needs, and the columns that its pixels need.
struct RowMixer {
  private let logits: ClassLogits
  /// The most likely class at each of the map's positions.
  private let coarse: [UInt16]
  private let columns: [AxisMix]
  /// Neighbouring pixels that mix the same of the map's columns, with other weights.
  private let runs: [Range<Int>]
  private var row = AxisMix()
  /// At each of the map's columns, the class that all mixed rows say; `mixed` where they differ.
  private var agreed: [UInt16]
  /// The mixed rows, `width` × `classes`: only where they are needed.
  private var values: [Float]
  private var isMixed: [Bool]
  private var pixel: [Float]

  /// No class has this number: there is one class less than `ClassMap.nothing` says.
  private static let mixed = ClassMap.nothing

  init(logits: ClassLogits, coarse: [UInt16], columns: [AxisMix]) {
    (self.logits, self.coarse, self.columns) = (logits, coarse, columns)
    var runs: [Range<Int>] = []
    for (index, column) in columns.enumerated() where column.count > 0 {
      if let last = runs.last, last.upperBound == index, columns[last.lowerBound].mixesSame(as: column) {
        runs[runs.count - 1] = last.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    self.runs = runs
    agreed = Array(repeating: Self.mixed, count: logits.width)
    isMixed = Array(repeating: false, count: logits.width)
    values = Array(repeating: 0, count: logits.width * logits.classes)
    pixel = Array(repeating: 0, count: logits.classes)
  }

  /// Writes the classes of a row of pixels; those outside stay as they are.
  mutating func write(_ row: AxisMix, to labels: UnsafeMutableBufferPointer<UInt16>) {
    begin(row)
    for run in runs {
      if let label = label(ofAll: columns[run.lowerBound]) {
        for pixel in run { labels[pixel] = label }
      } else {
        for pixel in run { labels[pixel] = label(mixing: columns[pixel]) }
      }
    }
  }

  private mutating func begin(_ row: AxisMix) {
    for column in 0..<logits.width { isMixed[column] = false }
    let isOther = !row.mixesSame(as: self.row)
    self.row = row
    guard isOther else { return }
    for column in 0..<logits.width {
      let label = coarse[Int(row.indices[0]) * logits.width + column]
      agreed[column] = label
      for slot in 1..<max(row.count, 1) where coarse[Int(row.indices[slot]) * logits.width + column] != label {
        agreed[column] = Self.mixed
      }
    }
  }

  /// The class that all values say which a pixel mixes: so their mixture does too. Nil where they differ.
  private func label(ofAll column: AxisMix) -> UInt16? {
    let label = agreed[Int(column.indices[0])]
    guard label != Self.mixed else { return nil }
    for slot in 1..<max(column.count, 1) where agreed[Int(column.indices[slot])] != label { return nil }
    return label
  }

  private mutating func label(mixing column: AxisMix) -> UInt16 {
    let classes = logits.classes
    for slot in 0..<column.count { mixRows(at: Int(column.indices[slot])) }
    return values.withUnsafeBufferPointer { values in
      pixel.withUnsafeMutableBufferPointer { pixel in
        column.mix(values, from: 0, step: classes, into: pixel, at: 0, count: classes)
        return ClassMap.argmax(UnsafeBufferPointer(pixel), at: 0, classes)
      }
    }
  }

  private mutating func mixRows(at column: Int) {
    guard !isMixed[column] else { return }
    isMixed[column] = true
    let (row, classes, width) = (row, logits.classes, logits.width)
    logits.values.withUnsafeBufferPointer { logits in
      values.withUnsafeMutableBufferPointer { values in
        row.mix(
          logits, from: column * classes, step: width * classes, into: values, at: column * classes, count: classes)
      }
    }
  }
}
