import HRNet

/// The result of running a network once: every node's activation.
public struct Pass: Sendable {
  /// By node; nil for an edge that was cut, whose convolution is not computed. A replaced edge has its replacement.
  /// Where activations are not kept, only the output is left.
  public let activations: [Activation?]
  /// The nodes that had to be computed, in order; the others came from the cache. Identities are never computed.
  public let recomputed: [Node.ID]
  /// How long each of `recomputed` took.
  public let nodeDurations: [Duration]
  /// How long the whole pass took, with the passes that replacements were taken from where they had to be run.
  public let duration: Duration
  /// What was changed in the network for this pass.
  public let interventions: Interventions

  public subscript(node: Node.ID) -> Activation? { activations[node] }
}
