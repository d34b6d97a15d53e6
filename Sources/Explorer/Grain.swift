/// How far a step goes.
public enum Grain: String, CaseIterable, Sendable, Codable {
  /// One convolution of every stream's unit.
  case layer
  /// One column: a unit of every stream, or an exchange unit.
  case unit
  /// To the next exchange unit, or the end of a part without one.
  case module
  case stage
}
