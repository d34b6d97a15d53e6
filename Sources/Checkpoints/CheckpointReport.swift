import HRNet

/// Everything a checkpoint's user wants to know about it, for `hrscope checkpoint`: as text and as JSON.
public struct CheckpointReport: Encodable, Sendable {
  public struct Architecture: Encodable, Sendable {
    let name: String
    /// This and what follows: null of a body that is no HRNet's.
    let width: Nullable<Int>
    let stemWidth: Nullable<Int>
    let stage1Units: Nullable<Int>
    let stage1Width: Nullable<Int>
    let modules: Nullable<[Int]>
    let unitsPerStream: Nullable<Int>
    /// Null without a pose head.
    let joints: Nullable<Int>
    let parameters: Int
    /// For people, a line each.
    let facts: [Fact]

    struct Fact: Encodable, Sendable {
      let name: String
      let value: String
    }

    fileprivate init(_ architecture: HRNet.Architecture) {
      let body = architecture.hrnet
      name = architecture.name
      (width, stemWidth) = (Nullable(value: body?.width), Nullable(value: body?.stemWidth))
      (stage1Units, stage1Width) = (Nullable(value: body?.stage1Units), Nullable(value: body?.stage1Width))
      (modules, unitsPerStream) = (Nullable(value: body?.modules), Nullable(value: body?.unitsPerStream))
      joints = Nullable(value: architecture.joints)
      // Opening has counted its tensors before.
      parameters = (try? architecture.parameters()) ?? 0
      facts = architecture.body.facts.map { Fact(name: $0.name, value: $0.value) }
    }
  }

  public struct Upsampling: Encodable, Sendable {
    let mode: String
    let origin: String
  }

  public struct Tensors: Encodable, Sendable {
    /// The file's names by canonical key.
    let matched: [String: String]
    let missing: [String]
    let leftOver: [String]
    /// How many of the matched ones are of each type.
    let types: [String: Int]
  }

  public struct Hash: Encodable, Sendable {
    let sha256: String
    /// The digits in the file's name; null where there are none.
    let expected: Nullable<String>
    let isAsNamed: Nullable<Bool>
  }

  let file: String
  let container: String
  /// Null for a file without a graph.
  let graph: Nullable<GraphFacts>
  let family: String
  let prefix: String
  let architecture: Architecture
  let head: HeadReport
  let input: [Int]
  let skeleton: Nullable<String>
  let upsampling: Upsampling
  /// Why joints cannot be computed; null where they can, or where there is no pose head.
  let headRefusal: Nullable<String>
  /// Of the joints, as the file has them; null where it names none.
  let jointNames: Nullable<[String]>
  /// What the file does not say and is assumed.
  let assumptions: [String]
  /// What the file says and cannot be used.
  let notes: [String]
  /// The first weights that are not finite.
  let notFinite: Nullable<NotFiniteWeights>
  let tensors: Tensors
  let hash: Hash

  /// - Parameters:
  ///   - assumptions: what the file does not say and is taken to be so; by default of the weights alone.
  ///   - commands: what can be done with a network that puts out such things.
  public init(
    _ checkpoint: Checkpoint, hash: FileHash, assumptions: [String]? = nil,
    commands: ([HeadOutput]) -> [String] = { _ in [] }
  ) throws(CheckpointError) {
    let architecture = checkpoint.architecture
    file = checkpoint.name
    container = checkpoint.container.rawValue
    graph = Nullable(value: checkpoint.graph)
    family = checkpoint.family.rawValue
    prefix = checkpoint.prefix
    self.architecture = Architecture(architecture)
    head = HeadReport(checkpoint, commands: commands)
    input = [checkpoint.input.height, checkpoint.input.width]
    skeleton = Nullable(value: checkpoint.skeleton)
    upsampling = Upsampling(
      mode: architecture.upsampling.rawValue, origin: checkpoint.upsamplingOrigin.rawValue)
    headRefusal = Nullable(value: checkpoint.headRefusal?.description)
    jointNames = Nullable(value: checkpoint.facts.joints?.names)
    self.assumptions = assumptions ?? checkpoint.unstated
    notes = checkpoint.facts.notes
    notFinite = Nullable(value: try checkpoint.firstNotFinite())
    tensors = Tensors(
      matched: checkpoint.matched, missing: checkpoint.missing, leftOver: checkpoint.leftOver,
      types: Dictionary(grouping: checkpoint.storedTensors.values, by: \.type.rawValue).mapValues(\.count))
    self.hash = Hash(
      sha256: hash.digits, expected: Nullable(value: hash.expected), isAsNamed: Nullable(value: hash.isAsNamed))
  }
}

extension CheckpointReport {
  /// The report for people: a line per fact.
  ///
  /// - Parameter longestList: names of left-over tensors to show; the JSON document has all.
  public func text(longestList: Int = 12) -> String {
    var lines = [
      ("container", containerText),
      ("family", prefix.isEmpty ? family : "\(family), keys under '\(printable(prefix))'"),
      ("network", architecture.name),
    ]
    lines += architecture.facts.map { ($0.name, $0.value) }
    lines.append(("parameters", "\(architecture.parameters)"))
    lines += labelled("head", head.lines)
    lines += [
      ("joints", jointsText),
      ("skeleton", skeleton.value.map(printable) ?? "not stated"),
      ("input", "\(input[0])×\(input[1])"),
      ("upsampling", "\(upsamplingText) (\(origin))"),
      ("numbers", types),
      (
        "tensors",
        "\(tensors.matched.count) matched, \(tensors.missing.count) missing, \(tensors.leftOver.count) left over"
      ),
    ]
    if let graph = graph.value {
      lines += labelled("numbers in", graph.numberFiles.prefix(longestList).map(printable))
      if !graph.notComputed.isEmpty, let name = graph.heatMaps {
        lines.append(("heat maps", "output '\(printable(name))'"))
      }
      lines += labelled("unknown", graph.notComputed.map(\.description))
    }
    lines += labelled("missing", tensors.missing)
    lines += labelled("left over", tensors.leftOver.prefix(longestList).map(printable))
    if tensors.leftOver.count > longestList { lines.append(("", "… and \(tensors.leftOver.count - longestList) more")) }
    lines += labelled("assumed", assumptions)
    lines += labelled("note", notes)
    if let found = notFinite.value {
      lines.append(
        ("NOT FINITE", "\(printable(found.tensor)), first at \(found.node): nothing behind it means anything"))
    }
    lines.append(("SHA-256", hash.sha256))
    if let expected = hash.expected.value {
      lines.append(("", hash.isAsNamed.value == true ? "begins as the name says" : "but the name says \(expected)"))
    }
    return lines.map { label, value in
      label + String(repeating: " ", count: 12 - label.count) + value
    }.joined(separator: "\n")
  }

  private var jointsText: String {
    if let refusal = headRefusal.value { return "none: \(refusal)" }
    return architecture.joints.value.map(String.init) ?? "none: there is no pose head"
  }

  private var containerText: String {
    guard let graph = graph.value else { return container }
    let producer = graph.producer.isEmpty ? "" : ", written by \(printable(graph.producer))"
    return "\(container), opset \(graph.opset), batch normalisation \(graph.batchNormalization.rawValue)\(producer)"
  }

  private var upsamplingText: String {
    switch upsampling.mode {
    case "bilinear": "bilinear, align_corners=false"
    case "bilinear-corners": "bilinear, align_corners=true"
    default: upsampling.mode
    }
  }

  private var origin: String {
    switch Checkpoint.UpsamplingOrigin(rawValue: upsampling.origin) {
    case .stated: "the file says so"
    case .chosen: "as asked for"
    case .assumed, nil: "assumed for \(family): weights do not say"
    }
  }

  private var types: String {
    tensors.types.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value))" }
      .joined(separator: ", ")
  }

  private func labelled(_ label: String, _ names: [String]) -> [(String, String)] {
    names.enumerated().map { ($0 == 0 ? label : "", $1) }
  }
}
