/// Which joints that a network finds are which that a set labels.
public struct JointMatch: Hashable, Sendable {
  /// By what joints are the same.
  public enum Basis: String, Codable, Sendable {
    case name
    /// One of the two names none: the first is the first, and so on.
    case order
  }

  public let basis: Basis
  /// The joints that are compared, in the network's order: places among the network's joints.
  public let network: [Int]
  /// The same among the set's.
  public let set: [Int]
  /// The joints that are compared, with the set's σ.
  public let skeleton: Skeleton
  /// What a person should know of it; nil where both have the same joints in the same order.
  public let note: String?

  /// Finds the joints that both have.
  ///
  /// - Parameters:
  ///   - set: the set's joints; nil where it names none.
  ///   - count: how many the set labels.
  /// - Throws: `JointMismatch` where fewer than half of the joints of either are among the other's, or where nothing but
  ///   the number could be compared, and is another.
  public init(network: Skeleton, set: Skeleton?, count: Int) throws(JointMismatch) {
    if let set, !network.isNumbered {
      self = try Self.byName(network, set)
      return
    }
    guard count == network.jointNames.count else {
      throw JointMismatch(
        "labels \(count) joints a person\(set == nil ? ", without names" : ""), which is not what the network finds "
          + "(expected \(Self.words(network)))")
    }
    basis = .order
    self.network = Array(0..<count)
    self.set = Array(0..<count)
    skeleton = set ?? network
    note =
      set == nil
      ? "the set names no joints: taken for the network's \(Self.words(network)), in its order"
      : "the network's file names no joints: taken for the set's \(Self.words(skeleton)), in its order"
  }

  private init(basis: Basis, network: [Int], set: [Int], skeleton: Skeleton, note: String?) {
    (self.basis, self.network, self.set, self.skeleton, self.note) = (basis, network, set, skeleton, note)
  }

  private static func byName(_ network: Skeleton, _ set: Skeleton) throws(JointMismatch) -> JointMatch {
    let all = Array(network.jointNames.indices)
    let names = network.canonicalNames
    if names == set.canonicalNames {
      return JointMatch(basis: .name, network: all, set: all, skeleton: compared(network, set, all, all), note: nil)
    }
    let places = Dictionary(set.canonicalNames.enumerated().map { ($1, $0) }) { first, _ in first }
    // "kpt-3" of one set is not that of another.
    let common = all.filter { places[names[$0]] != nil && !JointName(names[$0]).isNumber }
    let smaller = min(all.count, set.jointNames.count)
    guard !common.isEmpty, 2 * common.count >= smaller else {
      let example = set.jointNames.first { !names.contains(JointName($0).canonical) } ?? ""
      throw JointMismatch(
        "labels other joints than the network finds: \(common.count) of its \(words(set)) are among the network's "
          + "\(words(network)) (expected \(network.jointName(0)) …, found \(example) …)")
    }
    let places2 = common.map { places[names[$0]] ?? 0 }
    let note =
      common.count == all.count && all.count == set.jointNames.count
      ? "the set has the network's \(words(network)) in another order: compared by name"
      : "the network's \(words(network)) and the set's \(words(set)) have \(common.count) in common by name: only these "
        + "are compared"
    return JointMatch(
      basis: .name, network: common, set: places2, skeleton: compared(network, set, common, places2), note: note)
  }

  /// The network's names with the set's σ; sides as the network knows them, else as the set does.
  private static func compared(_ network: Skeleton, _ set: Skeleton, _ places: [Int], _ setPlaces: [Int]) -> Skeleton {
    func pairs(_ skeleton: Skeleton, _ places: [Int]) -> [[Int]] {
      skeleton.flipPairs.compactMap { pair in
        let compared = pair.compactMap { places.firstIndex(of: $0) }
        return compared.count == 2 ? compared : nil
      }
    }
    return Skeleton(
      name: network.name, title: set.title, jointNames: places.map { network.jointNames[$0] }, bones: [],
      flipPairs: network.flipPairs.isEmpty ? pairs(set, setPlaces) : pairs(network, places),
      sigmas: setPlaces.map { set.sigmas[$0] }, sigmaOrigin: set.sigmaOrigin)
  }

  private static func words(_ skeleton: Skeleton) -> String {
    "\(skeleton.jointNames.count)\(skeleton.title.map { " " + $0 } ?? "") joints"
  }
}

extension Skeleton {
  /// A word on σ that the set's authors do not publish; nil for published ones.
  public var sigmaNote: String? {
    switch sigmaOrigin {
    case .published: nil
    case .alike:
      (title.map { "\($0) publishes no σ" } ?? "nobody publishes σ of this set")
        + " for OKS: taken are COCO's of the same joints, and those like them"
    case .assumed:
      "nobody publishes σ for OKS of all these joints: those of a shoulder (0.079), on faces of an eye (0.025), are assumed"
    }
  }
}

/// Why a network cannot be measured on a set.
public struct JointMismatch: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
