import ArgumentParser
import Checkpoints
import Engine
import Experiments
import Foundation
import Network

struct NetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "Print every unit and fusion edge with shapes, parameters and costs.")

  @OptionGroup var options: NetworkOptions

  @OptionGroup var head: HeadOptions

  @Option(
    help: ArgumentHelp(
      """
      A published network, without weights: \(Architecture.presetNames.joined(separator: ", ")), alone or with a head, \
      such as w48-ocr-cityscapes.
      """, valueName: "NAME"))
  var model: String?

  @Flag(help: "List the names --model knows.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "A table of the paper, as counted here beside what is printed: "
        + "\(PaperTable.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "TABLE"))
  var paper: PaperTable?

  @Option(parsing: .unconditional, help: ArgumentHelp("Joints of the variant's head.", valueName: "K"))
  var joints = 17

  @Flag(help: "One JSON document.")
  var json = false

  mutating func validate() throws {
    if !(1...4096).contains(joints) { throw ValidationError("--joints must be between 1 and 4096, found \(joints)") }
    if model != nil, options.weights != nil { throw ValidationError("--model and --weights exclude each other") }
    if list, paper != nil { throw ValidationError("--list and --paper exclude each other") }
    if list || paper != nil, model != nil || options.weights != nil {
      throw ValidationError("\(list ? "--list" : "--paper") takes no network")
    }
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
    let (network, assumptions) = try network()
    let report = NetworkReport(network, assumptions: assumptions)
    if json { try JSONOutput.print(report) } else { try StandardOutput.print(report.text(network)) }
  }

  private func network() throws -> (Network, assumptions: [String]) {
    guard let model else {
      let checkpoint = try options.checkpoint()
      let architecture = try head.applied(to: checkpoint.architecture)
      return (
        try Network(architecture, input: options.inputSize() ?? checkpoint.input), checkpoint.assumptions
      )
    }
    let published = try PublishedModel.named(model)
    var architecture = try head.applied(to: published.architecture)
    if architecture.head is PoseHead { architecture.head = PoseHead(joints: joints) }
    architecture.upsampling = options.upsampling ?? architecture.upsampling
    return (try Network(architecture, input: options.inputSize() ?? published.input), [])
  }
}

extension PaperTable: ExpressibleByArgument {}

/// The network as the contract states it. Parameters are learned numbers; `macs` counts multiply-accumulates of
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
      String(
        format: "%d parameters · %.3f GMAC (10⁹), %.3f as the paper counts (2³⁰)", parameters, Double(macs) / 1e9,
        Double(macs) / Double(1 << 30)),
      "\(exchangeUnits.count) exchange units, \(exchangeUnits.reduce(0) { $0 + $1.edges.count }) edges",
      String(
        format: "activations: %.1f MB a pass, of which the explorer remembers at most %.1f MB",
        Double(network.activationBytes) / 1e6, Double(network.rememberedBytes) / 1e6), "",
    ]
    let names = max(20, 2 + (network.nodes.map(\.address.description.count).max() ?? 0))
    func row(_ cells: [String]) -> String {
      let widths = [names, 14, 12, 14]
      return zip(cells, widths).enumerated().map { index, cell in
        let fill = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
        return index < 2 ? cell.0 + fill : fill + cell.0
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
