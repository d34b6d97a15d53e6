import Cells
import Checkpoints
import Experiments
import Files
import Platform

/// What `evaluate --confusion` adds (`Documentation/CommandLine.md`).
struct ConfusionReport: Encodable {
  struct Joint: Encodable {
    let name: String
    /// Null for one without another side.
    let mirrorName: Nullable<String>
    let labelled: Int
    let own: Int
    let mirror: Nullable<Int>
    let elsewhere: Int
  }

  struct Pair: Encodable {
    let joints: [String]
    let cosine: Nullable<Double>
    let correlation: Nullable<Double>
    let samePeak: Nullable<Double>
  }

  let people: Int
  /// What counts as near a true place.
  let near: String
  let joints: [Joint]
  /// The most alike first; undefined ones last.
  let pairs: [Pair]

  init(_ confusion: JointConfusion, metric: EvaluationSet.Metric) {
    people = confusion.people
    near = metric == .oks ? "OKS 0.5" : "0.2 torsos"
    joints = confusion.joints.map {
      Joint(
        name: $0.name, mirrorName: Nullable(value: $0.mirrorName), labelled: $0.labelled, own: $0.own,
        mirror: Nullable(value: $0.mirror),
        elsewhere: $0.elsewhere)
    }
    let ranked = confusion.pairs.enumerated().sorted { one, other in
      (-(one.element.correlation ?? -2), one.offset) < (-(other.element.correlation ?? -2), other.offset)
    }
    pairs = ranked.map { _, pair in
      Pair(
        joints: pair.joints, cosine: Nullable(value: pair.cosine?.millionths),
        correlation: Nullable(value: pair.correlation?.millionths), samePeak: Nullable(value: pair.samePeak?.millionths)
      )
    }
  }

  /// How many pairs are listed in text; all of those that are named as one are.
  private static let listed = 10

  var text: String {
    let ones = pairs.prefix { ($0.correlation.value ?? 0) > JointLikeness.oneAbove }
    let names = pairs.prefix(max(Self.listed, ones.count)).map { $0.joints.map { printable($0) } }
    let width = 2 + (names + [["pair"]]).map { $0.joined(separator: " ≈ ").count }.reduce(14, max)
    let heading = "correlation  cosine  same peak"
    func number(_ value: Double?, _ columns: Int, _ format: String, _ factor: Double = 1) -> String {
      (value.map { formatted(format, factor * $0) } ?? "–").paddedLeft(toColumns: columns)
    }
    var lines = [
      ones.isEmpty
        ? "no two joints' maps correlate above \(JointLikeness.oneAbove)"
        : "joints that are one to the network, whose maps correlate above \(JointLikeness.oneAbove): \(ones.count)",
      "pair".padded(toColumns: width) + heading,
    ]
    if pairs.isEmpty { lines = ["one joint: there is none that it could be one with"] }
    for (pair, names) in zip(pairs, names) {
      lines.append(
        names.joined(separator: (pair.correlation.value ?? 0) > JointLikeness.oneAbove ? " ≈ " : ", ")
          .padded(toColumns: width) + number(pair.correlation.value, 11, "%.4f") + number(pair.cosine.value, 8, "%.3f")
          + number(pair.samePeak.value, 9, "%.1f", 100) + (pair.samePeak.value == nil ? "" : " %"))
    }
    if names.count < pairs.count { lines.append("\(pairs.count - names.count) further pairs are in --json") }
    let column = max(16, 2 + (joints.map { printable($0.name).count }.max() ?? 0))
    lines += [
      "", "lies at (within \(near))".padded(toColumns: max(column, 24)) + "     own  mirror's  elsewhere   of",
    ]
    lines += joints.map { joint in
      ("  " + printable(joint.name)).padded(toColumns: max(column, 24)) + "\(joint.own)".paddedLeft(toColumns: 8)
        + (joint.mirror.value.map { "\($0)" } ?? "–").paddedLeft(toColumns: 10)
        + "\(joint.elsewhere)".paddedLeft(toColumns: 11) + "\(joint.labelled)".paddedLeft(toColumns: 5)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
