import Experiments
import Files
import Foundation
import HRNet
import Pictures
import Pose

/// What `sweep` prints (`Documentation/CommandLine.md`), with exchange units and kinds beside the edges.
struct SweepReport: Encodable {
  struct Baseline: Encodable {
    let image: String
    let model: String
    let input: [Int]
    let box: [Double]
    let joints: [PoseResult.JointResult]
  }

  /// One cut. The target stands under the name of its sort: `edge`, `unit`; a kind is only a kind.
  struct Cut: Encodable {
    let target: SweepTarget
    let kind: String
    let meanShift: Double
    let maxShift: Double
    let oks: Double
    let scoreChange: Double
    let lost: Int
    let joints: [MovedJoint]

    enum CodingKeys: CodingKey { case edge, unit, kind, meanShift, maxShift, oks, scoreChange, lost, joints }

    init(_ measurement: SweepMeasurement) {
      let change = measurement.change
      (target, kind) = (measurement.target, measurement.kind.rawValue)
      (meanShift, maxShift) = (change.meanShift.thousandths, change.maxShift.thousandths)
      (oks, scoreChange, lost) = (change.oks.millionths, change.scoreChange.millionths, change.lost)
      joints = measurement.joints.enumerated().map { index, joint in
        MovedJoint(
          joint: PoseResult.JointResult(joint), shift: change.shifts[index]?.thousandths,
          scoreChange: change.scoreChanges[index].millionths)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch target {
      case .edge(let edge): try container.encode(edge.description, forKey: .edge)
      case .unit(let unit): try container.encode(unit.description, forKey: .unit)
      case .kind: break
      }
      try container.encode(kind, forKey: .kind)
      try container.encode(meanShift, forKey: .meanShift)
      try container.encode(maxShift, forKey: .maxShift)
      try container.encode(oks, forKey: .oks)
      try container.encode(scoreChange, forKey: .scoreChange)
      try container.encode(lost, forKey: .lost)
      try container.encode(joints, forKey: .joints)
    }
  }

  /// A joint under a cut; its shift is null where the baseline or the cut network does not find it.
  struct MovedJoint: Encodable {
    let joint: PoseResult.JointResult
    let shift: Double?
    let scoreChange: Double

    enum CodingKeys: CodingKey { case shift, scoreChange }

    func encode(to encoder: any Encoder) throws {
      try joint.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(shift, forKey: .shift)
      try container.encode(scoreChange, forKey: .scoreChange)
    }
  }

  let baseline: Baseline
  /// What a cut edge brought: `zero`, `mean`, or a picture's path.
  let contribution: String
  /// Strongest effect first, as the others.
  let edges: [Cut]
  let units: [Cut]
  let kinds: [Cut]

  /// What the file of weights does not say and is assumed; nil where it says everything.
  let assumptions: [String]?

  init(
    _ result: SweepResult, image: String, model: String, input: InputSize, box: Box, with: String?,
    assumptions: [String]
  ) {
    self.assumptions = assumptions.isEmpty ? nil : assumptions
    contribution = with ?? "zero"
    baseline = Baseline(
      image: image, model: model, input: [input.height, input.width],
      box: [box.x, box.y, box.width, box.height].map(\.thousandths),
      joints: result.baseline.map(PoseResult.JointResult.init))
    edges = result.edges.map(Cut.init)
    units = result.units.map(Cut.init)
    kinds = result.kinds.map(Cut.init)
  }
}

extension SweepReport {
  /// A table for edges, one for units, one for kinds.
  var text: String {
    let names = (edges + units + kinds).map(\.target.description.count)
    let width = max(names.max() ?? 0, 4)
    func row(_ rank: String, _ name: String, _ kind: String, _ numbers: String, _ worst: String) -> String {
      "\(rank.leftPadded(to: 4))  \(name.padded(to: width))  \(kind.padded(to: 6))  \(numbers)  \(worst)\n"
    }
    func table(_ title: String, _ cuts: [Cut]) -> String {
      let heading = row(
        "", title, title == "kind" ? "" : "kind", "mean Δpx   max Δpx    OKS   Δscore  lost", "moved most")
      return heading
        + cuts.enumerated().map { index, cut in
          let numbers = String(
            format: "%8.2f  %8.1f  %5.3f  %+7.3f  %4d", cut.meanShift, cut.maxShift, cut.oks, cut.scoreChange, cut.lost)
          let kind = title == "kind" ? "" : cut.kind
          let worst = cut.joints.max { ($0.shift ?? 0) < ($1.shift ?? 0) }
          return row(
            "\(index + 1)", cut.target.description, kind, numbers,
            cut.maxShift > 0 ? worst.map { printable($0.joint.name) } ?? "" : "–")
        }.joined()
    }
    let replaced = contribution == "zero" ? "" : ", each replaced by \(printable(contribution))"
    let head =
      "\(printable(baseline.image)): \(baseline.model), \(edges.count) fusion edges, \(units.count) exchange units\(replaced)\n\n"
    return head + [table("edge", edges), table("unit", units), table("kind", kinds)].joined(separator: "\n")
  }

  /// A heading and a line per cut: what was cut, the same numbers as in JSON, and the shift of each joint, empty where
  /// there is none.
  var csv: String {
    func line(_ fields: [String]) -> String {
      fields.map { printable($0) }.map {
        $0.contains(where: { ",\"\n".contains($0) }) ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0
      }
      .joined(separator: ",") + "\n"
    }
    let heading =
      ["level", "cut", "kind", "meanShift", "maxShift", "oks", "scoreChange", "lost"]
      + baseline.joints.map { "shift \($0.name)" }
    func lines(_ level: String, _ cuts: [Cut]) -> [String] {
      cuts.map { cut in
        let numbers = [cut.meanShift, cut.maxShift, cut.oks, cut.scoreChange].map { "\($0)" } + ["\(cut.lost)"]
        return line(
          [level, cut.target.description, cut.kind] + numbers + cut.joints.map { $0.shift.map { "\($0)" } ?? "" })
      }
    }
    return ([line(heading)] + lines("edge", edges) + lines("unit", units) + lines("kind", kinds)).joined()
  }
}

extension Double {
  /// To the millionth, for numbers about 1.
  fileprivate var millionths: Double { isFinite ? (self * 1e6).rounded() / 1e6 : self }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
  fileprivate func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
