import HRNet

/// What a node computes from: the versions of the activations it reads and, for a fused stream, their gains.
/// Equal keys give equal activations, so a key is an exact fingerprint of everything upstream. A replaced term is an
/// activation with a version of its own.
struct ActivationKey: Hashable {
  var versions: [UInt64]
  var gains: [Float] = []
  /// The channels' means of the one activation read, instead of what the node computes from it.
  var isMean = false
}

/// Activations of earlier passes, by node and key, within a budget of bytes. The least recently used go first.
struct ActivationCache {
  private struct Entry {
    let activation: Activation
    var lastUse: UInt64
  }

  private var entries: [[ActivationKey: Entry]]
  private(set) var byteCount = 0
  private var pass: UInt64 = 0
  private let budget: Int

  init(nodes: Int, budget: Int) {
    entries = Array(repeating: [:], count: nodes)
    self.budget = budget
  }

  /// Counts uses from here as those of a new pass.
  mutating func beginPass() { pass += 1 }

  mutating func activation(of node: Node.ID, for key: ActivationKey) -> Activation? {
    guard let index = entries[node].index(forKey: key) else { return nil }
    entries[node].values[index].lastUse = pass
    return entries[node].values[index].activation
  }

  mutating func insert(_ activation: Activation, of node: Node.ID, for key: ActivationKey) {
    entries[node][key] = Entry(activation: activation, lastUse: pass)
    byteCount += activation.byteCount
  }

  /// Drops old entries until the budget is kept; those of the current pass always stay.
  mutating func trim() {
    guard byteCount > budget else { return }
    let uses = entries.enumerated().flatMap { node, entries in
      entries.filter { $0.value.lastUse < pass }.map { (node: node, key: $0.key, use: $0.value.lastUse) }
    }
    for candidate in uses.sorted(by: { $0.use < $1.use }) {
      guard byteCount > budget else { return }
      if let entry = entries[candidate.node].removeValue(forKey: candidate.key) {
        byteCount -= entry.activation.byteCount
      }
    }
  }
}
