import HRNet
import Pose

/// How alike the joints are that one pose was read from: of every pair the head's rows and the heat maps on this picture.
public struct JointLikeness: Hashable, Sendable {
  public struct Pair: Hashable, Sendable {
    public let joints: JointPair
    /// Of the head's rows; nil where there is none.
    public let cosine: Double?
    /// Of the two heat maps; nil where one of them is the same everywhere, or not finite.
    public let correlation: Double?
    /// How far apart the two peaks are, in heat-map pixels; nil where one is not found.
    public let distance: Double?

    public init(joints: JointPair, cosine: Double?, correlation: Double?, distance: Double?) {
      (self.joints, self.cosine, self.correlation, self.distance) = (joints, cosine, correlation, distance)
    }

    /// The place among the joints of the one beside a joint; nil where the pair is of two others.
    public func other(than joint: Int) -> Int? {
      joints.first == joint ? joints.second : joints.second == joint ? joints.first : nil
    }

    /// Whether the two maps are as good as one.
    public var isOne: Bool { (correlation ?? 0) > JointLikeness.oneAbove }
  }

  /// From this correlation on, two joints are named as one.
  public static let oneAbove = 0.9

  /// With more joints none are compared: pairs grow with their square, and no published skeleton has half as many.
  public static let mostJoints = 300

  /// The most alike first.
  public let pairs: [Pair]

  /// Those that are as good as one.
  public var ones: [Pair] { Array(pairs.prefix { $0.isOne }) }

  public init(_ pairs: [Pair]) {
    self.pairs = pairs.enumerated().sorted { one, other in
      (-(one.element.correlation ?? -2), one.offset) < (-(other.element.correlation ?? -2), other.offset)
    }.map(\.element)
  }

  /// - Parameter cosines: of the head's rows, in the order of `JointPair.all(of:)`; empty where nothing is known of them.
  public init(of maps: HeatMaps, cosines: [Double?]) {
    let peaks = maps.peakPlaces()
    let correlations = maps.correlations()
    self.init(
      JointPair.all(of: maps.joints).enumerated().map { index, pair in
        var distance: Double?
        if let one = peaks[pair.first], let other = peaks[pair.second] {
          let (x, y) = (one % maps.width - other % maps.width, one / maps.width - other / maps.width)
          distance = Double(x * x + y * y).squareRoot()
        }
        return Pair(
          joints: pair, cosine: cosines.indices.contains(index) ? cosines[index] : nil,
          correlation: correlations[index], distance: distance)
      })
  }
}

extension Estimator {
  /// Nil where the reading is no pose, and where it has too many joints.
  ///
  /// - Parameter output: what was read; by default what is read where nobody says which.
  public func likeness(of reading: Reading, output: HeadOutput? = nil) -> JointLikeness? {
    guard case .heatMaps(let node) = output ?? self.output, let rows = headRows[node] else { return nil }
    return reading.pose.map { JointLikeness(of: $0.heatMaps, cosines: rows.cosines) }
  }
}
