/// A number with its name and unit.
public struct Measure: Hashable, Sendable {
  /// For people: `mean Δ`.
  public let name: String
  /// For documents: `meanShift`.
  public let key: String
  /// Nil where there was nothing to be measured, which is not the same as 0.
  public let value: Double?
  /// `px`, `%`; empty for a plain number.
  public let unit: String
  /// How many digits behind the point a table gives it.
  public let places: Int
  /// Whether it may be negative, as what tells a direction.
  public let isSigned: Bool

  public init(
    _ name: String, key: String, _ value: Double?, unit: String = "", places: Int, isSigned: Bool = false
  ) {
    (self.name, self.key, self.value, self.unit) = (name, key, value, unit)
    (self.places, self.isSigned) = (places, isSigned)
  }
}
