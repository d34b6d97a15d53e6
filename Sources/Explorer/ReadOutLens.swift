import Experiments
import HRNet

/// The early read-out: whether it is shown, and what the worker found.
public struct ReadOutLens: Sendable {
  public internal(set) var isOn = false
  /// Its generation is that of the pass that is read.
  var asked = Asked<[ReadOutDepth]>()

  /// What is read at every depth where a head fits, in the order of time; empty until the worker has answered.
  public var course: [ReadOutDepth] { asked.answer ?? [] }
}

extension Model {
  /// The early read-out at the cursor's column, where the lens is on and a head fits.
  public var readOut: ReadOutDepth? {
    study.lens.isOn && screen.cursor.layersLeft == 0
      ? study.lens.course.first { $0.column == screen.cursor.column } : nil
  }

  /// Whether the cursor stands behind the body, where the network itself reads out: nothing is early there.
  private var isAtOutput: Bool { column.content == .head }

  /// Whether the lens is on and shows something else than the network's result.
  var isReadingOut: Bool { study.lens.isOn && !isAtOutput }

  /// What picture and table show: the network's result, or under the lens what is read at the cursor. Nil where nothing
  /// can be read, or has not been yet.
  public var shown: Reading? { isReadingOut ? readOut?.reading : study.current?.reading }

  /// Why nothing can be read out at the cursor; nil where something can.
  var readOutAbsence: String? {
    guard isReadingOut, readOut == nil, let last = study.lens.course.last else { return nil }
    if screen.cursor.layersLeft > 0 { return "no read-out here, inside of a unit" }
    let (here, wanted) = (
      study.network[column.nodes[0]].shape, study.network[study.network.columns[last.column].nodes[0]].shape
    )
    guard here != wanted else { return "this head is read after exchange units ◆ only: it costs more than they do" }
    return "no read-out here: \(here), the head reads \(wanted)"
  }

  /// What the panel of results lists: where nothing can be read under the lens, the network's result.
  var listed: Reading? { shown ?? study.current?.reading }

  /// Whether what is listed is read at the cursor.
  var isResultThere: Bool { shown != nil }

  /// Of what moment or comparison a result is, for a panel's title; nil for the network's answer as it is.
  var resultMoment: String? {
    if side == .difference { return "from A to B" }
    return isReadingOut ? (isResultThere ? "early read-out" : "at the end") : nil
  }

  /// What is shown is compared with this: what was said with nothing changed, or under the lens what becomes of it.
  var shownBefore: Reading? { isReadingOut ? study.current?.reading : study.baseline?.reading }

  /// Whether there is something to compare: a change in the network, or an early moment.
  var isCompared: Bool { isReadingOut || study.isCompared }

  /// How what is shown differs from what it was with nothing changed, or under the lens from what becomes of it.
  var shownChange: ReadingChange? {
    guard isReadingOut else { return study.change }
    return study.current.flatMap { readOut?.reading.change(from: $0.reading) }
  }

  /// What early readings are measured against: the truth where it is known of what is read, else the network's result.
  public var readOutReference: ReadOutReference? {
    let truth = if case .heatMaps = study.output { study.truth } else { nil as Truth? }
    return truth.map { .truth($0) } ?? study.current.map { .result($0.reading) }
  }
}
