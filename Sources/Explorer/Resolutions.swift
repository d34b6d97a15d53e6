import Experiments
import HRNet

// What each resolution knows before the last exchange unit: the paper's Fig. 9, with linear read-outs instead of heads.
extension Study {
  /// A stream before the last exchange unit, and the read-out that was fitted to it.
  struct Resolution {
    let stream: Stream
    let node: Node
    let entry: FittedProbes.Entry
    let set: FittedProbes
  }

  /// Index of the column before the last exchange unit between streams; nil in a network without any.
  private var columnBeforeLastExchange: Int? {
    guard let unit = network.exchangeUnits.last(where: { $0.kind != .skip }) else { return nil }
    return network.columns.lastIndex { $0.content == .exchange(unit.address) }.flatMap { $0 > 0 ? $0 - 1 : nil }
  }

  /// The streams there that have a read-out, finest first.
  var resolutions: [Resolution] {
    guard let kind = probedKind, let column = columnBeforeLastExchange.map({ network.columns[$0] }) else { return [] }
    return zip(column.streams, column.nodes).compactMap { stream, node in
      subject.probes.facts(of: node, kind).map {
        Resolution(stream: stream, node: network[node], entry: $0.entry, set: $0.set)
      }
    }
  }

  /// Of looking at them.
  var resolutionsMissingReason: String? {
    if columnBeforeLastExchange == nil {
      return "this network has no exchange unit between streams: there are no resolutions to compare"
    }
    if probedKind == nil {
      return "there are no probes of this network: 'hrscope probe' fits some, which --probes opens"
    }
    return resolutions.isEmpty ? "no probe was fitted to a stream before the last exchange unit" : nil
  }
}

extension Model {
  mutating func toggleResolutions() -> [Effect] {
    let effects = toggleLook(.resolutions)
    return effects + readOutCourse()
  }

  /// Whether anything on the screen shows what is read early.
  var wantsReadOuts: Bool { study.lens.isOn || screen.look == .resolutions }
}
