import Files
import HRNet
import Pose

/// What the channels of a node stand for, where each is somebody's: a joint's, a class's.
struct ChannelNames: Hashable, Sendable {
  /// One of them: `joint`, `class`.
  let item: String
  let names: [String]

  /// Nil for a channel that there is not.
  subscript(channel: Int) -> String? { names.indices.contains(channel) ? names[channel] : nil }
}

extension Study {
  /// The names of a node's channels: of heat maps, of the logits of classes, and of what an OCR head says of every class.
  func channelNames(of node: Node) -> ChannelNames? {
    if network.outputs.contains(.heatMaps(node.id)) {
      return ChannelNames(item: "joint", names: (0..<node.shape.channels).map(subject.skeleton.shortJointName))
    }
    guard case .head(let part) = node.address else { return nil }
    let parts: [HeadAddress] = [.auxiliary, .regionWeights, .similarity, .attention]
    for output in network.outputs {
      guard let names = subject.classNames[output], names.count == node.shape.channels,
        Self.areClasses(node, of: output) || parts.contains(part)
      else { continue }
      return ChannelNames(item: "class", names: names.names.map { printable($0) })
    }
    return nil
  }

  /// Whether a node holds logits of classes.
  private static func areClasses(_ node: Node, of output: HeadOutput) -> Bool {
    switch output {
    case .classMap(let logits), .classScores(let logits): logits == node.id
    case .boxes(let levels): levels.contains { $0.logits == node.id }
    case .heatMaps, .levels: false
    }
  }
}
