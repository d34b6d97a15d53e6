import Pose

/// Adds up people, in whatever order they come, with the same result: sums are of whole numbers.
struct ConfusionTally: Sendable {
  private struct PairTally: Sendable {
    /// Of correlations in units of 2⁻⁴⁰: there is room for four million people.
    var sum = 0
    var count = 0
    var samePeak = 0
    /// People in whom both are found.
    var found = 0

    static let unit = 0x1p40
  }

  private let plan: ConfusionPlan
  private var pairs: [PairTally]
  /// By compared joint and `JointPlace`.
  private var places: [[Int]]
  private var people = 0

  init(_ plan: ConfusionPlan) {
    self.plan = plan
    pairs = Array(repeating: PairTally(), count: plan.cosines.count)
    places = Array(repeating: [0, 0, 0], count: plan.compared.count)
  }

  /// - Returns: false where one of the scores does not fit the plan; then nothing is added.
  mutating func add(_ scores: [ConfusionScore]) -> Bool {
    guard scores.allSatisfy({ $0.isSound(plan) }) else { return false }
    for score in scores {
      people += 1
      for (index, joints) in JointPair.all(of: plan.joints.count).enumerated() {
        if let correlation = score.correlations[index] {
          pairs[index].sum &+= Int((Double(correlation) * PairTally.unit).rounded())
          pairs[index].count += 1
        }
        if let one = score.peaks[joints.first], let other = score.peaks[joints.second] {
          pairs[index].found += 1
          pairs[index].samePeak += one == other ? 1 : 0
        }
      }
      for (joint, place) in score.places.enumerated() {
        if let place { places[joint][place.rawValue] += 1 }
      }
    }
    return true
  }

  var result: JointConfusion {
    JointConfusion(
      people: people,
      joints: places.indices.map { joint in
        let counts = places[joint]
        let mirror = plan.mirrors[joint].map { plan.joints[plan.compared[$0]] }
        return JointConfusion.Joint(
          name: plan.joints[plan.compared[joint]], mirrorName: mirror, labelled: counts.reduce(0, +),
          own: counts[JointPlace.own.rawValue], mirror: mirror.map { _ in counts[JointPlace.mirror.rawValue] },
          elsewhere: counts[JointPlace.elsewhere.rawValue])
      },
      pairs: JointPair.all(of: plan.joints.count).enumerated().map { index, joints in
        let tally = pairs[index]
        return JointConfusion.Pair(
          joints: [plan.joints[joints.first], plan.joints[joints.second]], cosine: plan.cosines[index],
          correlation: tally.count > 0 ? Double(tally.sum) / PairTally.unit / Double(tally.count) : nil,
          samePeak: tally.found > 0 ? Double(tally.samePeak) / Double(tally.found) : nil)
      })
  }
}

/// Which joints a network takes for one, over a set.
public struct JointConfusion: Sendable {
  /// Of a joint that is compared: in how many people it was found where.
  public struct Joint: Sendable {
    public let name: String
    /// The same joint of the other side; nil where there is none.
    public let mirrorName: String?
    /// In how many people its true place is known: the sum of the following.
    public let labelled: Int
    public let own: Int
    /// Nil where it has no other side.
    public let mirror: Int?
    public let elsewhere: Int
  }

  /// Two of the network's joints.
  public struct Pair: Sendable {
    public let joints: [String]
    /// Of the head's rows; nil where one of them is all zeros or not finite.
    public let cosine: Double?
    /// Of their heat maps, the mean over people; nil where it is defined in none.
    public let correlation: Double?
    /// In what share of people both maps have their peak at the same value; nil where both are found in none.
    public let samePeak: Double?
  }

  public let people: Int
  public let joints: [Joint]
  /// In the network's order.
  public let pairs: [Pair]
}
