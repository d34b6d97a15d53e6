/// What an activation's values are like, over all positions and channels.
public struct Statistics: Hashable, Sendable {
  /// Of the finite values; 0 where there is none.
  public let minimum: Float
  public let mean: Float
  public let maximum: Float
  /// Share of values that are exactly zero: what the ReLU silenced.
  public let zeroShare: Double
  /// Values that are NaN or infinite. There should be none.
  public let notFinite: Int
  /// Counts of values over `histogramBins` equal intervals from minimum to maximum.
  public let histogram: [Int]

  public static let histogramBins = 16

  public init(
    minimum: Float, mean: Float, maximum: Float, zeroShare: Double, notFinite: Int, histogram: [Int]
  ) {
    self.minimum = minimum
    self.mean = mean
    self.maximum = maximum
    self.zeroShare = zeroShare
    self.notFinite = notFinite
    self.histogram = histogram
  }
}

extension Activation {
  /// Two sweeps over the values.
  public func statistics() -> Statistics {
    withValues { values in
      var (low, high, sum, zeros, notFinite) = (Float.infinity, -Float.infinity, 0.0, 0, 0)
      for value in values {
        guard value.isFinite else {
          notFinite += 1
          continue
        }
        low = min(low, value)
        high = max(high, value)
        sum += Double(value)
        if value == 0 { zeros += 1 }
      }
      let finite = values.count - notFinite
      guard finite > 0 else {
        return Statistics(minimum: 0, mean: 0, maximum: 0, zeroShare: 0, notFinite: notFinite, histogram: [])
      }
      var histogram = [Int](repeating: 0, count: Statistics.histogramBins)
      // In double precision the width of the interval cannot overflow.
      let scale = high > low ? Double(Statistics.histogramBins) / (Double(high) - Double(low)) : 0
      for value in values where value.isFinite {
        histogram[min(Int((Double(value) - Double(low)) * scale), Statistics.histogramBins - 1)] += 1
      }
      return Statistics(
        minimum: low, mean: Float(sum / Double(finite)), maximum: high,
        zeroShare: Double(zeros) / Double(values.count), notFinite: notFinite, histogram: histogram)
    }
  }
}
