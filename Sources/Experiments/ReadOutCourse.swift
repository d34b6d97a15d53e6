import Engine
import HRNet

/// What a head reads at one depth of a network.
public struct ReadOutDepth: Hashable, Sendable {
  public let readOut: ReadOut
  /// Index into `Network.columns` of the node that is read.
  public let column: Int
  public let reading: Reading

  public init(readOut: ReadOut, column: Int, reading: Reading) {
    (self.readOut, self.column, self.reading) = (readOut, column, reading)
  }

  /// How far the reading is from a reference; nothing found of one that is of another sort.
  public func error(from reference: ReadOutReference) -> ReadOutError {
    switch reference {
    case .truth(let truth):
      guard let comparison = reading.comparison(with: truth) else { return .none }
      return ReadOutError(
        mean: comparison.distance.value, unit: comparison.distance.unit,
        found: comparison.errors.count { $0 != nil }, missing: comparison.missing)
    case .result(let result):
      guard let change = reading.change(from: result) else { return .none }
      return ReadOutError(
        mean: change.headline.value, unit: change.headline.unit, found: change.items.count { $0 != nil },
        missing: zip(result.items, reading.items).count { $0.isFound && !$1.isFound })
    }
  }
}

/// What early readings are measured against.
public enum ReadOutReference: Hashable, Sendable {
  case truth(Truth)
  /// The network's own.
  case result(Reading)
}

/// How far an early reading is from a reference.
public struct ReadOutError: Hashable, Sendable {
  /// Over the items found; nil where none was.
  public let mean: Double?
  public let unit: String
  public let found: Int
  /// Items of the reference that the read-out did not find.
  public let missing: Int

  public init(mean: Double?, unit: String, found: Int, missing: Int) {
    (self.mean, self.unit, self.found, self.missing) = (mean, unit, found, missing)
  }

  static let none = ReadOutError(mean: nil, unit: "", found: 0, missing: 0)
}
