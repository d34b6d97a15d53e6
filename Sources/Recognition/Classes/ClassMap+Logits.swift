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
    var mixer = RowMixer(logits: logits, coarse: ClassMap(logits).labels, columns: columns)
    let labels = [UInt16](unsafeUninitializedCapacity: columns.count * rows.count) { labels, count in
      count = columns.count * rows.count
      labels.initialize(repeating: outside)
      for (index, row) in rows.enumerated() where row.count > 0 {
        mixer.write(
          row, to: UnsafeMutableBufferPointer(rebasing: labels[index * columns.count..<(index + 1) * columns.count]))
      }
    }
    self.init(width: columns.count, height: rows.count, classes: logits.classes, labels: labels)
  }

  /// Of `count` values from `start` on, the place of the largest.
  static func argmax(_ values: UnsafeBufferPointer<Float>, at start: Int, _ count: Int) -> UInt16 {
    var (best, largest) = (0, -Float.infinity)
    for index in 0..<count where values[start + index] > largest {
      (best, largest) = (index, values[start + index])
    }
    return UInt16(truncatingIfNeeded: best)
  }
}
