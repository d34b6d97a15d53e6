/// What an activation's values are like, over all positions and channels.
public struct Statistics: Hashable, Sendable {
  /// Of the finite values; 0 where there is none.
  public let minimum: Float
  public let mean: Float
  public let maximum: Float
  /// Standard deviation of the finite values.
  public let deviation: Float
  /// Share of values that are exactly zero: what the ReLU silenced.
  public let zeroShare: Double
  /// Values that are NaN or infinite. There should be none.
  public let notFinite: Int
  /// Channels that are zero everywhere: nothing behind them can read anything from them.
  public let deadChannels: Int
  /// Counts of values over `histogramBins` equal intervals from minimum to maximum.
  public let histogram: [Int]

  public static let histogramBins = 16

  public init(
    minimum: Float, mean: Float, maximum: Float, deviation: Float, zeroShare: Double, notFinite: Int,
    deadChannels: Int, histogram: [Int]
  ) {
    self.minimum = minimum
    self.mean = mean
    self.maximum = maximum
    self.deviation = deviation
    self.zeroShare = zeroShare
    self.notFinite = notFinite
    self.deadChannels = deadChannels
    self.histogram = histogram
  }
}

extension Activation {
  /// Two sweeps over the values.
  public func statistics() -> Statistics {
    withValues { values in
      var (low, high, sum, squares, zeros, notFinite) = (Float.infinity, -Float.infinity, 0.0, 0.0, 0, 0)
      var isDead = [Bool](repeating: true, count: shape.channels)
      for (index, value) in values.enumerated() {
        if value != 0 { isDead[index % shape.channels] = false }
        guard value.isFinite else {
          notFinite += 1
          continue
        }
        low = min(low, value)
        high = max(high, value)
        sum += Double(value)
        squares += Double(value) * Double(value)
        if value == 0 { zeros += 1 }
      }
      let finite = values.count - notFinite
      guard finite > 0 else {
        return Statistics(
          minimum: 0, mean: 0, maximum: 0, deviation: 0, zeroShare: 0, notFinite: notFinite, deadChannels: 0,
          histogram: [])
      }
      var histogram = [Int](repeating: 0, count: Statistics.histogramBins)
      // In double precision the width of the interval cannot overflow.
      let scale = high > low ? Double(Statistics.histogramBins) / (Double(high) - Double(low)) : 0
      for value in values where value.isFinite {
        histogram[min(Int((Double(value) - Double(low)) * scale), Statistics.histogramBins - 1)] += 1
      }
      let mean = sum / Double(finite)
      return Statistics(
        minimum: low, mean: Float(mean), maximum: high,
        deviation: Float(max(0, squares / Double(finite) - mean * mean).squareRoot()),
        zeroShare: Double(zeros) / Double(values.count), notFinite: notFinite,
        deadChannels: isDead.count(where: { $0 }), histogram: histogram)
    }
  }
}
