extension ClassMap {
  /// The class that is most likely at each of the map's own positions: what an explorer draws small.
  ///
  /// Between equals the first counts, here and below; what is no number is never the most likely.
  public init(_ logits: ClassLogits) {
    let classes = logits.classes
    let labels = logits.values.withUnsafeBufferPointer { values in
      (0..<logits.width * logits.height).map { Self.argmax(values, at: $0 * classes, classes) }
    }
    self.init(width: logits.width, height: logits.height, classes: classes, labels: labels)
  }

  /// The classes of the network's input: logits brought to its size bilinearly, then the most likely one.
  ///
  /// - Parameters:
  ///   - inputWidth: in pixels.
  ///   - inputHeight: in pixels.
  ///   - alignsCorners: whether the outermost values stay in the corners, as the family's rule says.
  public init(_ logits: ClassLogits, inputWidth: Int, inputHeight: Int, alignsCorners: Bool) {
    self.init(
      logits,
      columns: AxisMix.ofInput(inputWidth, map: logits.width, alignsCorners: alignsCorners),
      rows: AxisMix.ofInput(inputHeight, map: logits.height, alignsCorners: alignsCorners), outside: Self.nothing)
  }

  /// The classes of a picture: logits brought to the input's size bilinearly, these to the picture's pixels bilinearly, then
  /// the most likely one.
  ///
  /// - Parameter placement: where the picture's pixels lie in the input.
  /// - Complexity: beside the result, memory for one row of the map. Where all values that a pixel mixes say one class, so
  ///   does their mixture, and nothing is mixed: time goes with the length of boundaries.
  public init(
    _ logits: ClassLogits, inputWidth: Int, inputHeight: Int, alignsCorners: Bool, placement: ClassPlacement
  ) {
    func mixes(_ axis: ClassPlacement.Axis, _ input: Int, _ map: Int) -> [AxisMix] {
      AxisMix.ofPicture(axis, input: input, map: map, alignsCorners: alignsCorners)
    }
    self.init(
      logits, columns: mixes(placement.columns, inputWidth, logits.width),
      rows: mixes(placement.rows, inputHeight, logits.height), outside: placement.outside)
  }

  private init(_ logits: ClassLogits, columns: [AxisMix], rows: [AxisMix], outside: UInt16) {
    let coarse = ClassMap(logits).labels
    var mixer = RowMixer(logits: logits, coarse: coarse)
    var labels: [UInt16] = []
    labels.reserveCapacity(columns.count * rows.count)
    for row in rows {
      if row.count == 0 {
        labels.append(contentsOf: repeatElement(outside, count: columns.count))
        continue
      }
      mixer.begin(row)
      for column in columns { labels.append(column.count == 0 ? outside : mixer.label(column)) }
    }
    self.init(width: columns.count, height: rows.count, classes: logits.classes, labels: labels)
  }

  /// Of `count` values from `start` on, the place of the largest.
  fileprivate static func argmax(_ values: UnsafeBufferPointer<Float>, at start: Int, _ count: Int) -> UInt16 {
    var (best, largest) = (0, -Float.infinity)
    for index in 0..<count where values[start + index] > largest {
      (best, largest) = (index, values[start + index])
    }
    return UInt16(truncatingIfNeeded: best)
  }
}

/// Mixes the rows of a map that one row of pixels needs.
private struct RowMixer {
  let logits: ClassLogits
  /// The most likely class at each of the map's positions.
  let coarse: [UInt16]
  private var row = AxisMix()
  /// At each of the map's columns, the class that all mixed rows say; `mixed` where they differ.
  private var agreed: [UInt16]
  /// The mixed rows, `width` × `classes`: only where they are needed.
  private var values: [Float]
  private var isMixed: [Bool]
  private var pixel: [Float]

  /// No class has this number: there is one class less than `ClassMap.nothing` says.
  private static let mixed = ClassMap.nothing

  init(logits: ClassLogits, coarse: [UInt16]) {
    (self.logits, self.coarse) = (logits, coarse)
    agreed = Array(repeating: Self.mixed, count: logits.width)
    isMixed = Array(repeating: false, count: logits.width)
    values = Array(repeating: 0, count: logits.width * logits.classes)
    pixel = Array(repeating: 0, count: logits.classes)
  }

  /// Goes to a row of pixels.
  mutating func begin(_ row: AxisMix) {
    guard row != self.row else { return }
    self.row = row
    for column in 0..<logits.width {
      isMixed[column] = false
      let label = coarse[Int(row.indices[0]) * logits.width + column]
      agreed[column] = label
      for slot in 1..<max(row.count, 1) where coarse[Int(row.indices[slot]) * logits.width + column] != label {
        agreed[column] = Self.mixed
      }
    }
  }

  /// The class of a pixel in that row.
  mutating func label(_ column: AxisMix) -> UInt16 {
    let label = agreed[Int(column.indices[0])]
    var isOne = label != Self.mixed
    for slot in 1..<max(column.count, 1) where agreed[Int(column.indices[slot])] != label { isOne = false }
    if isOne { return label }
    let classes = logits.classes
    for slot in 0..<column.count { mixRows(at: Int(column.indices[slot])) }
    values.withUnsafeBufferPointer { values in
      pixel.withUnsafeMutableBufferPointer { pixel in
        column.mix(values, from: 0, step: classes, into: pixel, at: 0, count: classes)
      }
    }
    return pixel.withUnsafeBufferPointer { ClassMap.argmax($0, at: 0, classes) }
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
