import Experiments
import HRNet
import Pictures
import Pose
import Recognition

@testable import Explorer

extension SyntheticSession {
  /// Which linear read-outs the network has.
  enum Probes {
    case none
    /// Joints of every stream and column, and of all streams side by side at the last two exchange units.
    case joints
    /// The same, and classes.
    case jointsAndClasses
    case classes

    var findJoints: Bool { self == .joints || self == .jointsAndClasses }
  }

  /// Read-outs that find more joints the later they read, and fewer the coarser the stream; λ and what they weigh are the same
  /// for all.
  static func sets(_ probes: Probes, of network: Network) -> [FittedProbes] {
    let joints = ProbeTargets.joints(.lsp14)
    let classes = ProbeTargets.classes(ClassNames(stating: ["background", "arm", "leg"]))
    switch probes {
    case .none: return []
    case .joints: return [set(joints, network), set(joints, network, isConcatenated: true)]
    case .classes: return [set(classes, network)]
    case .jointsAndClasses:
      return [set(joints, network), set(classes, network), set(joints, network, isConcatenated: true)]
    }
  }

  /// What they read of a pass: of joints a pose that grows out of its middle, on a map of its stream's size; of classes stripes.
  func probed(_ study: Study) -> [ReadOutDepth] {
    guard let kind = study.probedKind else { return [] }
    let (probes, network) = (study.subject.probes, study.network)
    return [false, true].flatMap { isConcatenated -> [ReadOutDepth] in
      let nodes = probes.nodes(kind, isConcatenated: isConcatenated)
      return nodes.enumerated().compactMap { index, node in
        guard let column = network.columns.firstIndex(where: { $0.nodes.contains(node) }) else { return nil }
        let share = Double(index + 1) / Double(nodes.count + (isConcatenated ? 0 : 1))
        let reading: Reading =
          switch kind {
          case .joints: .pose(Self.pose(study.frame, grown: share, on: network[node].shape))
          case .classes: .classMap(stripes(moved: Int(20 * (1 - share))))
          }
        return ReadOutDepth(reader: .probe(node, isConcatenated: isConcatenated), column: column, reading: reading)
      }
    }
  }

  private static func pose(_ frame: PictureFrame, grown share: Double, on shape: Shape) -> PoseReading {
    let whole = pose(.none, frame)
    let joints = whole.joints.map { joint in
      var joint = joint
      joint.position = PicturePoint(
        x: 60 + (joint.position.x - 60) * share, y: 75 + (joint.position.y - 75) * share)
      joint.score *= share
      return joint
    }
    var values = [Float](repeating: 0, count: joints.count * shape.height * shape.width)
    for joint in joints.indices {
      values[(joint * shape.height + joint % shape.height) * shape.width + joint % shape.width] = Float(share)
    }
    return PoseReading(
      joints: joints,
      heatMaps: HeatMaps(joints: joints.count, height: shape.height, width: shape.width, values: values),
      skeleton: whole.skeleton, box: whole.box)
  }

  private func stripes(moved: Int) -> ClassMapReading {
    let size = model.study.scene.picture.size
    let labels = (0..<size.height * size.width).map { UInt16(max($0 % size.width - moved, 0) * 3 / size.width) }
    return ClassMapReading(
      map: ClassMap(width: size.width, height: size.height, classes: 3, labels: labels),
      names: ClassNames(stating: ["background", "arm", "leg"]))
  }

  private static func set(_ targets: ProbeTargets, _ network: Network, isConcatenated: Bool = false) -> FittedProbes {
    let ends = network.exchangeUnits.suffix(2).map { $0.outputs[0] }
    let nodes = isConcatenated ? ends : network.probedNodes
    let entries = nodes.enumerated().compactMap { index, node -> FittedProbes.Entry? in
      let name = network[node].address.description
      guard let shape = network.probeInput(name, isConcatenated: isConcatenated)?.shape else { return nil }
      let share = isConcatenated ? 0.75 : Double(index + 1) / Double(2 * nodes.count)
      let limit: Double? = if case .joints = targets { shape.height < 20 ? 0.625 : 1 } else { nil }
      return FittedProbes.Entry(
        node: name, channels: shape.channels, height: shape.height, width: shape.width, ridge: 0.001, emphasis: 4,
        fit: share + 0.125, measured: share, limit: limit,
        weights: [Double](repeating: 0, count: shape.channels * targets.count),
        bias: [Double](repeating: 0, count: targets.count))
    }
    return FittedProbes(
      targets: targets, isConcatenated: isConcatenated, entries: entries, set: "lsp-train-400", validation: "lsp-100",
      count: 400, sigma: 2, network: "0123", model: "synthetic", input: network.input, options: ["upsampling nearest"])
  }
}
