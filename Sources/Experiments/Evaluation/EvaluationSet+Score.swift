import HRNet
import Pictures
import Pose

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension EvaluationSet {
  /// What readings are worth by the set's metric, which its truth and the network's head have decided.
  ///
  /// - Parameters:
  ///   - readings: one for each person; what is no pose has no joints, and finds nobody.
  ///   - people: those who were looked for.
  ///   - entry: all who are labelled.
  /// - Returns: as a `PictureScore` holds it.
  func score(
    _ readings: [Reading], of people: [COCOKeypoints.Annotation], in entry: Picture
  ) -> (joints: [[Double?]], comparison: [OKSPicture]?) {
    let poses = readings.map { reading in
      reading.pose.map { pose in (match?.network ?? []).map { pose.joints[$0] } } ?? []
    }
    let found = zip(people, poses)
    return switch metric {
    case .pck: (found.map { hits($1, $0) }, nil)
    case .oks: (found.map { similarities($1, $0) }, comparison(entry.people, found))
    case .meanIoU, .top1, .boxes: ([], nil)
    }
  }

  /// How alike the joints of each person are, and which of them are found where.
  func confusion(_ readings: [Reading], of people: [COCOKeypoints.Annotation]) -> [ConfusionScore] {
    zip(readings, people).compactMap { reading, person in
      reading.pose.map { pose in
        ConfusionScore(
          pose.heatMaps,
          places: Metrics.places(
            found: (match?.network ?? []).map { pose.joints[$0].position }, truth: person.joints, skeleton: skeleton,
            reach: { reach(ofJoint: $0, in: person) }))
      }
    }
  }

  /// How far from its true place a joint may be to count as right, in picture pixels: 0.2 torsos (PCK), or where its
  /// similarity is a half (OKS). Nil where the truth does not tell.
  private func reach(ofJoint joint: Int, in person: COCOKeypoints.Annotation) -> Double? {
    switch metric {
    case .pck: Metrics.torso(truth: person.joints, skeleton: skeleton).map { 0.2 * $0 }
    case .oks: (8 * log(2.0) * person.area).squareRoot() * skeleton.sigmas[joint]
    case .meanIoU, .top1, .boxes: nil
    }
  }

  /// For each category; a pose is of the category whose box it was looked for in.
  private func comparison(
    _ people: [COCOKeypoints.Annotation], _ poses: Zip2Sequence<[COCOKeypoints.Annotation], [[Joint]]>
  ) -> [OKSPicture] {
    categories.indices.map { category in
      OKSPicture(
        truth: people.filter { $0.category == category },
        found: poses.filter { $0.0.category == category }.map { ($1.map(\.position), Self.score(of: $1)) },
        sigmas: skeleton.sigmas)
    }
  }

  private func hits(_ pose: [Joint], _ person: COCOKeypoints.Annotation) -> [Double?] {
    guard let torso = Metrics.torso(truth: person.joints, skeleton: skeleton) else {
      return person.joints.map { _ in nil }
    }
    return Metrics.hits(predicted: pose.map(\.position), truth: person.joints, within: 0.2 * torso).map {
      $0.map { $0 ? 1 : 0 }
    }
  }

  private func similarities(_ pose: [Joint], _ person: COCOKeypoints.Annotation) -> [Double?] {
    person.joints.enumerated().map { index, truth in
      guard truth.isLabelled, index < pose.count else { return nil }
      let distance = pose[index].position.distance(to: truth.position)
      let variance = 4 * skeleton.sigmas[index] * skeleton.sigmas[index]
      return exp(-distance * distance / variance / (person.area + Double.ulpOfOne) / 2)
    }
  }

  /// A pose's score as the published code computes it where boxes are given: the mean of its joints' scores, of those
  /// above .2.
  private static func score(of pose: [Joint]) -> Double {
    let counted = pose.map(\.score).filter { $0 > 0.2 }
    return counted.isEmpty ? 0 : counted.reduce(0, +) / Double(counted.count)
  }
}
