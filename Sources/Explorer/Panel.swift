/// The panels a person can be in.
public enum Panel: String, Sendable, Codable {
  case network
  /// The streams at the cursor, or the exchange unit while the cursor is on one.
  case streams
  case picture
  case joints
  /// The words of a lesson, while there is one.
  case caption
}

extension Panel: CaseIterable {
  /// Those that are always there.
  public static let allCases: [Panel] = [.network, .streams, .picture, .joints]
}
