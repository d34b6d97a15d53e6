import Pictures
import Pose

/// A person's joints, as a pose head finds them.
public struct PoseReading: ReadingContent {
  public let joints: [Joint]
  /// What they were read from.
  public let heatMaps: HeatMaps
  public let skeleton: Skeleton
  /// The person, in picture pixels; OKS takes its area for the person's, as nothing else is known without ground truth.
  public let box: Box

  public init(joints: [Joint], heatMaps: HeatMaps, skeleton: Skeleton, box: Box) {
    (self.joints, self.heatMaps, self.skeleton, self.box) = (joints, heatMaps, skeleton, box)
  }

  public var words: ReadingWords {
    ReadingWords(item: "joint", items: "joints", changes: "moves", changed: "moved")
  }

  public var items: [ReadingItem] {
    joints.map {
      ReadingItem(
        name: $0.name, place: $0.isFound ? $0.position : nil, certainty: $0.score, isFound: $0.isFound,
        isLost: $0.isLost)
    }
  }

  /// The stronger, the more the heat maps have changed; then the lower the similarity. How far joints moved does not rank:
  /// where two peaks are nearly equally high, the least change takes a joint from one to the other.
  public func change(from before: PoseReading) -> ReadingChange? {
    guard joints.count == before.joints.count, zip(joints, before.joints).allSatisfy({ $0.name == $1.name }) else {
      return nil
    }
    let change = PoseChange(from: before.joints, to: joints, box: box, skeleton: skeleton)
    let maps = HeatMapChange(from: before.heatMaps, to: heatMaps)
    return ReadingChange(
      headline: Measure(
        "mean Δ", key: "meanShift", change.isMeasured ? change.meanShift : nil, unit: "px", places: 2),
      ranking: Measure("heat maps Δ", key: "mapChange", maps?.whole, unit: "%", places: 1),
      largest: Measure("max Δ", key: "maxShift", change.maxShift, unit: "px", places: 1),
      further: [
        Measure("OKS", key: "oks", change.oks, places: 3),
        Measure("score", key: "scoreChange", change.scoreChange, places: 3, isSigned: true),
      ],
      items: change.shifts, itemEffects: maps?.joints, jumps: maps?.jumps ?? [], itemKey: "shift", lost: change.lost,
      words: words, strength: [maps?.whole ?? .nan, -change.oks])
  }

  /// PCK@0.2, where the truth has the torso that it measures by; errors in picture pixels.
  public func comparison(with truth: Truth) -> TruthComparison? {
    guard case .joints(let truth) = truth else { return nil }
    let count = Metrics.pck(predicted: joints.map(\.position), truth: truth, skeleton: skeleton)
    let errors = zip(truth, joints).map { truth, joint in
      truth.isLabelled && joint.isFound ? joint.position.distance(to: truth.position) : nil
    }
    let known = errors.compactMap(\.self)
    return TruthComparison(
      metric: "PCK@0.2", count: TruthComparison.Count(right: count.correct, total: count.total),
      distance: Measure(
        "mean error", key: "meanError", known.isEmpty ? nil : known.reduce(0, +) / Double(known.count), unit: "px",
        places: 1),
      errors: errors, missing: zip(truth, joints).count { $0.isLabelled && !$1.isFound })
  }

  /// By how much each heat map fell at the place of its former peak.
  public func drops(from before: PoseReading) -> [Float?] {
    let (old, new) = (before.heatMaps, heatMaps)
    guard (old.joints, old.height, old.width) == (new.joints, new.height, new.width) else { return [] }
    return (0..<old.joints).map { joint in
      let peak = old.peak(of: joint)
      return peak.value - new.values[(joint * new.height + peak.y) * new.width + peak.x]
    }
  }

  public func peak(of item: Int) -> (x: Int, y: Int)? {
    guard joints.indices.contains(item), joints[item].isFound, item < heatMaps.joints else { return nil }
    let peak = heatMaps.peak(of: item)
    return (peak.x, peak.y)
  }
}

extension PoseReading {
  /// A person's true joints, where they are known of this skeleton.
  public func truth(of person: Person) -> Truth? { person.truth[skeleton.name].map { .joints($0) } }
}
