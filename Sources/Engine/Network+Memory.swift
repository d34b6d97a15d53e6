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

  /// Bytes of activations that are remembered from pass to pass: four passes' worth, for the baseline, what is shown, and
  /// what undoing leads back to, which shares all that lies upstream of a cut. Of very large networks fewer.
  public var rememberedBytes: Int { min(4 * activationBytes, 512 << 20) }
}
