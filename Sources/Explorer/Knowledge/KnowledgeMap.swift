import Cells
import Experiments
import Files
import HRNet

/// How much every probe finds, over a set or of one picture.
struct KnowledgeMap {
  let source: KnowledgeSource
  let kind: ProbeTargets.Kind
  /// `%`, `px`.
  let unit: String
  private let values: [Node.ID: Double]
  private let counts: [Node.ID: TruthComparison.Count]
  /// With nothing cut; empty where nothing is, and for a set.
  private let before: [Node.ID: Double]
  /// What the dark end of the scale stands for.
  let worst: Double
  let reference: ProbeErrors.Reference?

  /// Nil where the network has no probes.
  init?(_ model: Model) {
    guard let kind = model.study.probedKind else { return nil }
    (self.kind, source) = (kind, model.screen.knowledge)
    let probes = model.study.subject.probes
    switch source {
    case .set:
      var values: [Node.ID: Double] = [:]
      for node in probes.nodes(kind) { values[node] = probes.facts(of: node, kind)?.entry.measured.map { 100 * $0 } }
      (self.values, counts, before, unit, worst, reference) = (values, [:], [:], "%", 0, nil)
    case .picture:
      let (now, before) = (model.study.probed?.now, model.study.probed?.before)
      values = now?.alone.compactMapValues(\.error.mean) ?? [:]
      counts = now?.alone.compactMapValues(\.count) ?? [:]
      self.before = before?.alone.compactMapValues(\.error.mean) ?? [:]
      unit = now?.unit ?? ""
      worst = values.values.reduce(self.before.values.reduce(0, Self.larger), Self.larger)
      reference = now?.reference
    }
  }

  private static func larger(_ one: Double, _ other: Double) -> Double { other.isFinite ? max(one, other) : one }

  /// In `unit`: of a set how much is found, of a picture how far off it is.
  subscript(node: Node.ID) -> Double? { values[node] }

  /// How many joints of the picture are right; nil where the truth is not known.
  func count(_ node: Node.ID) -> TruthComparison.Count? { counts[node] }

  /// With nothing cut; nil where nothing is.
  func before(_ node: Node.ID) -> Double? { before[node] }

  /// The last node of the same stream before this one of which something is known: what a step began with.
  func former(_ node: Node.ID, in network: Network) -> Node.ID? {
    guard let column = network.columns.firstIndex(where: { $0.nodes.contains(node) }),
      let place = network.columns[column].nodes.firstIndex(of: node)
    else { return nil }
    let stream = network.columns[column].streams[place]
    for earlier in network.columns[..<column].reversed() {
      if let place = earlier.streams.firstIndex(of: stream), values[earlier.nodes[place]] != nil {
        return earlier.nodes[place]
      }
    }
    return nil
  }

  /// On the scale from nothing, 0, to everything, 1.
  func position(_ value: Double) -> Double {
    let share = source == .set ? value / 100 : worst > 0 ? 1 - value / worst : 1
    return share.isFinite ? min(max(share, 0), 1) : 0
  }

  /// A digit on its colour, from 0 to 9; nil where nothing is known.
  func mark(_ node: Node.ID) -> (glyph: String, style: Style)? {
    self[node].map { value in
      let position = position(value)
      return ("\(min(Int(position * 10), 9))", Self.scale.style(at: position).adding(.bold))
    }
  }

  static let scale = ColorMap.viridis

  /// `58.9`; of pixels whole ones, since decoding knows no better.
  func text(_ value: Double) -> String {
    unit == "px" ? Number.whole(value) : Number.fixed(value, places: 1)
  }

  /// `+27.3`, `−128`: of the numbers as they are printed, so that they add up.
  func change(from before: Double, to after: Double) -> String {
    Number.change(from: before, to: after, places: unit == "px" ? 0 : 1)
  }

  /// The same, whole where it has no more than so many columns.
  func text(_ value: Double, columns: Int) -> String {
    let long = text(value)
    return long.count <= columns ? long : Number.whole(value)
  }

  // MARK: - Words

  /// What the numbers are.
  func measure(_ model: Model) -> String {
    switch source {
    case .set:
      let set = model.study.subject.probes.set(kind)
      let name = set.map { $0.validationName ?? "held-out pictures of \($0.setName)" } ?? ""
      return "\(kind == .joints ? "PCK@0.2" : "mean IoU") in % on \(name)"
    case .picture where kind == .classes:
      return "this picture: % of its pixels not as in \(against)"
    case .picture: return "this picture: px to \(against)"
    }
  }

  private var against: String {
    switch reference {
    case .truth: "the true joints"
    case .network: "the network's own \(kind == .joints ? "joints" : "map")"
    case .lastProbe: "what the last probe of 1/4 says"
    case nil: "…"
    }
  }
}

extension ColorMap {
  /// Of a digit that stands on its colour.
  func style(at position: Double) -> Style {
    let color = color(at: position)
    return Style(color.lightness > 0.6 ? .black : .white, on: color)
  }

  /// The scale as digits on the colours that they mean.
  var digits: [(String, Style)] { (0...9).map { ("\($0)", style(at: (Double($0) + 0.5) / 10)) } }
}
