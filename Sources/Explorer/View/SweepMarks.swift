import Cells
import Experiments
import HRNet
import Pose

/// How a sweep's numbers are shown on the map and in the matrix: a colour on the scale from 0 to the largest mean shift of
/// an edge, and, since colours alone do not tell everybody, a digit, from 0 to 9 in tenths of that.
struct SweepMarks {
  private let sweep: SweepState
  private let largest: Double

  /// Nil where there is nothing to show.
  init?(_ model: Model) {
    guard let sweep = model.study.sweep, sweep.result != nil else { return nil }
    self.sweep = sweep
    largest = sweep.largestShift
  }

  static let scale = ColorMap.viridis

  /// The strongest foreign edge into a stream of an exchange unit, as a digit on its colour. Nil before it is measured.
  func mark(_ unit: ExchangeUnit, destination: Int) -> (glyph: String, style: Style)? {
    let shifts = (0..<unit.sourceCount).filter { $0 != destination }.compactMap { source in
      sweep.result?[.edge(EdgeAddress(unit.address, from: Stream(source), to: Stream(destination)))]?.change.meanShift
    }
    return shifts.max().map { ("\(digit($0))", style($0)) }
  }

  /// Rank and mean shift of an edge's cut, on its colour.
  func words(_ edge: EdgeAddress, width: Int) -> (text: String, style: Style)? {
    guard let (rank, measurement) = sweep.rank(of: edge) else { return nil }
    let shift = SweepText.shift(measurement.change)
    let candidates = ["#\(rank) \(shift) px", "#\(rank) \(shift)", shift]
    let text = candidates.first { Canvas.columns(of: $0) <= width } ?? "\(digit(measurement.change.meanShift))"
    return (text, style(measurement.change.meanShift))
  }

  private func position(_ shift: Double) -> Double {
    largest > 0 && shift.isFinite ? min(max(shift / largest, 0), 1) : 0
  }

  private func digit(_ shift: Double) -> Int { min(Int(position(shift) * 10), 9) }

  private func style(_ shift: Double) -> Style {
    let color = Self.scale.color(at: position(shift))
    return Style(color.lightness > 0.6 ? .black : .white, on: color, .bold)
  }
}

/// A sweep's numbers in words.
enum SweepText {
  /// `final  · Δ23.4 px, most 146 px · OKS 0.612 · score -0.12`: the mean shift first.
  static func line(_ measurement: SweepMeasurement) -> String {
    let change = measurement.change
    let lost = change.lost > 0 ? " · \(change.lost) lost" : ""
    let moved =
      !change.isMeasured
      ? "no joint is left"
      : change.maxShift > 0 ? "\(shift(change)) px, most \(Number.short(change.maxShift)) px" : "no joint moves"
    return "\(measurement.kind.rawValue.padded(toColumns: 6)) · \(moved) · OKS \(Number.short(change.oks))"
      + " · score \(Number.short(change.scoreChange))\(lost)"
  }

  /// What the cursor's edge or unit did: `cut alone #3 Δ12.3 px`.
  static func alone(_ rank: Int, _ measurement: SweepMeasurement) -> String {
    "cut alone #\(rank) \(shift(measurement.change)) px"
  }

  static func shift(_ change: PoseChange) -> String { "Δ\(change.isMeasured ? Number.short(change.meanShift) : "–")" }
}
