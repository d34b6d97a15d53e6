import Pictures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How well predicted joints agree with true ones. Everything here is about one person; add up the counts of several.
public enum Metrics {
  /// Which joints lie within a distance of the truth; nil for joints without a label. A joint without a prediction is
  /// wrong, like one predicted in the wrong place.
  ///
  /// - Parameter distance: in picture pixels; a joint exactly at it counts as correct.
  public static func hits(
    predicted: [PicturePoint], truth: [GroundTruthJoint], within distance: Double
  ) -> [Bool?] {
    truth.indices.map { joint in
      guard truth[joint].isLabelled else { return nil }
      return joint < predicted.count && predicted[joint].distance(to: truth[joint].position) <= distance
    }
  }

  /// The torso by which PCK measures: from the left shoulder to the right hip of the truth, in picture pixels. Nil
  /// where the skeleton lacks those joints, the truth does not label them, or they coincide.
  public static func torso(truth: [GroundTruthJoint], skeleton: Skeleton) -> Double? {
    guard let (shoulder, hip) = skeleton.torso, max(shoulder, hip) < truth.count,
      truth[shoulder].isLabelled, truth[hip].isLabelled
    else { return nil }
    let length = truth[shoulder].position.distance(to: truth[hip].position)
    return length > 0 ? length : nil
  }

  /// PCK, the percentage of correct keypoints, as LSP counts it: joints within `threshold` torsos of the truth.
  ///
  /// Every labelled joint counts, hidden ones too. Without a torso nothing can be counted.
  ///
  /// - Returns: correct joints, counted joints, and their ratio; 0 where none counts.
  public static func pck(
    predicted: [PicturePoint], truth: [GroundTruthJoint], skeleton: Skeleton, threshold: Double = 0.2
  ) -> (correct: Int, total: Int, value: Double) {
    guard let torso = torso(truth: truth, skeleton: skeleton) else { return (0, 0, 0) }
    return count(hits(predicted: predicted, truth: truth, within: threshold * torso))
  }

  /// Object keypoint similarity, as COCO defines it: the mean over labelled joints of exp(−d² / (2 · area · (2σ)²)).
  ///
  /// - Parameters:
  ///   - area: the person's, in square picture pixels.
  ///   - skeleton: gives each joint's σ.
  /// - Returns: 0 to 1; 1 where all agree. 0 where no joint is labelled or the area is not positive.
  public static func oks(
    predicted: [PicturePoint], reference: [GroundTruthJoint], area: Double, skeleton: Skeleton
  ) -> Double {
    guard area > 0, area.isFinite else { return 0 }
    var sum = 0.0
    var labelled = 0
    for (joint, sigma) in skeleton.sigmas.enumerated() where joint < reference.count {
      guard reference[joint].isLabelled else { continue }
      labelled += 1
      guard joint < predicted.count else { continue }
      let distance = predicted[joint].distance(to: reference[joint].position)
      let similarity = exp(-distance * distance / (2 * area * 4 * sigma * sigma))
      if similarity.isFinite { sum += similarity }
    }
    return labelled > 0 ? sum / Double(labelled) : 0
  }

  /// The similarity of two predictions, all of whose joints count: how far an intervention moved a pose.
  public static func oks(
    predicted: [PicturePoint], reference: [PicturePoint], area: Double, skeleton: Skeleton
  ) -> Double {
    oks(
      predicted: predicted, reference: reference.map { GroundTruthJoint(position: $0) }, area: area,
      skeleton: skeleton)
  }

  private static func count(_ hits: [Bool?]) -> (correct: Int, total: Int, value: Double) {
    let counted = hits.compactMap(\.self)
    let correct = counted.count(where: \.self)
    return (correct, counted.count, counted.isEmpty ? 0 : Double(correct) / Double(counted.count))
  }
}
