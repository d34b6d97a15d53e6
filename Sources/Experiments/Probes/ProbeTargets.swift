import Pose
import Recognition

/// What linear read-outs are fitted to say: as many outputs as there are names.
public enum ProbeTargets: Hashable, Sendable {
  /// A heat map for every joint.
  case joints(Skeleton)
  /// A score for every class at every position.
  case classes(ClassNames)

  /// The kinds, as the command line and files name them.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    case joints, classes
  }

  public var kind: Kind {
    switch self {
    case .joints: .joints
    case .classes: .classes
    }
  }

  /// What the outputs are called.
  public var names: [String] {
    switch self {
    case .joints(let skeleton): skeleton.jointNames
    case .classes(let classes): classes.names
    }
  }

  /// K.
  public var count: Int { names.count }

  /// What is measured of a read-out.
  public var metric: EvaluationSet.Metric {
    switch self {
    case .joints: .pck
    case .classes: .meanIoU
    }
  }
}
