import Cells
import Experiments
import HRNet

/// What the terms of a value's sum are called, and what the operation is that makes it.
struct SumNames {
  let model: Model
  let sum: ValueSum

  private var network: Network { model.study.network }
  private var node: Node { network[sum.place.node] }

  /// `basic unit 16→16 (3×3, 3×3)`, and what of it is shown.
  var operation: String {
    guard let layers = sum.place.layers else { return whatFollows + node.operationText }
    let convolutions = node.operation.convolutions
    let layer = convolutions.indices.contains(layers - 1) ? "\(convolutions[layers - 1])" : ""
    return "layer \(layers) of \(node.layerCount): \(layer)"
  }

  /// What an edge's term goes through before it is added; nothing where that is nothing.
  private var whatFollows: String {
    guard case .edge(let edge) = node.address else { return "" }
    return switch model.study.interventions[contributionOf: edge] {
    case .nothing: "cut, nothing of it is added: "
    case .gain(1), .mean, .patch: ""
    case .gain(let gain): "added ×\(Number.short(Double(gain))): "
    }
  }

  /// In the equation.
  func short(_ name: PrintedSum.Name) -> String {
    switch name {
    case .further(let count): "\(count) further"
    case .rounding: "rounding"
    case .term(let term): short(term)
    }
  }

  private func short(_ name: ValueSum.Term.Name) -> String {
    switch name {
    case .edge(let edge, let contribution): "\(edge.source)" + suffix(contribution)
    case .channel(let channel): channelsRead?[channel] ?? "ch \(channel + 1)"
    case .node(let id, _): network.nodes.indices.contains(id) ? "\(network[id].address)" : "?"
    case .position(let x, let y): "\(x),\(y)"
    case .bias: "bias"
    case .shortcut: "shortcut"
    case .projection: "projection"
    case .colour(let index): ["red", "green", "blue"][min(max(index, 0), 2)]
    case .mean: "mean"
    case .offset: "offset"
    case .replacement(_, let contribution): contribution == .mean ? "its mean" : "its patch"
    }
  }

  /// In the table.
  func long(_ name: PrintedSum.Name) -> String {
    switch name {
    case .further(let count): "\(count) further"
    case .rounding: "rounding"
    case .term(.edge(let edge, let contribution)): "\(edge.source)" + suffix(contribution)
    case .term(.channel(let channel)): channelsRead?[channel] ?? "channel \(channel + 1)"
    case .term(.node(let id, let channel)):
      (network.nodes.indices.contains(id) ? "\(network[id].address)" : "?") + " ch \(channel + 1)"
    case .term(.position(let x, let y)): "x \(x), y \(y)"
    case .term(let term): short(term)
    }
  }

  private func suffix(_ contribution: Contribution) -> String {
    switch contribution {
    case .nothing: " cut"
    case .gain: ""
    case .mean: " mean"
    case .patch: " patch"
    }
  }

  /// What is read by channel has names of its own where it is somebody's maps.
  private var channelsRead: ChannelNames? {
    node.inputs.first.flatMap { model.study.channelNames(of: network[$0]) }
  }

  func style(of name: PrintedSum.Name) -> Style {
    switch name {
    case .term(.edge(let edge, let contribution)):
      contribution == .nothing ? Style(Theme.cut) : Style(Theme.color(of: edge.source), on: nil, .bold)
    case .further, .rounding: Theme.faint
    case .term: Theme.text
    }
  }

  // MARK: - Headings

  /// What the column of amounts is.
  var amount: String {
    switch node.operation {
    case .softmax: "e^(x - max)"
    case .fusion: "brings"
    default: "adds"
    }
  }

  /// What was multiplied.
  var product: String {
    switch node.operation {
    case .fusion: "gain · term"
    case .upsample, .projectAndUpsample: "weight · value"
    case .averagePool, .mean: "share · value"
    case .maxPool: "the largest"
    case .product(.gather): "weight of the position · its value"
    case .product(.similarity): "key ÷ sqrt(channels) · query"
    case .product(.mixture): "weight of the class · its value"
    case .input: "1 ÷ (255 · deviation) · colour"
    case .groupNorm: "scale ÷ deviation · value"
    case .distances: "scale · value"
    default: "weight, BN folded in · value"
    }
  }

  /// What was read where nothing multiplied it.
  var read: String { "x" }
}

/// Batch normalisation as it is stored, and what it comes to.
struct FoldingLines {
  let lines: [[(String, Style)]]

  /// Nil where there is none.
  init?(_ sum: ValueSum, width: Int) {
    guard let folding = sum.folding, let stored = folding.stored else { return nil }
    func number(_ value: Double) -> String { Decimals(digits: 4, of: value).rounded(value) }
    let own = stored.bias == 0 ? "" : "  own bias \(number(stored.bias))"
    let shift = stored.bias == 0 ? "- mean" : "+ (own bias - mean)"
    let scale = number(folding.scale)
    let bias = ["bias β \(shift)×\(scale) ≈ \(number(folding.offset))", "bias ≈ \(number(folding.offset))"]
    let folded = bias.map { "kernel ×γ÷sqrt(var+1e-5) ≈ ×\(scale), \($0)" }
    lines = [
      [
        ("BN as stored ", Theme.faint),
        (
          "γ \(number(stored.gamma))  β \(number(stored.beta))  mean \(number(stored.mean))"
            + "  var \(number(stored.variance))\(own)", Theme.text
        ),
      ],
      [
        ("folded in ", Theme.faint),
        (Canvas.columns(of: folded[0]) + 10 <= width ? folded[0] : folded[1], Theme.text),
      ],
    ]
  }
}
