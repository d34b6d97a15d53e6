import Cells

// Where two states are compared: which of them this is, and what sets it apart.
extension HeaderLine {
  /// The program's name, or the state's.
  var label: Piece {
    guard model.pinned != nil else { return (" hrscope ", Theme.key) }
    let turns = model.takesTurns ? " of A|B" : ""
    return switch model.side {
    case .a: (" A\(turns) ", Theme.selected)
    case .b: (" B\(turns) ", Theme.selected)
    case .difference: (" A−B ", Theme.selected)
    }
  }

  /// What comes before all that the two have in common: the network with what it costs, or the picture; from the fullest to
  /// the shortest. None where neither differs.
  ///
  /// - Parameter name: the model's, with what it says.
  func apart(_ name: Piece) -> [[Piece]] {
    guard let pinned = model.pinned else { return [] }
    let subject = model.study.subject
    var candidates: [[Piece]] = []
    if pinned.hasOwnNetwork {
      // The file's name tells two networks of one architecture apart.
      let short: Piece = (" \(subject.fileName ?? subject.modelName)", Theme.strong)
      let full: Piece = (" \(subject.fullName)", Theme.strong)
      let cost: Piece = (" · \(model.study.costInWords)", Theme.text)
      for notice in told {
        candidates += [[full, cost] + notice + [picture], [full, cost] + notice, [short, cost] + notice]
      }
      candidates.append([short] + (told.last ?? []))
    } else if pinned.isOnOtherPicture {
      let short: Piece = (" \(subject.modelName)", Theme.strong)
      for notice in told { candidates += [[name] + notice + [picture], [short] + notice + [picture]] }
      candidates.append([(" \(model.study.scene.name)", Theme.strong)])
    }
    return candidates
  }

  /// What is to be known about the network, or nothing.
  private var told: [[Piece]] { notices.isEmpty ? [[]] : notices.map { [$0] } }
}
