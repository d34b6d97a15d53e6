import Network

extension Head {
  /// The head as a file's metadata describe it: by what rule coarser streams come up before the concatenation, where it is
  /// not that of the exchange units.
  ///
  /// - Throws: where they name a rule that this program does not know.
  func told(_ metadata: [String: String]) throws(CheckpointError.Reason) -> any Head {
    switch self {
    case let pair as HeadPair: return HeadPair(try pair.first.told(metadata), try pair.second.told(metadata))
    case var head as V2Head:
      head.upsampling = try Self.classUpsampling(metadata) ?? head.upsampling
      return head
    default: return self
    }
  }

  private static func classUpsampling(_ metadata: [String: String]) throws(CheckpointError.Reason) -> Upsampling? {
    guard let text = metadata["classUpsampling"] else { return nil }
    guard var rule = Upsampling(rawValue: text) else {
      throw .malformedHeader(
        "metadata 'classUpsampling' cannot be used (expected nearest or bilinear, found '\(printable(text))')")
    }
    if rule == .bilinear, metadata["alignCorners"] == "true" { rule = .bilinearCorners }
    return rule
  }
}
