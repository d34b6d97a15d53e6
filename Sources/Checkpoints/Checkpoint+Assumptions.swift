import HRNet

extension Checkpoint {
  /// What the file does not say about its use and is taken to be as usual for its family, a phrase each.
  public var unstated: [String] {
    if container == .random { return [] }
    var result: [String] = []
    if architecture.body is SimpleBaselineBody {
      // The authors' other ResNets, Caffe's, have it on the first 1×1.
      result.append("strides on the encoder's 3×3")
    } else if upsamplingOrigin == .assumed, architecture.hrnet != nil {
      switch architecture.upsampling {
      case .nearest: result.append("nearest upsampling")
      case .bilinear: result.append("bilinear upsampling")
      case .bilinearCorners: result.append("bilinear upsampling with aligned corners")
      }
    }
    if graph != nil, (architecture.head as? V2Head)?.maps == .classes { result.append("classes, not landmarks") }
    if facts.input == nil { result.append("input \(input)") }
    if facts.mean == nil || facts.standardDeviation == nil {
      // There are two of these, and names did not change with them.
      result.append(preprocessing.colourText + (architecture.head is FCOSHead ? " (--fcos chooses)" : ""))
    }
    return result
  }

  /// The first weights, in the order of the network, that are NaN or infinite, or normalise by a negative variance.
  ///
  /// - Complexity: O(weights).
  /// - Throws: `CheckpointError` where the file does not hold them any more.
  public func firstNotFinite() throws(CheckpointError) -> NotFiniteWeights? {
    for needed in (try? architecture.tensors()) ?? [] {
      guard let tensor = storedTensors[needed.key] else { continue }
      do throws(CheckpointError.Reason) {
        guard try !tensor.isUsable(asVariance: needed.key.hasSuffix(".running_var")) else { continue }
      } catch { throw CheckpointError(path: name, reason: error) }
      return NotFiniteWeights(node: needed.node.referenceName, tensor: matched[needed.key] ?? needed.key)
    }
    return nil
  }
}

/// Weights that no number can be computed with.
public struct NotFiniteWeights: Hashable, Sendable, Encodable {
  /// Name of the first node that has such weights.
  public let node: String
  /// The file's name of the tensor.
  public let tensor: String
}

extension StoredTensor {
  /// Whether no number is NaN or infinite in single precision, and none of a variance as negative as what batch
  /// normalisation adds to it.
  fileprivate func isUsable(asVariance: Bool) throws(CheckpointError.Reason) -> Bool {
    guard try isFinite() else { return false }
    return asVariance ? try floats().allSatisfy { $0 > -1e-5 } : true
  }

  private func isFinite() throws(CheckpointError.Reason) -> Bool {
    switch type {
    case .float32: try patterns(UInt32.self).allSatisfy { $0 & 0x7f80_0000 != 0x7f80_0000 }
    case .float16: try patterns(UInt16.self).allSatisfy { $0 & 0x7c00 != 0x7c00 }
    case .bfloat16: try patterns(UInt16.self).allSatisfy { $0 & 0x7f80 != 0x7f80 }
    case .float64: try floats().allSatisfy(\.isFinite)
    case .int64, .int32, .int16, .int8, .uint8, .bool: true
    }
  }
}
