import HRNet

// Why commands cannot be done now, in a line each; nil where they can.
extension Study {
  /// Of what needs something that the network has found.
  var itemsMissingReason: String? {
    absence.map { "\($0): there are no joints" }
  }

  /// Of what needs one of them to be chosen.
  var itemMissingReason: String? {
    if let itemsMissingReason { return itemsMissingReason }
    return current?.reading.items.isEmpty == true ? "nothing is found: there is none of the \(output.items)" : nil
  }

  /// Of what needs the place of a joint.
  var jointsMissingReason: String? {
    jointAbsence.map { "\($0): there are no joints" }
  }

  /// Of reading early, by probes or by the head.
  var readOutMissingReason: String? {
    probedKind == nil && !hasEarlyHead
      ? "\(absence?.description ?? "this head fits nowhere else"): there is nothing to read early with" : nil
  }

  /// Of reading another head.
  var otherOutputMissingReason: String? {
    network.outputs.count > 1 ? nil : "this network has one head: there is no other to read"
  }

  var truthMissingReason: String? {
    trueJoints?.contains(where: \.isLabelled) == true ? nil : "the true joints of this picture are not known"
  }

  /// Of what concerns a part of the picture.
  var partMissingReason: String? {
    parts == .whole ? "\(output.items) are those of the whole picture: there is no box to move" : nil
  }

  var otherPersonMissingReason: String? {
    partMissingReason ?? (people.count > 1 ? nil : "no other person is known in this picture")
  }

  var newBoxMissingReason: String? {
    parts == .people ? nil : "\(output.items) are not those of a person: there is nobody to box"
  }

  var keptBoxMissingReason: String? { boxed.isEmpty ? "no box was kept" : nil }

  var takenBackMissingReason: String? { takenBack.isEmpty ? "no box was taken back" : nil }

  func missingReason(_ kind: FusionKind) -> String? {
    if network.exchangeUnits.contains(where: { $0.kind == kind }) { return nil }
    return nothingToCutReason ?? "this network has no exchange unit \(kind.rawValue) stages"
  }

  var sweepMissingReason: String? { nothingToCutReason ?? itemsMissingReason }

  /// The paper's rows are about exchange units between streams.
  var presetMissingReason: String? {
    nothingToCutReason
      ?? (network.exchangeUnits.contains { $0.kind != .skip }
        ? nil : "the paper's ablation is of exchange units: an hourglass has skips")
  }

  /// Where no streams and no skips meet.
  var nothingToCutReason: String? {
    network.exchangeUnits.isEmpty
      ? "\(network.architecture.name) has nothing to cut: nowhere in it are streams or skips summed" : nil
  }

  var undoMissingReason: String? { history.canUndo ? nil : "nothing to undo" }

  var redoMissingReason: String? { history.canRedo ? nil : "nothing to redo" }

  var changeMissingReason: String? { interventions == .none ? "no edge is changed" : nil }
}

extension Model {
  /// Of what needs one of the things that are listed to be chosen: under the lens others than the network says.
  var itemMissingReason: String? {
    shown?.items.isEmpty == false && isReadingOut ? nil : study.itemMissingReason
  }

  /// Of what sorts joints.
  var jointsMissingReason: String? { shown?.pose != nil ? nil : study.jointsMissingReason }

  /// Of letting the other of the two read early.
  var otherReaderMissingReason: String? {
    guard study.lens.isOn else { return "nothing is read early now: \(keyMap.text(of: .readOut)) begins" }
    guard study.probedKind != nil else {
      return "this network has no probes: the head alone reads early ('hrscope probe' fits some, --probes opens them)"
    }
    guard study.hasEarlyHead else {
      return "\(study.absence?.description ?? "this head fits nowhere else"): probes alone read early"
    }
    guard isReadingOut, screen.cursor.layersLeft == 0, !study.readOuts.isEmpty else { return nil }
    let readers = study.readers(column: screen.cursor.column, node: column.nodes[currentStream])
    if readers.probe == nil, readers.head != nil { return "no probe was fitted here: the head alone reads" }
    if readers.head == nil, readers.probe != nil { return "the head does not fit here: the probe alone reads" }
    return nil
  }

  var boxesMissingReason: String? {
    if study.scene.path == nil { return "this picture is no file: there is nothing beside which boxes could be kept" }
    return study.boxed.isEmpty ? "no box was made by hand: \(keyMap.text(of: .newBox)) makes one" : nil
  }

  /// Of pinning, where nothing is pinned yet.
  var pinMissingReason: String? {
    guard pinned == nil, study.current == nil || study.isComputing else { return nil }
    return live?.isRunning == true
      ? "frames are coming: \(keyMap.text(of: .play)) stays on one, which can be pinned"
      : "still computing: there is nothing to pin yet"
  }

  var pinnedMissingReason: String? {
    pinned == nil ? "no state is pinned: \(keyMap.text(of: .pin)) pins what is here" : nil
  }

  var lessonMissingReason: String? {
    lesson == nil ? "no lesson is being given: \(keyMap.text(of: .lesson)) lists them" : nil
  }

  var edgesMissingReason: String? {
    guard edgesUnderCursor.isEmpty else { return nil }
    if let reason = study.nothingToCutReason { return reason }
    if let section = stageUnderCursor {
      let streams = column.nodes.count == 1 ? "is a single stream" : "has streams that exchange nothing"
      return "\(section) \(streams): there is no fusion to cut"
    }
    return "edges are cut at an exchange unit ◆: \(wayToExchangeUnit)"
  }

  var edgeMissingReason: String? {
    guard edge == nil else { return nil }
    if let reason = study.nothingToCutReason { return reason }
    guard exchangeUnit != nil else { return "edges are chosen in an exchange unit ◆: \(wayToExchangeUnit)" }
    return "first choose an edge: \(keyMap.text(of: .enter)) goes into the exchange unit"
  }

  var exchangeUnitMissingReason: String? {
    exchangeUnit == nil
      ? study.nothingToCutReason ?? "streams are cut at an exchange unit ◆: \(wayToExchangeUnit)" : nil
  }

  private var wayToExchangeUnit: String {
    let isAhead = study.network.columns.dropFirst(screen.cursor.column + 1).contains(where: \.isExchange)
    return isAhead
      ? "\(keyMap.text(of: .moduleForward)) goes to the next one"
      : "\(keyMap.text(of: .moduleBack)) goes to the last one"
  }
}
