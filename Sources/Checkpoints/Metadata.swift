import Network

/// The free text pairs of a file, read with suspicion.
struct Metadata {
  let pairs: [String: String]

  init(_ pairs: [String: String]) {
    self.pairs = pairs
  }

  func input(_ rule: InputRule) throws(CheckpointError.Reason) -> InputSize? {
    guard let text = pairs["input"] else { return nil }
    guard let size = InputSize(text), rule.allows(size) else {
      throw .badMetadata(
        key: "input", expected: "e.g. 256x192\(rule.multiple > 1 ? ", divisible by \(rule.multiple)" : "")", found: text
      )
    }
    return size
  }

  func preprocessing() throws(CheckpointError.Reason) -> Checkpoint.Preprocessing {
    var result = Checkpoint.Preprocessing()
    if let mean = try numbers("mean", count: 3, in: -1000...1000) { result.mean = mean }
    if let deviation = try numbers("std", count: 3, in: 1e-6...1000) { result.standardDeviation = deviation }
    if let padding = try numbers("boxPadding", count: 1, in: 0.1...10) { result.boxPadding = Double(padding[0]) }
    return result
  }

  func upsampling() throws(CheckpointError.Reason) -> Upsampling? {
    guard let text = pairs["upsampling"] else { return nil }
    guard let upsampling = Upsampling(rawValue: text) else {
      throw .badMetadata(key: "upsampling", expected: "nearest, bilinear or bilinear-corners", found: text)
    }
    return upsampling
  }

  private func numbers(
    _ key: String, count: Int, in range: ClosedRange<Float>
  ) throws(CheckpointError.Reason) -> [Float]? {
    guard let text = pairs[key] else { return nil }
    let numbers = text.split(separator: ",").compactMap { Float($0) }
    guard numbers.count == count, numbers.allSatisfy(range.contains) else {
      throw .badMetadata(
        key: key, expected: "\(count) numbers from \(range.lowerBound) to \(range.upperBound)", found: text)
    }
    return numbers
  }
}
