import HRNet

extension Head {
  /// The head as a file describes it: by what rule coarser streams come up before the concatenation, where it is not that
  /// of the exchange units. A rule that this program does not know is passed over, with a note.
  func told(_ facts: inout StatedFacts) -> any Head {
    switch self {
    case let pair as HeadPair: return HeadPair(pair.first.told(&facts), pair.second.told(&facts))
    case var head as V2Head:
      head.upsampling = facts.classUpsampling ?? head.upsampling
      return head
    default: return self
    }
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
