#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What an ImageNet head says of a whole picture: a probability for every class.
public struct ClassScores: Hashable, Sendable {
  /// A class and how probable it is.
  public struct Place: Hashable, Sendable {
    /// The class, counted from 0.
    public let index: Int
    /// 0…1.
    public let probability: Double
  }

  /// Of every class, 0…1; they sum to 1.
  public let probabilities: [Double]

  /// The softmax of logits. One that is no number counts as impossible.
  ///
  /// - Parameter logits: K of them.
  public init(logits: [Float]) {
    let largest = logits.lazy.filter { !$0.isNaN }.max() ?? 0
    let powers = logits.map { logit in
      // Infinity less infinity would be no number.
      logit.isNaN ? 0 : logit == largest ? 1 : exp(Double(logit) - Double(largest))
    }
    let sum = powers.reduce(0, +)
    probabilities = powers.map { sum > 0 ? $0 / sum : 0 }
  }

  /// The most probable classes, best first; between equals the one that is counted first.
  public func top(_ count: Int) -> [Place] {
    ranking.prefix(count).map { Place(index: $0, probability: probabilities[$0]) }
  }

  /// How many classes are more probable, equal ones that are counted before included: 0 is the best place.
  public func rank(of index: Int) -> Int {
    let own = probabilities[index]
    return probabilities.indices.count { probabilities[$0] > own || (probabilities[$0] == own && $0 < index) }
  }

  /// All classes, the most probable first.
  private var ranking: [Int] {
    probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
  }
}

/// How an intervention changed class scores: two runs of one network on one picture.
public struct ScoreChange: Hashable, Sendable {
  /// A class among the first before or after.
  public struct Move: Hashable, Sendable {
    /// The class, counted from 0.
    public let index: Int
    /// Places from the best, counted from 0.
    public let rankBefore: Int
    /// Places from the best, counted from 0.
    public let rankAfter: Int
    /// By how much its probability grew.
    public let change: Double
  }

  /// By how much the probability of the class that was first before grew: below 0 where the network is less sure of it.
  public let firstChange: Double
  /// Whether another class is first now.
  public let isOther: Bool
  /// The classes that are among the first after or were before: those of after first, in their order.
  public let moves: [Move]
  /// Half the sum of all changes of probabilities without their sign, 0…1: how much of the probability has moved.
  public let moved: Double

  /// - Parameter count: how many places are looked at.
  /// - Precondition: both have the same classes.
  public init(from before: ClassScores, to after: ClassScores, top count: Int = 5) {
    precondition(before.probabilities.count == after.probabilities.count, "scores of one network have the same classes")
    func change(_ index: Int) -> Double { after.probabilities[index] - before.probabilities[index] }
    let (first, then) = (before.top(count).map(\.index), after.top(count).map(\.index))
    moves = (then + first.filter { !then.contains($0) }).map {
      Move(index: $0, rankBefore: before.rank(of: $0), rankAfter: after.rank(of: $0), change: change($0))
    }
    firstChange = first.first.map(change) ?? 0
    isOther = first.first != then.first
    moved = before.probabilities.indices.reduce(0) { $0 + abs(change($1)) } / 2
  }
}
