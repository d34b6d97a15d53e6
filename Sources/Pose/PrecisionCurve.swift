/// Precision and recall at each threshold, as COCO's evaluation computes them for poses and for boxes.
package struct PrecisionCurve: Hashable, Sendable {
  /// Mean over 101 recalls, at each threshold; nil where nobody counts.
  package private(set) var precision: [Double]?
  /// The highest recall, at each threshold; nil where nobody counts.
  package private(set) var recall: [Double]?

  /// - Parameters:
  ///   - people: true ones that count.
  ///   - isTrue: as in `OKSMatches`, of all pictures, highest score first.
  ///   - isIgnored: likewise.
  package init(people: Int, isTrue: [UInt16], isIgnored: [UInt16]) {
    guard people > 0 else { return }
    var (precisions, recalls): ([Double], [Double]) = ([], [])
    for bit in OKSMatches.thresholds.indices {
      var (right, wrong) = (0.0, 0.0)
      var (recall, precision): ([Double], [Double]) = ([], [])
      for index in isTrue.indices {
        if isIgnored[index] >> bit & 1 == 0 {
          if isTrue[index] >> bit & 1 == 1 { right += 1 } else { wrong += 1 }
        }
        recall.append(right / Double(people))
        precision.append(right / (right + wrong + Double.ulpOfOne))
      }
      for index in precision.indices.dropFirst().reversed() {
        precision[index - 1] = max(precision[index - 1], precision[index])
      }
      precisions.append(Self.interpolated(precision, recall))
      recalls.append(recall.last ?? 0)
    }
    (self.precision, self.recall) = (precisions, recalls)
  }

  /// The mean of the precisions at the first pose that reaches each of 101 recalls; 0 where none does.
  private static func interpolated(_ precision: [Double], _ recall: [Double]) -> Double {
    var sum = 0.0
    var index = 0
    for step in 0...100 {
      let wanted = step == 100 ? 1 : Double(step) * 0.01
      while index < recall.count, recall[index] < wanted { index += 1 }
      guard index < recall.count else { break }
      sum += precision[index]
    }
    return sum / 101
  }
}
