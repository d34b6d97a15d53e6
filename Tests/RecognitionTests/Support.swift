import Foundation
import TestSupport

/// A fixture that `Scripts/make_fixtures.py` made.
func fixture<Value: Decodable>(_ name: String) throws -> Value {
  let path = Shared.inRepository("Tests/RecognitionTests/Fixtures/\(name)")
  return try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(filePath: path)))
}

/// Tensors of single precision in a safetensors file, by name, in PyTorch's order.
func tensors(_ path: String) throws -> [String: (shape: [Int], values: [Float])] {
  let file = try Data(contentsOf: URL(filePath: path))
  let length = file.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
  let header = try JSONSerialization.jsonObject(with: file[8..<8 + length]) as? [String: [String: Any]] ?? [:]
  var tensors: [String: (shape: [Int], values: [Float])] = [:]
  for (name, entry) in header where entry["dtype"] as? String == "F32" {
    guard let shape = entry["shape"] as? [Int], let offsets = entry["data_offsets"] as? [Int] else { continue }
    let bytes = Data(file[8 + length + offsets[0]..<8 + length + offsets[1]])
    tensors[name] = (shape, bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) })
  }
  return tensors
}

/// Values in PyTorch's order with the channels of a position side by side.
func positionMajor(_ tensor: (shape: [Int], values: [Float])) -> [Float] {
  let (channels, positions) = (tensor.shape[1], tensor.shape[2] * tensor.shape[3])
  return (0..<positions).flatMap { position in (0..<channels).map { tensor.values[$0 * positions + position] } }
}
