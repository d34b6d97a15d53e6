import Cells
import HRNet

// The line below the map, which names what the cursor stands on, with its operation, shape and costs.
extension NetworkPanel {
  func drawDescription(on canvas: inout Canvas, in line: Rect, _ layout: NetworkMap) {
    let unseen = (unseenCounts(layout), Style(Theme.cut, on: nil, .bold))
    let pieces = description
    canvas.put(
      [(" ", Theme.text)] + pieces.prefix(1) + [unseen] + pieces.dropFirst(), x: line.x, y: line.y, limit: line.width)
  }

  private var description: [(String, Style)] {
    if let section = model.stageUnderCursor { return describe(section) }
    if let unit = model.exchangeUnit, model.edge == nil { return describe(unit) }
    let node = model.node
    var pieces = [("\(node.address)", Theme.strong)]
    if let edge = model.edge, model.study.interventions.isChanged(edge) {
      pieces.append(
        (" " + InterventionNote.words(model.study.interventions[contributionOf: edge], model), Theme.changed))
    }
    if let edge = model.edge, let (rank, measurement) = model.study.sweep?.rank(of: edge) {
      pieces.append((" \(SweepText.alone(rank, measurement)) ·", Theme.strong))
    }
    guard let layer = model.layer(of: node) else {
      return pieces + [(" \(node.operationText) · \(node.shape)\(costs(of: [node]))", Theme.text)]
    }
    let convolution = node.operation.convolutions[layer]
    return pieces + [
      (" layer \(layer + 1) of \(node.layerCount)", Theme.changed),
      (
        " \(convolution) · \(convolution.outputShape)"
          + Self.costs(parameters: convolution.parameters, multiplyAccumulates: convolution.multiplyAccumulates),
        Theme.text
      ),
    ]
  }

  private func describe(_ unit: ExchangeUnit) -> [(String, Style)] {
    let nodes = unit.edges.joined().map { network[$0] }
    let isSkip = unit.address.site == .skip
    let streams =
      isSkip
      ? "kept at \(unit.sources[0]), up from \(unit.sources[1])"
      : "\(unit.sourceCount)→\(unit.destinationCount), \(edgeCount(of: unit)) foreign edges"
    let measured =
      model.study.sweep?.rank(of: unit.address).map { [(" · \(SweepText.alone($0, $1))", Theme.strong)] } ?? []
    let name = isSkip ? "skip of level \(unit.address.module)" : "exchange unit, \(unit.kind.rawValue)"
    return [("\(unit.address)", Theme.strong), (" \(name) · \(streams)", Theme.text)]
      + measured + changes(in: [unit]) + [(costs(of: nodes), Theme.text)]
  }

  private func describe(_ section: Column.Section) -> [(String, Style)] {
    let units = network.exchangeUnits.filter { $0.address.section == section }
    let nodes = network.columns.filter { $0.section == section }.flatMap(\.nodes).map { network[$0] }
    let edges = units.flatMap { $0.edges.joined() }.map { network[$0] }
    let name = units.first?.address.site == .skip ? "skip" : "exchange unit"
    let content =
      units.isEmpty ? " nothing is fused here" : " \(units.count) \(name)\(units.count == 1 ? "" : "s")"
    return [("\(section)", Theme.strong), (content, Theme.text)] + changes(in: units)
      + [(costs(of: nodes + edges), Theme.text)]
  }

  private func changes(in units: [ExchangeUnit]) -> [(String, Style)] {
    let counts = InterventionNote(model.study, in: units.map(\.address)).counts
    return counts.isEmpty ? [] : [(" · \(counts)", Style(Theme.cut, on: nil, .bold))]
  }

  private func costs(of nodes: [Node]) -> String {
    Self.costs(
      parameters: nodes.reduce(0) { $0 + $1.parameters },
      multiplyAccumulates: nodes.reduce(0) { $0 + $1.multiplyAccumulates })
  }

  private static func costs(parameters: Int, multiplyAccumulates: Int) -> String {
    parameters > 0 ? " · \(amount(parameters)) params · \(amount(multiplyAccumulates)) MAC" : ""
  }

  /// `837`, `37.1 k`, `8.85 M`: powers of ten.
  static func amount(_ value: Int) -> String {
    switch value {
    case ..<1000: "\(value)"
    case ..<1_000_000: "\(Number.short(Double(value) / 1e3)) k"
    default: "\(Number.short(Double(value) / 1e6)) M"
    }
  }
}
