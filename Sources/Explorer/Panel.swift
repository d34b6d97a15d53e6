/// The panels a person can be in.
public enum Panel: String, CaseIterable, Sendable, Codable {
  case network
  /// The streams at the cursor, or the exchange unit while the cursor is on one.
  case streams
  case picture
  case joints
}
