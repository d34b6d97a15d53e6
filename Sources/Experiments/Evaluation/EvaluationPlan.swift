import Checkpoints
import Engine
import Files
import HRNet
import Pictures
import Pose

/// What an evaluation measures, under which cuts, and with what: two runs of equal plans give equal numbers.
public struct EvaluationPlan: Codable, Hashable, Sendable {
  /// What is cut at a time, on top of what holds for all.
  public struct Cut: Codable, Hashable, Sendable {
    /// A SPEC of the command line, or `none`.
    public let name: String
    /// Of its exchange units; empty for `none`.
    public let kind: String
  }

  /// Which of the network's joints were compared with which of the set's.
  public struct Matching: Codable, Hashable, Sendable {
    public let by: JointMatch.Basis
    /// How many joints each has, and how many are compared.
    public let network: Int
    public let set: Int
    public let compared: Int
  }

  /// Names the format of partial results, and its version.
  public private(set) var format = Self.format.title
  /// SHA-256 of the set's file.
  public let set: String
  /// SHA-256 of the weights, or what they are.
  public let weights: String
  public let model: String
  /// Height and width.
  public let input: [Int]
  /// What holds for every pass, as the command line states it.
  public let options: [String]
  public let metric: EvaluationSet.Metric
  public let joints: [String]
  /// Nil where no joints are compared.
  public let matching: Matching?
  /// The names of classes, where they are counted; else nil.
  public let classes: [String]?
  /// Of people; average precision is the mean over them.
  public let categories: [String]
  /// How alike joints are is measured too; nil where that was not asked for. With nothing cut beyond what holds for all.
  public let confusion: ConfusionPlan?
  /// What a person should know of how the set was read.
  public let notes: [String]
  public let pictures: Int
  public let people: Int
  /// `none` first; then from the last exchange unit to the first, as a sweep goes.
  public let cuts: [Cut]

  static let format = FileFormat("hrscope evaluation", version: 2)

  /// - Parameters:
  ///   - joints: how many the network finds.
  ///   - cuts: without `none`.
  ///   - headRows: of the network, where it is to be said how alike its joints are.
  ///   - jointNames: of the network, where it is to be said how alike they are.
  public init(
    _ set: EvaluationSet, hash: String, joints count: Int, weights: String, model: String, input: InputSize,
    options: [String],
    cuts: [SweepPlan.Step], headRows: HeadRows? = nil, jointNames: [String] = []
  ) {
    self.set = hash
    self.weights = weights
    self.model = model
    self.input = [input.height, input.width]
    self.options = options
    metric = set.metric
    let compared = set.skeleton.jointNames
    joints = compared
    matching = set.match.map {
      Matching(by: $0.basis, network: count, set: set.jointCount, compared: compared.count)
    }
    classes = set.classes.isEmpty ? nil : set.classes
    categories = set.categories
    confusion = headRows.flatMap { rows in
      set.match.map { ConfusionPlan(rows, joints: jointNames, match: $0) }
    }
    notes = set.notes
    pictures = set.pictures.count
    people = set.pictures.reduce(0) { $0 + $1.people.count(where: \.isLookedFor) }
    self.cuts = [Cut(name: "none", kind: "")] + cuts.map { Cut(name: $0.target.description, kind: $0.kind.rawValue) }
  }

  /// Whether it is of this format and of a size that a set can have; a file may say anything.
  var isSound: Bool {
    format == Self.format.title && (1...10_000_000).contains(pictures) && (1...10_000).contains(cuts.count)
      && pictures * cuts.count <= 1 << 26 && isOfJoints == (classes == nil)
      && confusion?.isSound(compared: joints.count) ?? true
      && (isOfJoints
        ? (1...1000).contains(joints.count) && (1...10_000).contains(categories.count) && matching != nil
        : joints.isEmpty && categories.isEmpty && (1...10_000).contains(classes?.count ?? 0))
  }

  private var isOfJoints: Bool {
    metric == .pck || metric == .oks
  }

  /// The pictures of a part, counted from 0: every `count`-th, so that parts take equally long.
  public func pictures(ofShard shard: Shard) -> [Int] {
    Array(stride(from: shard.number - 1, to: pictures, by: shard.count))
  }
}

/// One of several parts of an evaluation, which may run anywhere.
public struct Shard: Hashable, Sendable {
  /// From 1 to `count`.
  public let number: Int
  public let count: Int

  public static let all = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) {
    (self.number, self.count) = (number, count)
  }

  /// Reads `i/n`; nil for anything else than a part of up to 100 000.
  public init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...100_000).contains(count),
      (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }
}

extension Shard: Codable, CustomStringConvertible {
  public var description: String { "\(number)/\(count)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let shard = Shard(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no part i/n")
    }
    self = shard
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension COCOKeypoints.Annotation {
  /// Whether a pose is looked for in its box, as the published evaluations do: not in crowds, nor where nothing is
  /// labelled.
  var isLookedFor: Bool { !isCrowd && labelledCount > 0 && box.isUsable }
}

/// What one picture says under one cut. A line of partial results.
public struct PictureScore: Codable, Hashable, Sendable {
  /// Index into the set's pictures.
  public let picture: Int
  /// Index into the plan's cuts.
  public let cut: Int
  /// What the picture's file held, as `EvaluationSet.content(ofPicture:)` says it; null where nobody is looked for.
  public let content: String?
  /// For each person looked for, each joint: 1 where it is right and 0 where it is not (PCK), or its similarity (OKS);
  /// null where nothing is labelled.
  public let joints: [[Double?]]
  /// For OKS: poses against people, for each category.
  public let comparison: [OKSPicture]?
  /// Where classes are counted.
  var classes: ClassScore?
  /// Of each person looked for, where the plan wants it.
  var confusion: [ConfusionScore]?
  /// What was known of the picture's orientation.
  public let turn: LabelledPicture.Turn?
}
