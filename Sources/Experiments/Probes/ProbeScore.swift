import Engine
import HRNet
import Pictures
import Pose
import Recognition

/// How right read-outs are: added up over pictures.
public enum ProbeScore: Hashable, Sendable {
  /// Joints within 0.2 torsos of the truth, of those that count.
  case joints(right: Int, total: Int)
  case classes(ConfusionMatrix)

  init(_ targets: ProbeTargets) {
    switch targets {
    case .joints: self = .joints(right: 0, total: 0)
    case .classes(let names): self = .classes(ConfusionMatrix(classes: names.count))
    }
  }

  /// PCK@0.2 or mIoU, 0…1; nil where nothing counts.
  public var value: Double? {
    switch self {
    case .joints(let right, let total): total > 0 ? Double(right) / Double(total) : nil
    case .classes(let confusion): confusion.meanIoU
    }
  }

  static func += (sum: inout ProbeScore, other: ProbeScore) {
    switch (sum, other) {
    case (.joints(let right, let total), .joints(let more, let all)):
      sum = .joints(right: right + more, total: total + all)
    case (.classes(var confusion), .classes(let other)):
      confusion += other
      sum = .classes(confusion)
    case (.joints, .classes), (.classes, .joints): preconditionFailure("scores of one fit are of one kind")
    }
  }
}

/// Measures what read-outs say.
struct ProbeJudge {
  let targets: ProbeTargets
  /// How class maps of the network are brought to the picture.
  let alignsCorners: Bool

  /// What a run of an answer's outputs is worth.
  ///
  /// - Parameter outputs: as many as there are targets.
  func score(_ answer: ProbeAnswer, outputs: Range<Int>, of sample: ProbeSample) -> ProbeScore {
    let (height, width) = (answer.shape.height, answer.shape.width)
    switch (targets, sample.truth) {
    case (.joints(let skeleton), .joints(let truth)):
      let maps = HeatMaps(
        joints: skeleton.jointNames.count, height: height, width: width, values: answer.channelMajor(outputs))
      return Self.score(truth, skeleton) { joint in
        let place = maps.position(of: joint, decoding: .quarter) ?? (0, 0)
        return sample.frame.picturePoint(x: place.u, y: place.v, width: width, height: height)
      }
    case (.classes(let names), .classes(let truth)):
      var confusion = ConfusionMatrix(classes: names.count)
      if let placement = sample.frame.placement {
        let map = ClassMap(
          ClassLogits(
            height: height, width: width, classes: names.count, channelMajor: answer.channelMajor(outputs)),
          inputWidth: sample.frame.input.width, inputHeight: sample.frame.input.height, alignsCorners: alignsCorners,
          placement: placement)
        confusion.add(truth: truth, result: map)
      }
      return .classes(confusion)
    case (.joints, .classes), (.classes, .joints): preconditionFailure("targets are of the set's truth")
    }
  }

  /// What true joints are worth when they are rounded to a grid: no map of its size can say more by its peaks alone.
  func limit(of sample: ProbeSample, height: Int, width: Int) -> ProbeScore? {
    guard case (.joints(let skeleton), .joints(let truth)) = (targets, sample.truth) else { return nil }
    return Self.score(truth, skeleton) { joint in
      let (x, y) = sample.frame.mapPoint(truth[joint].position, width: width, height: height)
      let (column, row) = (min(max(x.rounded(), 0), Double(width - 1)), min(max(y.rounded(), 0), Double(height - 1)))
      return sample.frame.picturePoint(x: column, y: row, width: width, height: height)
    }
  }

  private static func score(
    _ truth: [GroundTruthJoint], _ skeleton: Skeleton, _ place: (Int) -> PicturePoint
  ) -> ProbeScore {
    let count = Metrics.pck(predicted: truth.indices.map(place), truth: truth, skeleton: skeleton)
    return .joints(right: count.correct, total: count.total)
  }
}
