/// How the table of joints is sorted; worst first.
public enum JointOrder: String, CaseIterable, Sendable, Codable {
  case body, shift, score, error
}
