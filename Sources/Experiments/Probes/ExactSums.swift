/// Sums in which the order of what is added leaves no trace that anybody could see: what rounding takes from a sum is kept
/// beside it (A. Neumaier 1974). So parts of a set that were added up anywhere join to what one run gives.
struct ExactSums: Sendable {
  private(set) var sums: [Double]
  /// What rounding took.
  private(set) var rests: [Double]

  /// Of nothing yet.
  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    rests = sums
  }

  /// As they were kept.
  ///
  /// - Precondition: both have the same length.
  init(sums: [Double], rests: [Double]) {
    precondition(sums.count == rests.count)
    (self.sums, self.rests) = (sums, rests)
  }

  var values: [Double] { zip(sums, rests).map { $0 + $1 } }

  /// Adds a number to each sum.
  mutating func add(_ values: [Double], times factor: Double = 1) {
    precondition(values.count == sums.count)
    sums.withUnsafeMutableBufferPointer { sums in
      rests.withUnsafeMutableBufferPointer { rests in
        values.withUnsafeBufferPointer { values in
          for place in 0..<sums.count { Self.add(factor * values[place], to: &sums[place], &rests[place]) }
        }
      }
    }
  }

  static func += (result: inout ExactSums, other: ExactSums) {
    result.add(other.sums)
    result.add(other.rests)
  }

  @inline(__always)
  private static func add(_ value: Double, to sum: inout Double, _ rest: inout Double) {
    let total = sum + value
    // The two-sum of D. Knuth: what of each is not in the total.
    let part = total - sum
    rest += (sum - (total - part)) + (value - part)
    sum = total
  }
}
