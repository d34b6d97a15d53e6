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
    let effects = unit.row(destination).filter { !$0.isPassedOn }.compactMap { edge in
      sweep.result?[.edge(edge)]?.change.effect
    }
    return effects.max().map { ("\(digit($0))", style($0)) }
  }

  /// How strongly an edge's line is drawn; nil before it is measured, and for one that is never cut.
  func strength(_ edge: EdgeAddress) -> FusionFan.Look? {
    (sweep.result?[.edge(edge)]?.change.effect).map { effect in
      switch position(effect) {
      case ..<0.1: .faint
      case ..<0.4: .plain
      default: .strong
      }
    }
  }

  /// Rank and effect of an edge's cut, on its colour.
  func words(_ edge: EdgeAddress, width: Int) -> (text: String, style: Style)? {
    guard let (rank, measurement) = sweep.rank(of: edge) else { return nil }
    let change = measurement.change
    let effect = SweepText.effect(change)
    let candidates = ["#\(rank) \(effect) \(SweepText.headline(change))", "#\(rank) \(effect)", effect]
    let text = candidates.first { Canvas.columns(of: $0) <= width } ?? "\(digit(change.effect))"
    return (text, style(change.effect))
  }

  private func position(_ effect: Double) -> Double {
    largest > 0 && effect.isFinite ? min(max(effect / largest, 0), 1) : 0
  }

  private func digit(_ effect: Double) -> Int { min(Int(position(effect) * 10), 9) }

  private func style(_ effect: Double) -> Style { Self.scale.style(at: position(effect)).adding(.bold) }
}

/// A sweep's numbers in words.
enum SweepText {
  /// `final  · 31 % · Δ23.4 px, most 146 px ⇄ · OKS 0.612 · score -0.12`: what ranks first. The mark says that
  /// the joint that went furthest only went from one peak to another as high.
  static func line(_ measurement: SweepMeasurement) -> String {
    let change = measurement.change
    let (words, unit) = (change.words, change.headline.unit)
    let isOwn = change.ranking.key != change.headline.key
    let ranking = isOwn && change.hasEffect ? [effect(change)] : []
    let what =
      !change.isMeasured
      ? "no \(words.item) is left"
      : (change.headline.value ?? 0) > 0 || (change.largest.value ?? 0) > 0
        ? "\(shift(change)) \(unit), most \(Number.short(change.largest.value ?? 0)) \(unit)\(mark(change))"
        : "no \(words.item) \(words.changes)"
    let further = change.further.map { "\($0.name) \($0.value.map(Number.short) ?? "–")" }
    let lost = change.lost > 0 ? ["\(change.lost) lost"] : []
    return ([measurement.kind.rawValue.padded(toColumns: 6)] + ranking + [what] + lost + further)
      .joined(separator: " · ")
  }

  /// What the cursor's edge or unit did: `cut alone #3 31 % Δ12.3 px`.
  static func alone(_ rank: Int, _ measurement: SweepMeasurement) -> String {
    ["cut alone #\(rank)", effect(measurement.change), headline(measurement.change)].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// The number that ranks: `31 %`.
  static func effect(_ change: ReadingChange) -> String {
    "\(change.ranking.value.map(Number.short) ?? "–") \(change.ranking.unit)"
  }

  /// The one that is told beside it, where it is another: `Δ12.3 px`.
  static func headline(_ change: ReadingChange) -> String {
    change.ranking.key == change.headline.key ? "" : "\(shift(change)) \(change.headline.unit)"
  }

  private static func shift(_ change: ReadingChange) -> String {
    "Δ\(change.headline.value.map(Number.short) ?? "–")"
  }

  private static func mark(_ change: ReadingChange) -> String {
    let furthest = change.items.indices.max { (change.items[$0] ?? 0) < (change.items[$1] ?? 0) }
    return furthest.map { change.jumps.contains($0) } == true ? " ⇄" : ""
  }
}
