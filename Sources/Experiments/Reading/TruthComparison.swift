import Pictures
import Pose

/// What is known to be right about a picture.
public enum Truth: Hashable, Sendable {
  /// As a person marked them, in the order of the network's joints.
  case joints([GroundTruthJoint])
}

/// How right a reading is.
public struct TruthComparison: Hashable, Sendable {
  /// Of what can be right or wrong.
  public struct Count: Hashable, Sendable {
    public let right: Int
    public let total: Int

    public init(right: Int, total: Int) { (self.right, self.total) = (right, total) }
  }

  /// `PCK@0.2`.
  public let metric: String
  /// Nothing of nothing where the metric cannot be computed from this truth.
  public let count: Count
  /// How far from the truth the items are, all together; nil in value where none can be compared.
  public let distance: Measure
  /// How far from the truth each item is, in the distance's unit; nil where one of the two is not known.
  public let errors: [Double?]
  /// How many true items were not found.
  public let missing: Int

  public init(metric: String, count: Count, distance: Measure, errors: [Double?], missing: Int) {
    (self.metric, self.count, self.distance) = (metric, count, distance)
    (self.errors, self.missing) = (errors, missing)
  }

  /// The metric's value, 0…1; nil where it cannot be computed.
  public var value: Double? { count.total > 0 ? Double(count.right) / Double(count.total) : nil }
}
