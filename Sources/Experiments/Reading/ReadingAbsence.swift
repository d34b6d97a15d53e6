/// Why there are no joints, or nothing at all that could be listed: there is no head for it, or none that can be computed.
public enum ReadingAbsence: Hashable, Sendable, CustomStringConvertible {
  case noHead
  /// In words.
  case leftOut(String)

  /// - Parameter refusal: why the file's head was left out; nil where it was not.
  public init(refusal: String?) { self = refusal.map { .leftOut($0) } ?? .noHead }

  /// For the person who looks at it: `this model has no pose head`.
  public var description: String {
    switch self {
    case .noHead: "this model has no pose head"
    case .leftOut(let reason): "this model's pose head is left out: \(reason)"
    }
  }

  /// Where there is room for a few words.
  public var short: String { self == .noHead ? "no pose head" : "pose head left out" }
}
