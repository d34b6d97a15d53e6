import Checkpoints
import Essentials
import Files
import HRNet
import Pose
import Recognition

/// Why a file of probes cannot be used.
public typealias ProbeFileError = FileProblem<ProbeFileReason>

/// What can be wrong with a file of probes.
public enum ProbeFileReason: FileProblemReason {
  case notProbes
  case version(FileFormat.Problem)
  case damaged(String)
  case otherNetwork(expected: String, found: String)
  case otherUpsampling(expected: String, found: String)
  case unknownNode(String)
  case otherChannels(node: String, expected: Int, found: Int)

  public var fault: FileFault { .content }

  public var description: String {
    switch self {
    case .notProbes: "no file of probes (expected one of 'hrscope probe --output')"
    case .version(let problem): "probes \(problem)"
    case .damaged(let what): "damaged probes: \(printable(what, limit: 200))"
    case .otherNetwork(let expected, let found):
      "probes of another network (expected weights \(expected.prefix(8))…, found \(printable(String(found.prefix(8)), limit: 8))…)"
    case .otherUpsampling(let expected, let found):
      "probes of the same weights with other upsampling (expected \(expected), found \(printable(found, limit: 20)))"
    case .unknownNode(let node): "no node '\(printable(node, limit: 80))' in this network"
    case .otherChannels(let node, let expected, let found):
      "\(printable(node, limit: 80)): probe of another width (expected \(expected) channels, found \(found))"
    }
  }
}

extension FittedProbes {
  static let format = FileFormat("hrscope probes", version: 1)

  /// Writes a safetensors file: `probe.{node}.weight` `[K, C]` and `probe.{node}.bias` `[K]`, and in its metadata the rest.
  ///
  /// - Parameter isHalf: in half precision, a quarter of double's size.
  /// - Throws: `CheckpointError` where it cannot be written.
  public func write(to path: String, isHalf: Bool = false) throws(CheckpointError) {
    let precision: NumberTensor.Precision = isHalf ? .half : .double
    let tensors = entries.flatMap { entry in
      [
        NumberTensor(
          name: "probe.\(entry.node).weight", shape: [targets.count, entry.channels], precision: precision
        ) { entry.weights },
        NumberTensor(name: "probe.\(entry.node).bias", shape: [targets.count], precision: precision) { entry.bias },
      ]
    }
    try SafetensorsFile.write(tensors, metadata: metadata, to: path)
  }

  private var metadata: [String: String] {
    func numbers(_ value: (Entry) -> Double?) -> String {
      var known: [String: Double] = [:]
      for entry in entries { known[entry.node] = value(entry) }
      return json(known)
    }
    var sizes: [String: [Int]] = [:]
    for entry in entries { sizes[entry.node] = [entry.height, entry.width] }
    var pairs = [
      "format": Self.format.name, "version": "\(Self.format.version)", "targets": targets.kind.rawValue,
      "names": json(targets.names),
      "concatenated": "\(isConcatenated)", "set": set, "N": "\(count)", "sigma": "\(sigma)", "network": network,
      "model": model, "input": "\(input.height)x\(input.width)", "options": json(options),
      "nodes": json(entries.map(\.node)), "size": json(sizes),
      "lambda": numbers(\.ridge), "emphasis": numbers(\.emphasis), "fit": numbers(\.fit), "pck": numbers(\.measured),
      "limit": numbers(\.limit),
    ]
    pairs["validation"] = validation
    if case .joints(let skeleton) = targets { pairs["skeleton"] = skeleton.name }
    return pairs
  }

  private func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
}

extension FittedProbes {
  /// Reads a file.
  ///
  /// - Throws: `CheckpointError` where it is no sound safetensors file; `ProbeFileError` where it holds no sound probes.
  public init(contentsOf path: String) throws {
    try self.init(FileBytes(opening: path), path: path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter path: for messages.
  /// - Throws: as `init(contentsOf:)`.
  public init(_ bytes: FileBytes, path: String) throws {
    let file = try SafetensorsFile(bytes, path: path)
    do {
      self = try ProbeFileReader(metadata: file.metadata, tensors: file.tensors, path: path).probes()
    } catch let reason as ProbeFileReason {
      throw ProbeFileError(path: path, reason: reason)
    }
  }

  /// Refuses probes that were fitted to something else.
  ///
  /// - Parameters:
  ///   - network: that they are to read.
  ///   - digest: SHA-256 of its weights.
  ///   - path: of their file.
  public func check(for network: Network, digest: String, path: String) throws(ProbeFileError) {
    func fail(_ reason: ProbeFileReason) -> ProbeFileError { ProbeFileError(path: path, reason: reason) }
    guard digest == self.network else { throw fail(.otherNetwork(expected: digest, found: self.network)) }
    let prefix = "upsampling "
    let upsampling = options.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    if let upsampling, upsampling != network.architecture.upsampling.rawValue {
      throw fail(.otherUpsampling(expected: network.architecture.upsampling.rawValue, found: upsampling))
    }
    for entry in entries {
      guard let input = network.probeInput(entry.node, isConcatenated: isConcatenated) else {
        throw fail(.unknownNode(entry.node))
      }
      guard input.shape.channels == entry.channels else {
        throw fail(.otherChannels(node: entry.node, expected: input.shape.channels, found: entry.channels))
      }
    }
  }
}

extension ProbeFileReason: Error {}

/// Takes a file of probes apart. It may say anything.
private struct ProbeFileReader {
  let metadata: [String: String]
  let tensors: [String: StoredTensor]
  let path: String

  func probes() throws -> FittedProbes {
    guard metadata["format"] == FittedProbes.format.name else { throw ProbeFileReason.notProbes }
    let version = try text("version")
    if let problem = FittedProbes.format.problem(version: version) {
      throw problem == .other ? ProbeFileReason.damaged("version '\(version)'") : .version(problem)
    }
    let targets = try self.targets()
    let nodes = try value([String].self, "nodes")
    guard !nodes.isEmpty, Set(nodes).count == nodes.count, tensors.count == 2 * nodes.count else {
      throw ProbeFileReason.damaged(
        "a weight and a bias for each of its nodes (expected \(2 * nodes.count) tensors, found \(tensors.count))")
    }
    guard let count = Int(try text("N")), count > 0, let sigma = Double(try text("sigma")), sigma.isFinite, sigma >= 0
    else { throw ProbeFileReason.damaged("N or sigma is no such number") }
    guard let isConcatenated = Bool(try text("concatenated")) else {
      throw ProbeFileReason.damaged("concatenated is neither true nor false")
    }
    guard let input = InputSize(try text("input")), input.isPlausible else {
      throw ProbeFileReason.damaged("input is no size")
    }
    let known = try Numbers(self)
    return FittedProbes(
      targets: targets, isConcatenated: isConcatenated,
      entries: try nodes.map { try entry($0, known, count: targets.count) }, set: try text("set"),
      validation: metadata["validation"], count: count, sigma: sigma, network: try text("network"),
      model: try text("model"), input: input, options: try value([String].self, "options"))
  }

  /// What is said of each node.
  private struct Numbers {
    let size: [String: [Int]]
    let ridge, emphasis, fit, measured, limit: [String: Double]

    init(_ reader: ProbeFileReader) throws {
      size = try reader.value([String: [Int]].self, "size")
      func numbers(_ key: String) throws -> [String: Double] { try reader.value([String: Double].self, key) }
      (ridge, emphasis) = (try numbers("lambda"), try numbers("emphasis"))
      (fit, measured, limit) = (try numbers("fit"), try numbers("pck"), try numbers("limit"))
    }
  }

  private func entry(_ node: String, _ known: Numbers, count: Int) throws -> FittedProbes.Entry {
    guard let size = known.size[node], size.count == 2, size.allSatisfy({ (1...100_000).contains($0) }),
      let ridge = known.ridge[node], ridge >= 0, let emphasis = known.emphasis[node], emphasis >= 0,
      [known.fit[node], known.measured[node], known.limit[node]].allSatisfy({ (0...1).contains($0 ?? 0) })
    else { throw ProbeFileReason.damaged("\(node): its size, λ or PCK is missing or impossible") }
    let weights = try tensor("probe.\(node).weight")
    let bias = try tensor("probe.\(node).bias")
    guard weights.shape.count == 2, weights.shape[0] == count, weights.shape[1] > 0, bias.shape == [count] else {
      throw ProbeFileReason.damaged(
        "\(node): shapes (expected [\(count), C] and [\(count)], found \(weights.shape) and \(bias.shape))")
    }
    return FittedProbes.Entry(
      node: node, channels: weights.shape[1], height: size[0], width: size[1], ridge: ridge, emphasis: emphasis,
      fit: known.fit[node], measured: known.measured[node], limit: known.limit[node],
      weights: try numbers(weights, node),
      bias: try numbers(bias, node))
  }

  private func tensor(_ name: String) throws -> StoredTensor {
    guard let tensor = tensors[name] else { throw ProbeFileReason.damaged("tensor '\(name)' is missing") }
    return tensor
  }

  private func numbers(_ tensor: StoredTensor, _ node: String) throws -> [Double] {
    guard [.float16, .bfloat16, .float32, .float64].contains(tensor.type) else {
      throw ProbeFileReason.damaged("\(node): numbers of a type that holds no fractions")
    }
    let values = try tensor.doubles(path: path)
    // In single precision too, which read-outs are computed in.
    guard values.allSatisfy({ Float($0).isFinite }) else {
      throw ProbeFileReason.damaged("\(node): numbers that are not finite")
    }
    return values
  }

  private func targets() throws -> ProbeTargets {
    let names = try value([String].self, "names")
    guard (1...1000).contains(names.count) else {
      throw ProbeFileReason.damaged("\(names.count) names of targets (expected 1 to 1000)")
    }
    switch ProbeTargets.Kind(rawValue: try text("targets")) {
    case .joints: return .joints(Skeleton(stating: names, dataSet: metadata["skeleton"]))
    case .classes: return .classes(ClassNames(stating: names))
    case nil: throw ProbeFileReason.damaged("targets (expected joints or classes)")
    }
  }

  private func text(_ key: String) throws -> String {
    guard let text = metadata[key] else { throw ProbeFileReason.damaged("says no '\(key)'") }
    return text
  }

  private func value<Value: Decodable>(_ type: Value.Type, _ key: String) throws -> Value {
    guard let value = try? JSONDecoder().decode(type, from: Data(try text(key).utf8)) else {
      throw ProbeFileReason.damaged("'\(key)' is no such JSON")
    }
    return value
  }
}
