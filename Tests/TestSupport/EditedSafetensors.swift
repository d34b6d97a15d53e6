import Foundation

/// A safetensors file changed in memory: other names, other metadata, more tensors, other numbers.
public struct EditedSafetensors {
  private struct Tensor {
    var type: String
    var shape: [Int]
    var bytes: Data
  }

  private var tensors: [String: Tensor] = [:]
  public var metadata: [String: String]

  public init(_ path: String) throws {
    let file = try Data(contentsOf: URL(filePath: path))
    let length = file.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let header = try JSONSerialization.jsonObject(with: file[8..<8 + length]) as? [String: [String: Any]] ?? [:]
    metadata = header["__metadata__"] as? [String: String] ?? [:]
    for (name, entry) in header where name != "__metadata__" {
      guard let type = entry["dtype"] as? String, let shape = entry["shape"] as? [Int],
        let offsets = entry["data_offsets"] as? [Int]
      else { continue }
      let bytes = file[8 + length + offsets[0]..<8 + length + offsets[1]]
      tensors[name] = Tensor(type: type, shape: shape, bytes: Data(bytes))
    }
  }

  /// - Parameter rename: nil drops a tensor.
  public mutating func rename(_ rename: (String) -> String?) {
    tensors = Dictionary(uniqueKeysWithValues: tensors.compactMap { name, tensor in rename(name).map { ($0, tensor) } })
  }

  /// As OpenMMLab names its parts: `backbone.`, and `head.` before the last layer.
  public mutating func renameForMMPose(head: String = "head.") {
    rename { ($0.hasPrefix("final_layer.") ? head : "backbone.") + $0 }
  }

  /// Adds a tensor of zeros, in single precision.
  public mutating func add(_ name: String, _ shape: [Int]) {
    tensors[name] = Tensor(type: "F32", shape: shape, bytes: Data(count: 4 * shape.reduce(1, *)))
  }

  /// Changes the last number of a tensor in single precision.
  public mutating func set(_ name: String, to value: Float) {
    guard let count = tensors[name]?.bytes.count, count >= 4 else { return }
    withUnsafeBytes(of: value.bitPattern.littleEndian) {
      tensors[name]?.bytes.replaceSubrange(count - 4..<count, with: $0)
    }
  }

  /// Makes a tensor's first axis longer by repeating it.
  public mutating func repeatRows(of name: String, to count: Int) {
    guard var tensor = tensors[name], let rows = tensor.shape.first, rows > 0 else { return }
    let row = tensor.bytes.count / rows
    tensor.bytes = Data((0..<count).flatMap { index in tensor.bytes[(index % rows) * row..<(index % rows + 1) * row] })
    tensor.shape[0] = count
    tensors[name] = tensor
  }

  /// Of every tensor, by name.
  public var shapes: [String: [Int]] { tensors.mapValues(\.shape) }

  /// The numbers of a tensor in single or half precision; empty for any other.
  public func numbers(_ name: String) -> [Float] {
    guard let tensor = tensors[name] else { return [] }
    let bytes = Array(tensor.bytes)
    func pattern(_ place: Int, _ count: Int) -> UInt32 {
      (0..<count).reduce(0) { $0 | UInt32(bytes[place * count + $1]) << (8 * $1) }
    }
    switch tensor.type {
    case "F32": return (0..<bytes.count / 4).map { Float(bitPattern: pattern($0, 4)) }
    case "F16": return (0..<bytes.count / 2).map { Float(Float16(bitPattern: UInt16(pattern($0, 2)))) }
    default: return []
    }
  }

  /// A convolution's bias made part of the mean that follows: the same network without the bias.
  public mutating func foldBias(of convolution: String, into norm: String) {
    let (bias, name) = (numbers(convolution + ".bias"), norm + ".running_mean")
    let mean = zip(numbers(name), bias).map { $0 - $1 }
    tensors[name]?.type = "F32"
    tensors[name]?.bytes = Data(
      mean.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } })
    tensors[convolution + ".bias"] = nil
  }

  /// Gives a tensor another shape of as many numbers.
  public mutating func reshape(_ name: String, _ shape: [Int]) { tensors[name]?.shape = shape }

  public var bytes: [UInt8] {
    get throws {
      var header: [String: Any] = ["__metadata__": metadata]
      var data = Data()
      for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
        header[name] = [
          "dtype": tensor.type, "shape": tensor.shape, "data_offsets": [data.count, data.count + tensor.bytes.count],
        ]
        data += tensor.bytes
      }
      let text = try JSONSerialization.data(withJSONObject: header)
      return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text + data
    }
  }

  public func write(to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }
}
