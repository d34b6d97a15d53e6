import Pictures

/// How often each true class was taken for each class, over all pixels of all pictures; and what follows from it, counted as
/// mmsegmentation's `IoUMetric` counts.
public struct ConfusionMatrix: Hashable, Sendable {
  /// K.
  public let classes: Int
  /// `classes` × (`classes` + 1) pixels, truth by result. The last column are pixels of which the result says nothing.
  public private(set) var counts: [Int]

  /// Of no picture yet.
  public init(classes: Int) {
    self.classes = classes
    counts = [Int](repeating: 0, count: classes * (classes + 1))
  }

  /// Pixels of class `truth` that were taken for class `result`.
  public subscript(truth: Int, result: Int) -> Int { counts[truth * (classes + 1) + result] }

  /// Adds a picture's pixels. What is not labelled in the truth does not count.
  ///
  /// - Precondition: both have the same size.
  public mutating func add(truth: ClassMap, result: ClassMap) {
    precondition(truth.width == result.width && truth.height == result.height, "truth and result have one size")
    let classes = classes
    counts.withUnsafeMutableBufferPointer { counts in
      for (truth, result) in zip(truth.labels, result.labels) where Int(truth) < classes {
        counts[Int(truth) * (classes + 1) + min(Int(result), classes)] += 1
      }
    }
  }

  /// From counts made elsewhere.
  ///
  /// - Parameter sparse: in turn a place in `counts` and how many pixels.
  /// - Returns: nil where these are no such pairs.
  public init?(classes: Int, sparse: [Int]) {
    self.init(classes: classes)
    guard sparse.count.isMultiple(of: 2) else { return nil }
    for index in stride(from: 0, to: sparse.count, by: 2) {
      guard counts.indices.contains(sparse[index]), (1...Picture.maximumPixels).contains(sparse[index + 1]) else {
        return nil
      }
      counts[sparse[index]] = sparse[index + 1]
    }
  }

  /// Adds what was counted elsewhere: of other pictures, by another worker.
  ///
  /// - Precondition: of as many classes.
  public static func += (sum: inout ConfusionMatrix, other: ConfusionMatrix) {
    precondition(sum.classes == other.classes, "counts of one network have the same classes")
    for index in sum.counts.indices { sum.counts[index] += other.counts[index] }
  }

  /// Labelled pixels.
  public var pixels: Int { counts.reduce(0, +) }

  /// Labelled pixels whose class is right.
  public var rightPixels: Int { (0..<classes).reduce(0) { $0 + self[$1, $1] } }

  /// The part of the labelled pixels whose class is right; nil where none is labelled.
  public var pixelAccuracy: Double? { pixels > 0 ? Double(rightPixels) / Double(pixels) : nil }

  /// Of each class, the part of its pixels that was found; nil where it does not occur in the truth.
  public var accuracies: [Double?] {
    (0..<classes).map { ratio(self[$0, $0], of: truePixels($0)) }
  }

  /// The mean over the classes that occur in the truth; nil where none does.
  public var meanAccuracy: Double? { mean(accuracies) }

  /// Of each class, intersection over union of truth and result; nil where it occurs in neither.
  public var ious: [Double?] {
    (0..<classes).map { index in
      let found = (0..<classes).reduce(0) { $0 + self[$1, index] }
      return ratio(self[index, index], of: truePixels(index) + found - self[index, index])
    }
  }

  /// The mean over the classes that occur in truth or result; nil where none does.
  public var meanIoU: Double? { mean(ious) }

  private func truePixels(_ index: Int) -> Int { (0...classes).reduce(0) { $0 + self[index, $1] } }

  private func ratio(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }

  private func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}

extension ConfusionMatrix {
  /// From counts made elsewhere.
  ///
  /// - Parameter rows: K rows of K pixel counts, truth by result.
  /// - Precondition: the rows are as long as there are rows.
  public init(rows: [[Int]]) {
    self.init(classes: rows.count)
    precondition(rows.allSatisfy { $0.count == rows.count }, "a confusion matrix is square")
    for (truth, row) in rows.enumerated() {
      for (result, count) in row.enumerated() { counts[truth * (classes + 1) + result] = count }
    }
  }
}
