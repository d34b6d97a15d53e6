import Cells
import Checkpoints
import HRNet
import Platform

/// A table of the paper: what it prints beside what is counted here.
struct PaperReport: Encodable {
  struct Row: Encodable {
    let model: String
    /// Null where the paper says none.
    let input: Nullable<[Int]>
    let quantity: String
    let printed: Nullable<Double>
    let counted: Nullable<Double>
    let unit: String
    let convention: String
  }

  let table: String
  let title: String
  let rows: [Row]

  init(_ table: PaperTable) {
    self.table = table.rawValue
    title = table.title
    rows = table.rows.map { row in
      Row(
        model: row.model, input: Nullable(value: row.input.map { [$0.height, $0.width] }),
        quantity: row.quantity.rawValue,
        printed: Nullable(value: row.printed), counted: Nullable(value: row.counted), unit: row.unit,
        convention: row.convention)
    }
  }

  var text: String {
    let width = (rows.map(\.model.count).max() ?? 0) + 2
    let heading =
      "".padded(toColumns: width) + "input".padded(toColumns: 10) + "printed".paddedLeft(toColumns: 9)
      + "counted".paddedLeft(toColumns: 10) + "  unit  counted as"
    let lines = rows.map { row in
      let numbers = [(row.printed.value, 9, "%.1f"), (row.counted.value, 10, "%.2f")].map { number, columns, format in
        (number.map { formatted(format, $0) } ?? "–").paddedLeft(toColumns: columns)
      }
      let input = row.input.value.map { "\($0[0])×\($0[1])" } ?? ""
      return row.model.padded(toColumns: width) + input.padded(toColumns: 10) + numbers.joined() + "  "
        + row.unit.padded(toColumns: 6) + row.convention
    }
    return ([title, "", heading] + lines).joined(separator: "\n")
  }
}
