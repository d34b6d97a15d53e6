import Experiments
import HRNet

/// What `--head` says: which head is read, where a network has several.
struct HeadSelection {
  private let name: String?
  private let wantsClasses: Bool

  /// - Parameters:
  ///   - name: `joints`, `parts`, a head's name or an output's (`heatmaps.0`); nil for what is read where nobody says which.
  ///   - hasLabels: whether labels of classes are given, which no joints have.
  init(_ name: String?, hasLabels: Bool = false) { (self.name, wantsClasses) = (name, hasLabels) }

  /// - Throws: `CommandFailure` where the network has no such head, or none that says anything.
  func output(of opened: OpenedNetwork, for command: String) throws -> HeadOutput {
    let outputs = opened.network.outputs
    let found: HeadOutput?
    switch name {
    case nil:
      found =
        wantsClasses ? outputs.first(where: \.isOfClasses) ?? opened.network.readOutput : opened.network.readOutput
    case "joints": found = opened.network.heatMaps.map { .heatMaps($0) }
    case "parts": found = outputs.first(where: \.isOfClasses)
    case let name?:
      let names = opened.checkpoint.architecture.head.metadataName.split(separator: ",").map(String.init)
      found =
        names.firstIndex(of: name).flatMap { outputs.indices.contains($0) ? outputs[$0] : nil }
        // Of a head that puts out several, by the node's name: a stack's heat maps, a stream's.
        ?? outputs.first { $0.nodes.map { opened.network[$0].address.referenceName } == [name] }
    }
    if let found, !found.isOfFeatures { return found }
    let wanted = name.map { "--head \($0)" } ?? "joints, classes or boxes"
    throw opened.hasNothing(for: command, expected: wanted, status: name == nil ? .damaged : .usage)
  }
}

extension HeadOutput {
  fileprivate var isOfClasses: Bool {
    switch self {
    case .classMap, .classScores: true
    case .heatMaps, .levels, .boxes: false
    }
  }

  fileprivate var isOfFeatures: Bool { if case .levels = self { true } else { false } }
}
