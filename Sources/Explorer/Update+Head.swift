import Experiments
import HRNet

// Which of the network's outputs is read.
extension Model {
  /// Reads the network's next output in the pass that is shown. What was measured of the one before is forgotten.
  mutating func readNextOutput() -> [Effect] {
    let former = study.output
    study.output = former.next(in: study.network.outputs)
    // Who stands where the one was read wants to see where the other is.
    if column.nodes.contains(former.nodes[0]),
      let end = study.network.columns.firstIndex(where: { $0.nodes.contains(study.output.nodes[0]) })
    {
      (screen.cursor.column, screen.cursor.layersLeft, screen.cursor.isOnHeading) = (end, 0, false)
    }
    study.ablation?.readings = [:]
    screen.selectedItem = 0
    var effects = screen.look == .trace ? stopTracing() : []
    if screen.look == .decoding { screen.look = .step }
    if study.readOutMissingReason != nil { study.lens.isOn = false }
    let isOneOfSeveral = study.network.outputs.count { $0.items == study.output.items } > 1
    let place = isOneOfSeveral ? " at \(study.network[study.output.nodes[0]].address)" : ""
    notice = "reads \(study.output.items)\(place) now, of the same pass"
    effects += dismissSweep() + compute()
    return effects
  }
}

extension HeadOutput {
  /// What there is to be read: `joints`.
  var items: String {
    switch self {
    case .heatMaps: "joints"
    case .classMap, .classScores: "classes"
    case .levels: "features"
    case .boxes: "boxes"
    }
  }
}

extension Study {
  /// Why the output that is read says nothing of a picture that could be listed; nil where it does.
  public var absence: ReadingAbsence? {
    switch output {
    case .heatMaps, .classMap, .classScores, .boxes: nil
    case .levels: ReadingAbsence(refusal: subject.headRefusal)
    }
  }

  /// Why there are no joints in what is read, in words; nil where there are.
  var jointAbsence: String? {
    if case .heatMaps = output { return nil }
    return network.heatMaps == nil
      ? ReadingAbsence(refusal: subject.headRefusal).description : "the pose head is not read now"
  }
}
