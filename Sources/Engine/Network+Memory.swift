import HRNet

extension Network {
  /// Bytes of the activations of one pass. Identities share their source's, and a term that is upsampled by repetition is
  /// kept at its source's resolution.
  public var activationBytes: Int {
    nodes.reduce(0) { sum, node in
      guard node.isComputed else { return sum }
      var count = node.shape.count
      if case .projectAndUpsample(_, let factor) = node.operation, architecture.upsampling == .nearest {
        count /= factor * factor
      }
      return sum + count * MemoryLayout<Float>.stride
    }
  }

  /// How many buffers of each count a pass writes. None of a network whose passes take so long, and so much memory, that the
  /// system's share of the time does not matter.
  var buffersOfPass: [Int: Int] {
    guard activationBytes <= 16 << 20 else { return [:] }
    return nodes.reduce(into: [:]) { counts, node in
      if node.isComputed { counts[node.shape.count, default: 0] += 1 }
    }
  }

  /// Bytes of activations that are remembered from pass to pass: four passes' worth, for the baseline, what is shown, and
  /// what undoing leads back to, which shares all that lies upstream of a cut. Of very large networks fewer.
  public var rememberedBytes: Int { min(4 * activationBytes, 512 << 20) }
}
