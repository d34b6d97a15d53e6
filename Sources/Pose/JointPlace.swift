import Pictures

/// Where a joint was found.
public enum JointPlace: Int, Codable, Sendable {
  /// At its own true place, whether or not that is near the other side's too.
  case own
  /// Not there, but where the same joint of the other side is.
  case mirror
  case elsewhere
}

extension Metrics {
  /// Where joints were found; nil for one whose true place is not known, and where nothing says how near is near enough.
  ///
  /// - Parameters:
  ///   - found: in picture pixels, in the skeleton's order, as is the truth.
  ///   - skeleton: says which joint is the other side's.
  ///   - reach: how far from a true place a joint may be to count as there, in picture pixels.
  public static func places(
    found: [PicturePoint], truth: [GroundTruthJoint], skeleton: Skeleton, reach: (Int) -> Double?
  ) -> [JointPlace?] {
    let mirrors = skeleton.mirrors
    return zip(found, truth).enumerated().map { joint, pair in
      guard pair.1.isLabelled, let reach = reach(joint) else { return nil }
      if pair.0.distance(to: pair.1.position) <= reach { return .own }
      guard joint < mirrors.count, let mirror = mirrors[joint], mirror < truth.count else { return .elsewhere }
      let isMirror = truth[mirror].isLabelled && pair.0.distance(to: truth[mirror].position) <= reach
      return isMirror ? .mirror : .elsewhere
    }
  }
}
