/// How often the true class of a picture is the first, or among the first five, that a network names.
public struct TopAccuracy: Sendable {
  /// Pictures so far.
  public private(set) var pictures = 0
  /// Of them, those whose true class is the most probable one.
  public private(set) var first = 0
  /// Of them, those whose true class is among the five most probable ones.
  public private(set) var amongFive = 0
  /// Pictures and those right at once, by their true class.
  public private(set) var perClass: [Int: (pictures: Int, first: Int)] = [:]

  /// Of no picture yet.
  public init() {}

  /// Adds a picture.
  ///
  /// - Parameter rank: of its true class, 0 for the best place: `ClassScores.rank(of:)`.
  public mutating func add(rank: Int, truth: Int) {
    pictures += 1
    if rank == 0 { first += 1 }
    if rank < 5 { amongFive += 1 }
    perClass[truth, default: (0, 0)].pictures += 1
    if rank == 0 { perClass[truth, default: (0, 0)].first += 1 }
  }

  /// 0…1; nil without pictures.
  public var top1: Double? { pictures > 0 ? Double(first) / Double(pictures) : nil }
  /// 0…1; nil without pictures.
  public var top5: Double? { pictures > 0 ? Double(amongFive) / Double(pictures) : nil }
}
