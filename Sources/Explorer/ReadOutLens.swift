import Experiments
import HRNet
import Pose

/// The early read-out: whether it is shown, and what the worker found.
public struct ReadOutLens: Sendable {
  public internal(set) var isOn = false
  /// Its generation is that of the pass that is read.
  var asked = Asked<[ReadOutDepth]>()

  /// The pose at every depth where a head fits, in the order of time; empty until the worker has answered.
  public var course: [ReadOutDepth] { asked.answer ?? [] }
}

/// A pose that is shown, on the picture and as a table.
public struct ShownPose: Sendable {
  public let joints: [Joint]
  public let heatMaps: HeatMaps
}

extension Model {
  /// The early read-out at the cursor's column, where the lens is on and a head fits.
  public var readOut: ReadOutDepth? {
    study.lens.isOn && screen.cursor.layersLeft == 0
      ? study.lens.course.first { $0.column == screen.cursor.column } : nil
  }

  /// Whether the cursor stands where the network itself reads out: nothing is early there.
  private var isAtOutput: Bool { column.nodes.contains(study.network.result) }

  /// Whether the lens is on and shows something else than the network's result.
  var isReadingOut: Bool { study.lens.isOn && !isAtOutput }

  /// What picture and table show: the network's result, or under the lens what is read at the cursor. Nil where nothing
  /// can be read, or has not been yet.
  public var shown: ShownPose? {
    guard isReadingOut else { return study.current.map { ShownPose(joints: $0.joints, heatMaps: $0.heatMaps) } }
    return readOut.map { ShownPose(joints: $0.joints, heatMaps: $0.heatMaps) }
  }

  /// Why nothing can be read out at the cursor; nil where something can.
  var readOutAbsence: String? {
    guard isReadingOut, readOut == nil, let first = study.network.earlyReadOuts.first else { return nil }
    if screen.cursor.layersLeft > 0 { return "no read-out here, inside of a unit" }
    let (here, wanted) = (study.network[column.nodes[0]].shape, study.network[first.node].shape)
    guard here != wanted else { return nil }
    return "no read-out here: \(here), the head reads \(wanted)"
  }

  /// How far each joint that is shown is from where it was with nothing changed, or under the lens from where the network
  /// finally puts it, in picture pixels; nil for a joint that one of the two lacks.
  var shownShifts: [Double?] {
    guard isReadingOut else { return study.shifts }
    guard let readOut, let current = study.current else { return [] }
    return zip(readOut.joints, current.joints).map { early, final in
      early.isFound && final.isFound ? early.position.distance(to: final.position) : nil
    }
  }

  /// What early poses are measured against, by joint: the truth where it is known, else the network's result.
  public var readOutReference: [PicturePoint?] {
    if let truth = study.truth { return truth.map { $0.isLabelled ? $0.position : nil } }
    return (study.current?.joints ?? []).map { $0.isFound ? $0.position : nil }
  }
}
