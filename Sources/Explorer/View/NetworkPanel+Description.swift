import Canvas
import Network

// The line below the map, which names what the cursor stands on, with its operation, shape and costs.
extension NetworkPanel {
  func drawDescription(on canvas: inout Canvas, in line: Rect) {
    canvas.put([(" ", Theme.text)] + description, x: line.x, y: line.y, limit: line.width)
  }

  private var description: [(String, Style)] {
    if let stage = model.stageUnderCursor { return describe(stage: stage) }
    if let unit = model.exchangeUnit, model.edge == nil { return describe(unit) }
    let node = model.node
    var pieces = [("\(node.address)", Theme.strong)]
    if let edge = model.edge, model.interventions[edge] != 1 {
      pieces.append((" gain \(Number.short(Double(model.interventions[edge])))", Theme.changed))
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
    return [
      ("\(unit.address)", Theme.strong),
      (
        " exchange unit, \(unit.kind.rawValue) · \(unit.sourceCount)→\(unit.destinationCount) streams"
          + costs(of: nodes), Theme.text
      ),
    ] + cuts(in: [unit])
  }

  private func describe(stage: Int) -> [(String, Style)] {
    let units = network.exchangeUnits.filter { $0.address.stage == stage }
    let nodes = network.columns.filter { $0.stage == stage }.flatMap(\.nodes).map { network[$0] }
    let edges = units.flatMap { $0.edges.joined() }.map { network[$0] }
    let content =
      units.isEmpty ? " one stream, no fusion" : " \(units.count) exchange unit\(units.count == 1 ? "" : "s")"
    return [("stage \(stage)", Theme.strong), (content + costs(of: nodes + edges), Theme.text)] + cuts(in: units)
  }

  private func cuts(in units: [ExchangeUnit]) -> [(String, Style)] {
    let count = units.reduce(0) { $0 + model.cutCount(of: $1) }
    return count > 0 ? [(" · \(count) cut", Style(Theme.cut, on: nil, .bold))] : []
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

extension Model {
  /// How many edges of a unit have gain 0.
  func cutCount(of unit: ExchangeUnit) -> Int {
    interventions.edges.count { $0.unit == unit.address && interventions[$0] == 0 }
  }
}
