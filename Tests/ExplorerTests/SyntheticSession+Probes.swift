import Experiments
import HRNet
import Pose
import Recognition

extension SyntheticSession {
  /// Which linear read-outs the network has.
  enum Probes {
    case none
    /// Joints of every stream and column, and of all streams side by side at the last two exchange units.
    case joints
    /// The same, and classes.
    case jointsAndClasses
    case classes
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
