import Experiments
import HRNet

// What two states have in common, so that one can be taken from the other.
extension Study {
  /// What readings, pictures and panels are compared to.
  enum Reference: Sendable {
    /// The same network on the same picture with nothing changed.
    case baseline
    /// Another state on the same picture.
    case state
    /// Another state, whose places are those of another picture.
    case otherPicture
  }

  /// Whether there is anything to compare what is shown to.
  var isCompared: Bool { reference != .baseline || !interventions.isEmpty }

  /// Whether places in the picture that is shown can be compared to what they were.
  var hasFormerPlaces: Bool { isCompared && reference != .otherPicture }

  /// Why what another study reads cannot be compared with what is read here, in a line; nil where it can.
  ///
  /// - Parameter a: state A; this one is B.
  func incomparability(with a: Study, onOtherPicture: Bool) -> String? {
    switch (a.output, output) {
    case (.heatMaps, .heatMaps):
      guard a.subject.skeleton.jointNames == subject.skeleton.jointNames else {
        return "A finds \(a.jointsInWords), B \(jointsInWords): no joint has its like"
      }
    case (.classMap, .classMap), (.classScores, .classScores), (.boxes, .boxes):
      let (names, others) = (subject.classNames[output]?.names ?? [], a.subject.classNames[a.output]?.names ?? [])
      guard names == others else {
        return "A knows \(others.count) classes, B \(names.count) others: nothing to compare"
      }
    case (.levels, .levels): break
    default: return "A says \(a.output.items), B \(output.items): nothing to compare"
    }
    return output.arePlaces && onOtherPicture
      ? "A and B are two pictures: how certain the network is can be compared, places cannot" : nil
  }

  private var jointsInWords: String {
    let skeleton = subject.skeleton
    return "\(skeleton.jointNames.count) joints" + (skeleton.title.map { " of \($0)" } ?? "")
  }
}

extension HeadOutput {
  /// Whether what is read has places in the picture.
  fileprivate var arePlaces: Bool {
    switch self {
    case .heatMaps, .classMap, .boxes: true
    case .classScores, .levels: false
    }
  }
}

/// The passes of two states, compared.
struct Comparison: Sendable {
  /// B's pass, with A's in the place of the baseline.
  let shown: ShownPass
  let reference: Study.Reference
  /// Why there is no change to tell of, in a line; nil where there is.
  let obstacle: String?
  /// The answers that were compared.
  let passes: [Int]

  /// Nil until both are computed.
  init?(_ pinned: Pinned, _ b: Study) {
    let a = pinned.study
    guard let before = a.current, let after = b.current else { return nil }
    let basis = b.passBasis
    let reason = b.incomparability(with: a, onOtherPicture: pinned.isOnOtherPicture)
    let shown = ShownPass(current: after, baseline: before, basis: basis, isComparable: reason == nil)
    self.shown = shown
    reference = pinned.isOnOtherPicture ? .otherPicture : .state
    obstacle = reason ?? (shown.change == nil ? "what A and B say has not the same shape: nothing to compare" : nil)
    passes = Self.passes(a, b)
  }

  static func passes(_ a: Study, _ b: Study) -> [Int] { [a.passAsked.answered, b.passAsked.answered] }
}

extension Model {
  /// How far every joint of B lies from A's, in pixels of the input, each in its own crop: the only places that two pictures
  /// have in common. Nil for a joint that either has lost; empty where the two say nothing of the same joints.
  var inputShifts: [Double?] {
    guard let a = pinned?.study, a.network.input == study.network.input, let before = a.current?.reading.pose?.joints,
      let after = study.current?.reading.pose?.joints, before.map(\.name) == after.map(\.name)
    else { return [] }
    return zip(before, after).map { before, after in
      guard !before.isLost, !after.isLost else { return nil }
      return a.frame.inputPoint(before.position).distance(to: study.frame.inputPoint(after.position))
    }
  }
}
