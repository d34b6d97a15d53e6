import Cells
import Experiments
import Files
import Platform

extension SweepReport {
  /// A table for edges, one for units, one for kinds.
  var text: String {
    let names = (edges + units + kinds).map(\.target.description.count)
    let width = max(names.max() ?? 0, 4)
    func row(_ rank: String, _ name: String, _ kind: String, _ numbers: [String], _ most: String) -> String {
      let numbers = numbers.joined(separator: "  ")
      return
        "\(rank.paddedLeft(toColumns: 4))  \(name.padded(toColumns: width))  \(kind.padded(toColumns: 6))  \(numbers)  \(most)\n"
    }
    func table(_ title: String, _ cuts: [Cut]) -> String {
      guard let change = cuts.first?.change else { return "" }
      let heading = row(
        "", title, title == "kind" ? "" : "kind", change.columns.map(\.heading) + ["lost"],
        "\(change.words.changed) most")
      return heading
        + cuts.enumerated().map { index, cut in
          row(
            "\(index + 1)", cut.target.description, title == "kind" ? "" : cut.kind,
            cut.change.columns.map(\.text) + ["\(cut.change.lost)".paddedLeft(toColumns: 4)],
            cut.mostChanged.map { printable($0) } ?? "–")
        }.joined()
    }
    let replaced = contribution == "zero" ? "" : ", each replaced by \(printable(contribution))"
    let head =
      "\(printable(baseline.image)): \(baseline.model), \(edges.count) fusion edges, \(units.count) exchange units\(replaced)\n\n"
    return head + [table("edge", edges), table("unit", units), table("kind", kinds)].joined(separator: "\n")
  }

  /// A heading and a line per cut: what was cut, the same numbers as in JSON, and the change of each item, empty where
  /// there is none.
  var csv: String {
    func line(_ fields: [String]) -> String {
      fields.map { printable($0) }.map {
        $0.contains(where: { ",\"\n".contains($0) }) ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0
      }
      .joined(separator: ",") + "\n"
    }
    let change = edges.first?.change
    let heading =
      ["level", "cut", "kind"] + (change?.measures.map(\.key) ?? []) + ["lost"]
      + baseline.items.map { "\(change?.itemKey ?? "") \($0.name)" } + ["effect"]
    func lines(_ level: String, _ cuts: [Cut]) -> [String] {
      cuts.map { cut in
        let numbers = cut.change.measures.map { "\($0.rounded)" } + ["\(cut.change.lost)"]
        return line(
          [level, cut.target.description, cut.kind] + numbers + cut.items.map { $0.change.map { "\($0)" } ?? "" }
            + ["\(cut.change.ranking.rounded)"])
      }
    }
    return ([line(heading)] + lines("edge", edges) + lines("unit", units) + lines("kind", kinds)).joined()
  }
}

extension ReadingChange {
  /// What a table shows of it: what ranks comes first.
  fileprivate var columns: [Measure] { (ranking.key == headline.key ? [] : [ranking]) + measures }
}

extension Measure {
  /// Columns of a table: room for thousands of a unit, for one digit of a number about 1, for a direction and two.
  private var width: Int { unit.isEmpty ? places + (isSigned ? 4 : 2) : 8 }

  fileprivate var heading: String { ((isSigned ? "Δ" : "") + name + unit).paddedLeft(toColumns: width) }

  fileprivate var text: String { formatted("%\(isSigned ? "+" : "")\(width).\(places)f", rounded) }
}
