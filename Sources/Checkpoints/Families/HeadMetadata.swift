import HRNet

extension Head {
  /// The head as a file describes it, in what weights do not tell.
  ///
  /// - Parameter isChosen: whether somebody chose how the exchange units upsample; then the concatenation goes with them,
  ///   unless the file has a rule for it alone.
  func told(_ facts: StatedFacts, isChosen: Bool = false) -> any Head {
    let aligned: Upsampling? = isChosen ? nil : facts.alignsCorners.map { $0 ? .bilinearCorners : .bilinear }
    let rule = facts.classUpsampling ?? aligned
    switch self {
    case let pair as HeadPair:
      return HeadPair(pair.first.told(facts, isChosen: isChosen), pair.second.told(facts, isChosen: isChosen))
    case var head as V2Head:
      head.upsampling = rule ?? head.upsampling
      return head
    case var head as OCRHead:
      head.upsampling = rule ?? head.upsampling
      return head
    case var head as PyramidHead:
      head.stride = facts.pyramidStride ?? head.stride
      return head
    case var head as FCOSHead:
      head.pyramid.stride = facts.pyramidStride ?? head.pyramid.stride
      head.variant = facts.detector ?? head.variant
      return head
    default: return self
    }
  }

  /// What `told` would be told, in pairs of metadata.
  var metadata: [String: String] {
    switch self {
    case let pair as HeadPair: return pair.first.metadata.merging(pair.second.metadata) { first, _ in first }
    case let head as V2Head: return Self.metadata(head.upsampling, head.hasMixBias)
    case let head as OCRHead: return Self.metadata(head.upsampling, head.hasMixBias)
    case let head as PyramidHead: return ["pyramidStride": "\(head.stride)"]
    case let head as FCOSHead:
      let (tower, rule) = (head.variant.centerness.rawValue, head.variant.distances.rawValue)
      return ["pyramidStride": "\(head.pyramid.stride)", "centerness": tower, "distances": rule]
    default: return [:]
    }
  }

  private static func metadata(_ upsampling: Upsampling?, _ hasBias: Bool) -> [String: String] {
    var pairs = hasBias ? [:] : ["headBias": "false"]
    pairs["classUpsampling"] = upsampling?.rawValue
    return pairs
  }
}

extension StatedFacts {
  /// Passes over an input that the network cannot be given.
  mutating func check(inputBy rule: InputRule) {
    guard let size = input, !rule.allows(size) else { return }
    notes.append("it states an input of \(size), which this network cannot be given (expected \(rule))")
    input = nil
  }
}
