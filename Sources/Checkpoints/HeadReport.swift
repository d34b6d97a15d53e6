import HRNet

/// Which head a checkpoint has, what it puts out and what can be done with it.
public struct HeadReport: Encodable, Sendable {
  /// One thing that a network puts out.
  public struct Output: Encodable, Sendable {
    /// `heat maps`, `class map`, `class scores`, `boxes` or `levels`.
    let kind: String
    /// K: joints, landmarks or classes; null of levels.
    let count: Nullable<Int>
    /// Of the levels' features, finest first; null of everything else.
    let channels: Nullable<[Int]>
    /// Pixels of the input that one position spans, of every level; empty for the whole picture.
    let strides: [Int]
  }

  /// The paper's name; `none` of a backbone.
  let name: String
  /// Whose names its tensors have in the file.
  let codes: [String]
  let outputs: [Output]
  /// How coarser streams are brought up before a concatenation; null where nothing is concatenated.
  let concatenation: Nullable<String>
  /// A head that the file has and that is left out; null where there is none.
  let obstacle: Nullable<String>
  /// What hrscope does with such a network.
  let commands: [String]

  init(_ checkpoint: Checkpoint, commands: ([HeadOutput]) -> [String]) {
    let architecture = checkpoint.architecture
    name = architecture.head.name
    codes = checkpoint.headCodes
    obstacle = Nullable(value: checkpoint.headObstacle?.description)
    // Every network can have an input of this size, and every stride divides it.
    let side = 1024
    guard let network = try? Network(architecture, input: InputSize(height: side, width: side)) else {
      (outputs, concatenation, self.commands) = ([], Nullable(value: nil), [])
      return
    }
    outputs = network.outputs.map { Output($0, of: network) }
    self.commands = commands(network.outputs)
    let rules = network.nodes.compactMap { node -> HRNet.Upsampling? in
      if case .head = node.address, case .upsample(let rule) = node.operation { rule } else { nil }
    }
    concatenation = Nullable(value: rules.first?.rawValue)
  }

  /// The head and what it puts out.
  var title: String { ([name] + outputs.map(\.text)).joined(separator: ", ") }

  /// For people.
  var lines: [String] {
    let isNone = name == BackboneHead(streams: 1).name
    var lines = [isNone ? (["none"] + outputs.map(\.text)).joined(separator: ": ") : title]
    if !codes.isEmpty { lines.append("with the names of \(codes.joined(separator: " and of "))") }
    if let rule = concatenation.value.flatMap(Upsampling.init(rawValue:)) {
      lines.append("streams brought up \(rule.text) before the concatenation")
    }
    if let obstacle = obstacle.value { lines.append("left out: \(obstacle)") }
    if !commands.isEmpty { lines.append("for " + commands.joined(separator: ", ")) }
    return lines
  }
}

extension HeadReport.Output {
  fileprivate init(_ output: HeadOutput, of network: Network) {
    func stride(_ node: Node.ID) -> Int { network.input.height / max(network[node].shape.height, 1) }
    func channels(_ node: Node.ID) -> Int { network[node].shape.channels }
    switch output {
    case .heatMaps(let node):
      self.init(
        kind: "heat maps", count: Nullable(value: channels(node)), channels: Nullable(value: nil),
        strides: [stride(node)])
    case .classMap(let node):
      self.init(
        kind: "class map", count: Nullable(value: channels(node)), channels: Nullable(value: nil),
        strides: [stride(node)])
    case .classScores(let node):
      self.init(
        kind: "class scores", count: Nullable(value: channels(node)), channels: Nullable(value: nil), strides: [])
    case .levels(let nodes):
      self.init(
        kind: "levels", count: Nullable(value: nil), channels: Nullable(value: nodes.map(channels)),
        strides: nodes.map(stride))
    case .boxes(let levels):
      self.init(
        kind: "boxes", count: Nullable(value: levels.first.map { channels($0.logits) }), channels: Nullable(value: nil),
        strides: levels.map(\.stride))
    }
  }

  fileprivate var text: String {
    let places = strides.map { "1/\($0)" }
    let range = places.count > 1 ? "\(places[0]) … \(places[places.count - 1])" : places.first ?? ""
    let count = count.value ?? 0
    switch kind {
    case "heat maps": return "\(count) heat maps at \(range)"
    case "class map": return "\(count) classes at \(range)"
    case "class scores": return "\(count) classes of the picture"
    case "boxes": return "boxes of \(count) classes on \(places.count) levels, \(range)"
    default:
      let channels = channels.value ?? []
      let widths =
        Set(channels).count > 1 ? channels.map(String.init).joined(separator: ", ") : "\(channels.first ?? 0)"
      return "\(places.count) \(places.count == 1 ? "level" : "levels") of \(widths) channels, \(range)"
    }
  }
}
