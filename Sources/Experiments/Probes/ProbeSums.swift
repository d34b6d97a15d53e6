import Engine

/// What pictures say together of every node that is read: apart for those by which λ and a are chosen.
struct ProbeSums: Sendable {
  /// What a picture adds to, by whether it is held out.
  struct Fold: Sendable {
    /// By node.
    var equations: [NormalEquations]
    /// N: people or pictures that were added up.
    var count = 0
    /// Joints that nobody labelled.
    var unlabelled = 0
  }

  var fitted: Fold
  var heldOut: Fold
  /// What pictures held when they were added up, by their number.
  var pictures: [Int: String] = [:]

  /// Of no picture yet.
  init(_ plan: ProbePlan) {
    let equations = plan.inputs.map {
      NormalEquations(channels: $0.channels, targets: plan.names.count, isEmphasised: plan.targets == .joints)
    }
    fitted = Fold(equations: equations)
    heldOut = fitted
  }

  /// Adds what a picture says: nothing where nobody is in it.
  ///
  /// - Parameter content: what its file held.
  mutating func add(_ fold: Fold?, ofPicture picture: Int, content: String, _ plan: ProbePlan) {
    pictures[picture] = content
    guard let fold else { return }
    if plan.isHeldOut(picture) { heldOut += fold } else { fitted += fold }
  }

  static func += (sum: inout ProbeSums, other: ProbeSums) {
    sum.fitted += other.fitted
    sum.heldOut += other.heldOut
    sum.pictures.merge(other.pictures) { first, _ in first }
  }

  /// All pictures.
  var whole: Fold {
    var fold = fitted
    fold += heldOut
    return fold
  }
}

extension ProbeSums.Fold {
  static func += (sum: inout Self, other: Self) {
    for index in sum.equations.indices { sum.equations[index] += other.equations[index] }
    sum.count += other.count
    sum.unlabelled += other.unlabelled
  }
}
