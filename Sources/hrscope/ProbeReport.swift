import Cells
import Experiments
import Files
import Platform

/// What `probe` prints (`Documentation/CommandLine.md`).
struct ProbeReport: Encodable {
  struct Row: Encodable {
    let node: String
    let channels: Int
    let height: Int
    let width: Int
    let lambda: Double
    /// a of the weight `1 + a · T` of positions near a joint.
    let emphasis: Double
    let fit: Double?
    let pck: Double?
    /// PCK of true joints rounded to the map's grid.
    let limit: Double?
  }

  let model: String
  let set: String
  let validation: String
  let targets: String
  let concatenated: Bool
  /// N.
  let people: Int
  let metric: String
  let probes: [Row]

  enum CodingKeys: CodingKey { case model, set, validation, targets, concatenated, people, metric, probes }

  init(_ probes: FittedProbes) {
    (model, set) = (probes.model, probes.set)
    validation = probes.validation ?? "held out"
    (targets, concatenated) = (probes.targets.kind.rawValue, probes.isConcatenated)
    (people, metric) = (probes.count, probes.targets.metric.rawValue)
    self.probes = probes.entries.map {
      Row(
        node: $0.node, channels: $0.channels, height: $0.height, width: $0.width, lambda: $0.ridge,
        emphasis: $0.emphasis, fit: $0.fit?.millionths, pck: $0.measured?.millionths, limit: $0.limit?.millionths)
    }
  }

  private static let columns: [TextTable.Column] = [
    .init("C", width: 6), .init("h×w", width: 10), .init("λ", width: 8), .init("a", width: 5), .init("fit", width: 7),
    .init("validation", width: 12), .init("grid", width: 7),
  ]

  /// A line for each node, and what it was measured on.
  var text: String {
    func percent(_ value: Double?) -> String { value.map { formatted("%.1f", 100 * $0) } ?? "–" }
    let names = probes.map { printable($0.node) }
    let table = TextTable("node", Self.columns, names: names)
    let lines = zip(probes, names).map { row, name in
      table.line(
        name,
        [
          "\(row.channels)", "\(row.height)×\(row.width)", formatted("%.0e", row.lambda), Self.plain(row.emphasis),
          percent(row.fit), percent(row.pck), percent(row.limit),
        ])
    }
    // By its name alone: whoever joins parts may be in another folder.
    let set = validation == "held out" ? "every fifth picture, held out" : FileName.last(validation)
    let foot =
      "\(metric) in percent, \(people) fitted to; validation: \(printable(set))"
      + (targets == "joints" ? "; grid: true joints rounded to the map" : "")
    return ([table.headings] + lines + [foot]).joined(separator: "\n") + "\n"
  }

  var csv: String {
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    let lines = probes.map { row in
      "\(row.node),\(row.channels),\(row.height),\(row.width),\(row.lambda),\(number(row.fit)),\(number(row.pck))"
    }
    return (["node,channels,height,width,lambda,fit,pck"] + lines).joined(separator: "\n") + "\n"
  }

  private static func plain(_ value: Double) -> String { formatted("%g", value) }
}
