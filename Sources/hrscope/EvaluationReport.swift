import Cells
import Experiments
import Files
import Platform
import Pose

/// What `evaluate` prints (`Documentation/CommandLine.md`); a sweep adds `cuts`, worst first.
struct EvaluationReport: Encodable {
  struct Cut: Encodable {
    let cut: String
    let kind: String
    let value: Double?
    /// Against nothing cut.
    let change: Double?
    let perJoint: [String: Double]?
    let perClass: [String: Double]?
  }

  let pictures: Int
  let people: Int
  let metric: String
  let value: Double?
  /// Where joints are counted.
  let perJoint: [String: Double]?
  /// Where classes are counted; those that occur.
  let perClass: [String: Double]?
  /// Of class maps.
  let pixelAccuracy: Double?
  let meanAccuracy: Double?
  /// Of pictures' classes.
  let top5: Double?
  let model: String
  let input: [Int]
  /// COCO's numbers.
  let coco: [String: Double]?
  /// AP of each category, where there are several.
  let categories: [String: Double]?
  let matching: EvaluationPlan.Matching?
  let notes: [String]
  let cuts: [Cut]?
  /// Which joints are taken for one, where that was asked for.
  let confusion: ConfusionReport?
  /// What the file of weights does not say and is assumed; nil for joined results, which do not have the file.
  let assumptions: [String]?
  /// In the order of the body, for text.
  private let jointNames: [String]
  /// In the network's order, for text.
  private let classNames: [String]

  enum CodingKeys: CodingKey {
    case pictures, people, metric, value, perJoint, perClass, pixelAccuracy, meanAccuracy, top5, model, input, coco
    case categories, matching, notes, cuts, confusion, assumptions
  }

  init(_ tally: EvaluationTally, assumptions: [String]?) {
    self.assumptions = assumptions?.isEmpty == true ? nil : assumptions
    confusion = tally.confusion.map { ConfusionReport($0, metric: tally.plan.metric) }
    let plan = tally.plan
    let baseline = tally.result(underCut: 0)
    func named(_ names: [String]?, _ values: [Double?]) -> [String: Double]? {
      names.map { names in
        var named: [String: Double] = [:]
        for (name, value) in zip(names, values) { named[name] = value?.millionths }
        return named
      }
    }
    let joints = plan.classes == nil ? plan.joints : nil
    func perJoint(_ result: EvaluationResult) -> [String: Double]? { named(joints, result.joints) }
    func perClass(_ result: EvaluationResult) -> [String: Double]? { named(plan.classes, result.classes) }
    var further: [String: Double] = [:]
    for number in baseline.further { further[number.name] = number.value?.millionths }
    (pixelAccuracy, meanAccuracy, top5) = (further["pixelAccuracy"], further["meanAccuracy"], further["top5"])
    (pictures, people, metric) = (plan.pictures, plan.people, plan.metric.rawValue)
    (model, input, jointNames) = (plan.model, plan.input, plan.joints)
    value = baseline.value?.millionths
    self.perJoint = perJoint(baseline)
    self.perClass = perClass(baseline)
    classNames = plan.classes ?? []
    coco =
      plan.metric == .boxes
      ? further.merging(["AP": baseline.value?.millionths].compactMapValues(\.self)) { $1 }
      : baseline.precision.map(Self.numbers)
    (matching, notes) = (plan.matching, plan.notes + tally.notes)
    let categories = zip(plan.categories, baseline.categories).map { ($0, $1?.millionths) }
    self.categories =
      categories.count < 2
      ? nil : Dictionary(categories.compactMap { name, value in value.map { (name, $0) } }) { first, _ in first }
    let others = plan.cuts.indices.dropFirst().map { tally.result(underCut: $0) }
    let ranked = others.enumerated().sorted { a, b in
      (a.element.value ?? 2, a.offset) < (b.element.value ?? 2, b.offset)
    }.map(\.element)
    cuts =
      others.isEmpty
      ? nil
      : ranked.map { result in
        let change = result.value.flatMap { value in baseline.value.map { (value - $0).millionths } }
        return Cut(
          cut: result.cut.name, kind: result.cut.kind, value: result.value?.millionths, change: change,
          perJoint: perJoint(result), perClass: perClass(result))
      }
  }

  private static func numbers(_ precision: OKSPrecision) -> [String: Double] {
    [
      "AP": precision.ap, "AP50": precision.ap50, "AP75": precision.ap75, "APmedium": precision.apMedium,
      "APlarge": precision.apLarge, "AR": precision.ar, "AR50": precision.ar50, "AR75": precision.ar75,
      "ARmedium": precision.arMedium, "ARlarge": precision.arLarge,
    ].compactMapValues { $0?.millionths }
  }

  var text: String {
    func percent(_ value: Double?) -> String { value.map { formatted("%6.2f", 100 * $0) } ?? "     –" }
    var lines = [
      "\(model), input \(input.map(String.init).joined(separator: "×")); \(pictures) pictures"
        + (perJoint == nil ? "" : ", \(people) people"),
      metric.padded(toColumns: 16) + percent(value) + " %",
    ]
    for (name, value) in [("pixel accuracy", pixelAccuracy), ("mean accuracy", meanAccuracy), ("top-5", top5)] {
      if let value { lines.append("  " + name.padded(toColumns: 14) + percent(value) + " %") }
    }
    let joints = ["AP50", "AP75", "APmedium", "APlarge", "AR", "AR50", "AR75", "ARmedium", "ARlarge"]
    let boxes = [
      "AP50", "AP75", "APsmall", "APmedium", "APlarge", "AR1", "AR10", "AR100", "ARsmall", "ARmedium", "ARlarge",
    ]
    for name in perJoint == nil ? boxes : joints {
      if let coco { lines.append("  " + name.padded(toColumns: 14) + percent(coco[name]) + " %") }
    }
    lines += (categories ?? [:]).sorted { $0.key < $1.key }.map {
      "  " + "AP \(printable($0.key))".padded(toColumns: 14) + percent($0.value) + " %"
    }
    lines += jointNames.map { "  " + printable($0).padded(toColumns: 14) + percent(perJoint?[$0]) + " %" }
    let width = max(14, 2 + (classNames.map(\.count).max() ?? 0))
    lines += classNames.compactMap { name in
      perClass?[name].map { "  " + printable(name).padded(toColumns: width) + percent($0) + " %" }
    }
    if let cuts {
      let width = (cuts.map(\.cut.count).max() ?? 0) + 2
      lines += ["", "cut".padded(toColumns: width) + "kind".padded(toColumns: 8) + "     %  change"]
      for cut in cuts {
        let change = cut.change.map { formatted("%+8.2f", 100 * $0) } ?? "       –"
        lines.append(cut.cut.padded(toColumns: width) + cut.kind.padded(toColumns: 8) + percent(cut.value) + change)
      }
    }
    return lines.joined(separator: "\n") + "\n" + (confusion.map { "\n" + $0.text } ?? "")
  }
}
