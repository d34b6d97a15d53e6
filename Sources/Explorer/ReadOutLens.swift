import Experiments
import HRNet
import Pose

/// The early read-out: whether it is shown, and what the worker found.
public struct ReadOutLens: Sendable {
  public internal(set) var isOn = false
  /// Whether the head reads where a linear read-out could.
  public internal(set) var prefersHead = false
  /// Its generation is that of the pass that is read.
  var asked = Asked<[ReadOutDepth]>()

  /// What was read at every depth where something can be, in the order of time, by linear read-outs and by the head; empty until
  /// the worker has answered.
  public var course: [ReadOutDepth] { asked.answer ?? [] }
}

extension Study {
  /// What was read early in the pass that is shown; empty until the worker has answered.
  public var readOuts: [ReadOutDepth] { lens.asked.answered == passAsked.answered ? lens.course : [] }

  /// What linear read-outs say of this network where its output is read; nil where there are none.
  public var probedKind: ProbeTargets.Kind? { subject.probes.kind(for: output) }

  /// Whether the head can be applied early.
  var hasEarlyHead: Bool { !network.earlyReadOuts(of: output).isEmpty }

  /// Whether linear read-outs go before the head.
  var prefersProbes: Bool { probedKind != nil && !lens.prefersHead }

  /// What is read at a stream of a column: by who goes before where both can, else by the other.
  ///
  /// - Parameters:
  ///   - column: index into `Network.columns`.
  ///   - node: of the stream there.
  func readOut(column: Int, node: Node.ID) -> ReadOutDepth? {
    let (probe, head) = readers(column: column, node: node)
    return lens.prefersHead ? head ?? probe : probe ?? head
  }

  /// What each of the two reads there; nil for one that cannot.
  func readers(column: Int, node: Node.ID) -> (probe: ReadOutDepth?, head: ReadOutDepth?) {
    var found: (probe: ReadOutDepth?, head: ReadOutDepth?)
    for depth in readOuts {
      switch depth.reader {
      case .probe(node, isConcatenated: false): found.probe = depth
      case .head where depth.column == column: found.head = depth
      case .probe, .head: break
      }
    }
    return found
  }
}

extension Model {
  /// The early read-out at the cursor's stream and column, where the lens is on and something reads there.
  public var readOut: ReadOutDepth? {
    study.lens.isOn && screen.cursor.layersLeft == 0 && !isAtOutput
      ? study.readOut(column: screen.cursor.column, node: column.nodes[currentStream]) : nil
  }

  /// Whether the cursor stands behind the body, where the network itself reads out: nothing is early there.
  private var isAtOutput: Bool { column.content == .head }

  /// Whether the lens is on and shows something else than the network's result.
  var isReadingOut: Bool { study.lens.isOn && !isAtOutput }

  /// What picture and table show: the network's result, or under the lens what is read at the cursor. Nil where nothing
  /// can be read, or has not been yet.
  public var shown: Reading? { isReadingOut ? readOut?.reading : study.current?.reading }

  /// What sort of thing is shown: of the network's own results, or what is read at the cursor in its place.
  var said: HeadOutput {
    guard isReadingOut else { return study.output }
    let node = column.nodes[currentStream]
    switch readOut?.reading {
    case .pose: return .heatMaps(node)
    case .classMap: return .classMap(node)
    case .classScores, .boxes, .features: return study.output
    case nil:
      guard study.prefersProbes, let kind = study.probedKind else { return study.output }
      return kind == .joints ? .heatMaps(node) : .classMap(node)
    }
  }

  /// The joints of what is shown.
  var shownSkeleton: Skeleton {
    guard isReadingOut, case .pose(let pose) = readOut?.reading else { return study.subject.skeleton }
    return pose.skeleton
  }

  /// Why nothing can be read out at the cursor; nil where something can.
  var readOutAbsence: String? {
    guard isReadingOut, readOut == nil, let last = study.readOuts.last else { return nil }
    if screen.cursor.layersLeft > 0 { return "no read-out here, inside of a unit" }
    let probe = study.probedKind == nil ? "" : "no probe was fitted here, "
    guard case .head = last.reader else { return "no read-out here: no probe was fitted to it" }
    let (here, wanted) = (
      study.network[column.nodes[0]].shape, study.network[study.network.columns[last.column].nodes[0]].shape
    )
    guard here != wanted else {
      return "\(probe)this head is read after exchange units ◆ only: it costs more than they do"
    }
    return "\(probe)no read-out here: \(here), the head reads \(wanted)"
  }

  /// What the panel of results lists: where nothing can be read under the lens, the network's result.
  var listed: Reading? { shown ?? study.current?.reading }

  /// Whether what is listed is read at the cursor.
  var isResultThere: Bool { shown != nil }

  /// Of what moment or comparison a result is, for a panel's title; nil for the network's answer as it is.
  var resultMoment: String? {
    if side == .difference { return "from A to B" }
    return isReadingOut ? (isResultThere ? readerTitle : "at the end") : nil
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

  /// What early readings are measured against: the truth where it is known of what is read, else what the network makes of
  /// it, else what is read of the same stream in the end.
  public var readOutReference: ReadOutReference? {
    if case .heatMaps = said {
      if let truth = study.person.truth[shownSkeleton.name] { return .truth(.joints(truth)) }
      if let result = study.current?.reading, result.pose?.skeleton.jointNames == shownSkeleton.jointNames {
        return .result(result)
      }
    } else if let result = study.current?.reading, said == study.output || result.classMap != nil {
      return .result(result)
    }
    return course.last.map { .result($0.reading) }
  }
}
