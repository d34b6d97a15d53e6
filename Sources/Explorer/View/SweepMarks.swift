import Cells
import Experiments
import HRNet

/// How a sweep's numbers are shown on the map and in the matrix: a colour on the scale from 0 to the largest effect of an
/// edge's cut, and, since colours alone do not tell everybody, a digit, from 0 to 9 in tenths of that.
struct SweepMarks {
  private let sweep: SweepState
  private let largest: Double

  /// Nil where there is nothing to show.
  init?(_ model: Model) {
    guard let sweep = model.study.sweep, sweep.result != nil else { return nil }
    self.sweep = sweep
    largest = sweep.largestEffect
  }

  static let scale = ColorMap.viridis

  /// The strongest foreign edge into a stream of an exchange unit, as a digit on its colour. Nil before it is measured.
  func mark(_ unit: ExchangeUnit, destination: Int) -> (glyph: String, style: Style)? {
    let effects = (0..<unit.sourceCount).filter { $0 != destination }.compactMap { source in
      sweep.result?[.edge(EdgeAddress(unit.address, from: Stream(source), to: Stream(destination)))]?.change.effect
    }
    return effects.max().map { ("\(digit($0))", style($0)) }
  }

  /// Rank and effect of an edge's cut, on its colour.
  func words(_ edge: EdgeAddress, width: Int) -> (text: String, style: Style)? {
    guard let (rank, measurement) = sweep.rank(of: edge) else { return nil }
    let change = measurement.change
    let effect = SweepText.effect(change)
    let candidates = ["#\(rank) \(effect) \(change.headline.unit)", "#\(rank) \(effect)", effect]
    let text = candidates.first { Canvas.columns(of: $0) <= width } ?? "\(digit(change.effect))"
    return (text, style(change.effect))
  }

  private func position(_ effect: Double) -> Double {
    largest > 0 && effect.isFinite ? min(max(effect / largest, 0), 1) : 0
  }

  private func digit(_ effect: Double) -> Int { min(Int(position(effect) * 10), 9) }

  private func style(_ effect: Double) -> Style {
    let color = Self.scale.color(at: position(effect))
    return Style(color.lightness > 0.6 ? .black : .white, on: color, .bold)
  }
}

/// A sweep's numbers in words.
enum SweepText {
  /// `final  · Δ23.4 px, most 146 px · OKS 0.612 · score -0.12`: what ranks first.
  static func line(_ measurement: SweepMeasurement) -> String {
    let change = measurement.change
    let (words, unit) = (change.words, change.headline.unit)
    let what =
      !change.isMeasured
      ? "no \(words.item) is left"
      : change.hasEffect
        ? "\(effect(change)) \(unit), most \(Number.short(change.largest.value ?? 0)) \(unit)"
        : "no \(words.item) \(words.changes)"
    let further = change.further.map { "\($0.name) \($0.value.map(Number.short) ?? "–")" }
    let lost = change.lost > 0 ? ["\(change.lost) lost"] : []
    return ([measurement.kind.rawValue.padded(toColumns: 6), what] + further + lost).joined(separator: " · ")
  }

  /// What the cursor's edge or unit did: `cut alone #3 Δ12.3 px`.
  static func alone(_ rank: Int, _ measurement: SweepMeasurement) -> String {
    "cut alone #\(rank) \(effect(measurement.change)) \(measurement.change.headline.unit)"
  }

  static func effect(_ change: ReadingChange) -> String { "Δ\(change.headline.value.map(Number.short) ?? "–")" }
}
