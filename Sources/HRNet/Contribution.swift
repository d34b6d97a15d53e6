/// What a fusion edge brings to its exchange unit's sum.
public enum Contribution: Hashable, Sendable {
  /// Its term, multiplied: 1 leaves the edge alone, 0 cuts it.
  case gain(Float)
  /// Mean ablation: every channel of its term replaced by that channel's mean over all positions, in the pass with
  /// nothing changed on the same picture.
  case mean
  /// Activation patching: its term in the pass with nothing changed on another picture. `donor` counts, from 0, the pictures
  /// given to the pass.
  case patch(donor: Int)

  /// The edge brings nothing.
  public static let nothing = Contribution.gain(0)
}
