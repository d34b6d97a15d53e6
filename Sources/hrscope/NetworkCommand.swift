import ArgumentParser
import Cells
import Checkpoints
import Engine
import Experiments
import HRNet
import Platform

struct NetworkCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "Print every unit and fusion edge with shapes, parameters and costs.")

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var published: ModelOptions

  @OptionGroup var head: HeadOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Joints of a published variant's head; by default \(ModelOptions.usualJoints).", valueName: "K"))
  var joints: Int?

  @Flag(help: "List the names --model knows.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "A table of the paper, as counted here beside what is printed: "
        + "\(PaperTable.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "TABLE"))
  var paper: PaperTable?

  @Flag(help: "One JSON document.")
  var json = false

  mutating func validate() throws {
    try published.validate(beside: file)
    if list, paper != nil { throw ValidationError("--list and --paper exclude each other") }
    if list || paper != nil, published.model != nil || file.weights != nil {
      throw ValidationError("\(list ? "--list" : "--paper") takes no network")
    }
    guard let joints else { return }
    if !(1...4096).contains(joints) { throw ValidationError("--joints must be between 1 and 4096, found \(joints)") }
    if published.model == nil { throw ValidationError("--joints needs --model") }
  }

  func run() throws {
    if list {
      if json {
        try JSONOutput.print(PublishedModel.names)
      } else {
        try StandardOutput.print(PublishedModel.names.joined(separator: "\n"))
      }
      return
    }
    if let paper {
      let report = PaperReport(paper)
      if json { try JSONOutput.print(report) } else { try StandardOutput.print(report.text) }
      return
    }
    let (network, _, opened) = try published.open(self.network, joints: joints, head)
    let report = NetworkReport(network, assumptions: opened?.checkpoint.assumptions ?? [])
    if json { try JSONOutput.print(report) } else { try StandardOutput.print(report.text(network)) }
  }
}

extension PaperTable: ExpressibleByArgument {}

/// What `network` prints (`Documentation/CommandLine.md`). Parameters are learned numbers; `macs` counts multiply-accumulates of
/// convolutions, not divided by anything.
struct NetworkReport: Encodable {
  struct Unit: Encodable {
    let name: String
    let operation: String
    /// Channels, height, width.
    let shape: [Int]
    let parameters: Int
    let macs: Int
  }

  struct Edge: Encodable {
    let name: String
    let parameters: Int
    let macs: Int
  }

  struct Exchange: Encodable {
    let name: String
    let kind: String
    let edges: [Edge]
  }

  let model: String
  let input: [Int]
  let parameters: Int
  let macs: Int
  let units: [Unit]
  let exchangeUnits: [Exchange]
  /// What the file of weights does not say and is assumed; nil where it says everything.
  let assumptions: [String]?

  init(_ network: Network, assumptions: [String]) {
    self.assumptions = assumptions.isEmpty ? nil : assumptions
    model = network.architecture.name
    input = [network.input.height, network.input.width]
    parameters = network.parameters
    macs = network.multiplyAccumulates
    units = network.nodes.map {
      Unit(
        name: $0.address.description, operation: $0.operationText,
        shape: [$0.shape.channels, $0.shape.height, $0.shape.width],
        parameters: $0.parameters, macs: $0.multiplyAccumulates)
    }
    exchangeUnits = network.exchangeUnits.map { unit in
      Exchange(
        name: unit.address.description, kind: unit.kind.rawValue,
        edges: unit.edges.joined().map {
          let node = network[$0]
          return Edge(name: node.address.description, parameters: node.parameters, macs: node.multiplyAccumulates)
        })
    }
  }

  func text(_ network: Network) -> String {
    var lines = [
      "\(model), \(network.architecture.head.name) head, input \(network.input)",
      formatted(
        "%d parameters · %.3f GMAC (10⁹), %.3f as the paper counts (2³⁰)", parameters, Double(macs) / 1e9,
        Double(macs) / Double(1 << 30)),
      "\(exchangeUnits.count) exchange units, \(exchangeUnits.reduce(0) { $0 + $1.edges.count }) edges",
      formatted(
        "activations: %.1f MB a pass, of which the explorer remembers at most %.1f MB",
        Double(network.activationBytes) / 1e6, Double(network.rememberedBytes) / 1e6), "",
    ]
    let names = max(20, 2 + (network.nodes.map(\.address.description.count).max() ?? 0))
    func row(_ cells: [String]) -> String {
      let widths = [names, 14, 12, 14]
      return zip(cells, widths).enumerated().map { index, cell in
        index < 2 ? cell.0.padded(toColumns: cell.1) : cell.0.paddedLeft(toColumns: cell.1)
      }.joined() + "  " + cells[4]
    }
    lines.append(row(["unit", "H×W×C", "parameters", "MAC", "operation"]))
    for node in network.nodes {
      lines.append(
        row([
          node.address.description, node.shape.description, "\(node.parameters)", "\(node.multiplyAccumulates)",
          node.operationText,
        ]))
    }
    return lines.joined(separator: "\n")
  }
}
