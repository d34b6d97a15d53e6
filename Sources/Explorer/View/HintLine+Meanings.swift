// Some keys do something else where the person is than the table of commands says: help says what they do there.
extension HintLine {
  /// What a command does here, in the words of help; nil where that is what the table says.
  func meaning(of command: Command) -> String? {
    if model.screen.isEditingBox { return boxMeaning(of: command) }
    if model.screen.focus == .joints || (model.screen.focus == .streams && model.screen.look == .trace) {
      switch command {
      case .streamUp: return "choose the joint one row up"
      case .streamDown: return "choose the joint one row down"
      default: break
      }
    }
    if model.screen.focus == .streams, model.screen.look == .inspector { return probeMeaning(of: command) }
    if model.edge != nil { return edgeMeaning(of: command) }
    if model.stageUnderCursor != nil { return stageMeaning(of: command) }
    return nil
  }

  private func boxMeaning(of command: Command) -> String? {
    switch command {
    case .stepBack: "move the box to the left"
    case .stepForward: "move the box to the right"
    case .streamUp: "move the box up"
    case .streamDown: "move the box down"
    case .gainDown, .slower: "make the box smaller"
    case .gainUp, .faster: "make the box larger"
    case .moduleBack: "make the box narrower"
    case .moduleForward: "make the box wider"
    case .reset: "take the box that the picture came with"
    case .enter, .back, .editBox: "leave the box as it is now"
    default: nil
    }
  }

  private func probeMeaning(of command: Command) -> String? {
    switch command {
    case .stepBack: "move the map cursor to the left"
    case .stepForward: "move the map cursor to the right"
    case .streamUp: "move the map cursor up"
    case .streamDown: "move the map cursor down"
    case .inspect: "close the inspector"
    default: nil
    }
  }

  private func edgeMeaning(of command: Command) -> String? {
    switch command {
    case .stepBack: "choose the edge to the left: from a finer stream"
    case .stepForward: "choose the edge to the right: from a coarser stream"
    case .streamUp: "choose the edge above: to a finer stream"
    case .streamDown: "choose the edge below: to a coarser stream"
    case .cut: "cut or join the edge"
    default: nil
    }
  }

  private func stageMeaning(of command: Command) -> String? {
    switch command {
    case .stepBack: "go to the stage before"
    case .stepForward: "go to the stage behind"
    case .streamDown: "go down to the streams"
    case .cut: "cut or join all exchange units of the stage"
    case .gainDown: "weaken all fusion edges of the stage by 0.1 (down to 0)"
    case .gainUp: "strengthen all fusion edges of the stage by 0.1 (up to 2)"
    default: nil
    }
  }
}
