import Checkpoints
import Essentials
import HRNet

/// A comparison of a network's numbers with reference numbers computed elsewhere (PyTorch).
public struct Verification: Sendable {
  /// How far one activation departs from its reference.
  public struct Unit: Hashable, Sendable {
    /// The name in the reference file: a node's `referenceName`, or an intervention's.
    public let name: String
    /// Largest absolute departure; infinite where one side is NaN and the other is not.
    public let maximumError: Double
    /// `maximumError` relative to the largest magnitude of the reference activation.
    public let relativeError: Double
  }

  /// Compared units, in the order of the computation.
  public let units: [Unit]

  public var worst: Unit? { units.max { $0.relativeError < $1.relativeError } }

  /// The first unit beyond a tolerance relative to the activation's largest magnitude.
  public func firstDeparture(tolerance: Double) -> Unit? { units.first { $0.relativeError > tolerance } }

  /// Runs the network on the tensor `input` and compares every activation that has a reference under its name.
  ///
  /// - Throws: `VerificationError` where the references do not fit the network; `PassCancelled` when asked to stop.
  public init(
    _ executor: Executor, activations reference: ReferenceTensors, cancellation: Cancellation? = nil
  ) throws {
    let pass = try reference.run(executor, .none, cancellation)
    var units: [Unit] = []
    for node in executor.network.nodes {
      let name = node.address.referenceName
      guard name != "input", let activation = pass[node.id], reference.contains(name) else { continue }
      units.append(try reference.compare(activation, node: node, with: name))
    }
    guard !units.isEmpty else { throw VerificationError.nothingToCompare(path: reference.path) }
    self.units = units
  }

  /// Runs the network under each named set of interventions and compares its result, heat maps or logits, with what the
  /// reference holds under its name.
  ///
  /// - Throws: as above.
  public init(
    _ executor: Executor, interventions: ReferenceInterventions, results reference: ReferenceTensors,
    cancellation: Cancellation? = nil
  ) throws {
    let output = executor.network[executor.network.result]
    var units: [Unit] = []
    for (name, interventions) in interventions.sets {
      guard reference.contains(name) else {
        throw VerificationError.missing(path: reference.path, tensor: name)
      }
      let pass = try reference.run(executor, interventions, cancellation)
      guard let activation = pass[output.id] else { continue }
      units.append(try reference.compare(activation, node: output, with: name))
    }
    guard !units.isEmpty else { throw VerificationError.nothingToCompare(path: reference.path) }
    self.units = units
  }
}

/// Reference numbers that do not fit the network they are compared with.
public enum VerificationError: Error, Hashable, CustomStringConvertible {
  case missing(path: String, tensor: String)
  case shape(path: String, tensor: String, expected: [Int], found: [Int])
  case nothingToCompare(path: String)
  case malformedInterventions(path: String, String)
  /// The file of references was changed while it was open.
  case changed(CheckpointError)

  public var description: String {
    switch self {
    case .missing(let path, let tensor): "\(path): tensor '\(tensor)' is missing"
    case .shape(let path, let tensor, let expected, let found):
      "\(path): tensor '\(tensor)': wrong shape (expected \(expected), found \(found))"
    case .nothingToCompare(let path): "\(path): holds no activation of this network"
    case .malformedInterventions(let path, let text): "\(path): no list of interventions (\(text))"
    case .changed(let error): error.description
    }
  }
}

/// A file of activations under the names of `Documentation/HRNet.md`, NCHW, with the input they were computed from.
public struct ReferenceTensors: Sendable {
  public let path: String
  private let tensors: [String: StoredTensor]
  private let input: StoredTensor

  /// - Parameter inputFile: where to look for the tensor `input` if this file does not hold it.
  /// - Throws: `CheckpointError` for a damaged file, with reason `missingTensor` where there is no `input`.
  public init(_ file: SafetensorsFile, path: String, inputFrom inputFile: SafetensorsFile?) throws(CheckpointError) {
    guard let input = file.tensors["input"] ?? inputFile?.tensors["input"] else {
      throw CheckpointError(path: path, reason: .missingTensor("input"))
    }
    self.path = path
    self.input = input
    tensors = file.tensors
  }

  /// Height and width of the input, or nil where it is no `[1, 3, height, width]`.
  public var inputSize: InputSize? {
    guard input.shape.count == 4, input.shape.starts(with: [1, 3]) else { return nil }
    return InputSize(height: input.shape[2], width: input.shape[3])
  }

  func contains(_ name: String) -> Bool { tensors[name] != nil }

  private func numbers(of tensor: StoredTensor) throws(VerificationError) -> [Float] {
    do { return try tensor.floats() } catch { throw .changed(CheckpointError(path: path, reason: error)) }
  }

  fileprivate func run(
    _ executor: Executor, _ interventions: Interventions, _ cancellation: Cancellation?
  ) throws -> Pass {
    let size = executor.network.input
    let expected = [1, 3, size.height, size.width]
    guard input.shape == expected else {
      throw VerificationError.shape(path: path, tensor: "input", expected: expected, found: input.shape)
    }
    let planes = try numbers(of: input)
    let pixels = size.height * size.width
    let interleaved = (0..<3 * pixels).map { planes[$0 % 3 * pixels + $0 / 3] }
    return try executor.run(executor.input(interleaved), interventions, cancellation: cancellation)
  }

  fileprivate func compare(
    _ activation: Activation, node: Node, with name: String
  ) throws(VerificationError) -> Verification.Unit {
    guard let tensor = tensors[name] else { throw .missing(path: path, tensor: name) }
    let expected = [1, node.shape.channels, node.shape.height, node.shape.width]
    guard tensor.shape == expected else {
      throw .shape(path: path, tensor: name, expected: expected, found: tensor.shape)
    }
    var (largest, error) = (0.0, 0.0)
    for (value, reference) in zip(activation.channelMajor(), try numbers(of: tensor)) {
      largest = max(largest, abs(Double(reference)))
      let departure = abs(Double(value) - Double(reference))
      if departure.isNaN {
        if !(value.isNaN && reference.isNaN || value == reference) { error = .infinity }
      } else {
        error = max(error, departure)
      }
    }
    return Verification.Unit(
      name: name, maximumError: error, relativeError: error == 0 ? 0 : error / max(largest, .leastNormalMagnitude))
  }
}

/// Named sets of interventions as reference files write them:
/// `{"name": [{"stage": 2–4, "module", "to", "source", "gain"}]}`, module and streams counted from 0.
public struct ReferenceInterventions: Sendable {
  /// Sorted by name.
  public let sets: [(name: String, interventions: Interventions)]

  private struct Edge: Decodable {
    let stage: Int
    let module: Int
    let to: Int
    let source: Int
    let gain: Float
  }

  /// - Parameter json: the file's bytes.
  /// - Throws: `VerificationError` where they are no such list or name an edge the network does not have.
  public init(_ json: Data, path: String, network: Network) throws(VerificationError) {
    let decoded: [String: [Edge]]
    do { decoded = try JSONDecoder().decode([String: [Edge]].self, from: json) } catch {
      throw .malformedInterventions(path: path, "expected {name: [{stage, module, to, source, gain}]}")
    }
    var sets: [(name: String, interventions: Interventions)] = []
    for (name, edges) in decoded.sorted(by: { $0.key < $1.key }) {
      var interventions = Interventions()
      for edge in edges {
        let streams = 0..<Stream.maximumCount
        guard (0..<1000).contains(edge.module), streams.contains(edge.source), streams.contains(edge.to) else {
          throw .malformedInterventions(path: path, "'\(name)' names an edge that no HRNet has")
        }
        let unit = ExchangeAddress(stage: edge.stage, module: edge.module + 1)
        let address = EdgeAddress(unit, from: Stream(edge.source), to: Stream(edge.to))
        guard network.node(.edge(address)) != nil else {
          throw .malformedInterventions(path: path, "'\(name)': this network has no \(address)")
        }
        interventions[address] = edge.gain
      }
      sets.append((name, interventions))
    }
    self.sets = sets
  }
}
