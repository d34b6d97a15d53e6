import Canvas

/// The last row: the keys that matter where the person is, from the table of commands; or something to tell.
struct HintLine {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    if let notice = model.notice {
      canvas.put(" " + notice, x: rect.x, y: rect.y, style: Theme.changed, limit: rect.width)
      return
    }
    var column = rect.x
    // Help comes last on the screen but must never fall off it.
    let entries = commands.compactMap(\.entry)
    let help = text(of: Command.help.entry)
    let limit = rect.maxX - Canvas.columns(of: help.key + help.hint) - 3
    for entry in entries {
      let (key, hint) = text(of: entry)
      guard column + Canvas.columns(of: key + hint) + 3 <= limit else { break }
      column += canvas.put(" " + key, x: column, y: rect.y, style: Theme.key)
      column += canvas.put(" " + hint + " ", x: column, y: rect.y, style: Theme.text)
    }
    column += canvas.put(" " + help.key, x: column, y: rect.y, style: Theme.key, limit: rect.maxX - column)
    canvas.put(" " + help.hint, x: column, y: rect.y, style: Theme.text, limit: rect.maxX - column)
  }

  private func text(of entry: Command.Entry?) -> (key: String, hint: String) {
    guard let entry, let key = entry.keys.first else { return ("", "") }
    return (Self.symbol(key), entry.hint)
  }

  /// The commands worth a hint, most useful first.
  private var commands: [Command] {
    if model.helpScroll != nil { return [.streamDown, .back] }
    let everywhere: [Command] = [.undo, .reset, .mapMode, .focusNext, .zoom, .quit]
    if model.edge != nil {
      return [.cut, .gainDown, .cutRow, .keepOnly, .back] + everywhere
    }
    if model.focus == .joints { return [.streamDown, .focusNext, .back, .quit] }
    if model.exchangeUnit != nil {
      return [.stepForward, .cut, .enter, .moduleForward, .cutFinal, .cutAcross, .cutWithin] + everywhere
    }
    return [.stepForward, .moduleForward, .streamDown, .play, .cutFinal, .cutAcross, .cutWithin] + everywhere
  }

  static func symbol(_ key: Key) -> String {
    switch key.name {
    case "Right": "→"
    case "Left": "←"
    case "Up": "↑"
    case "Down": "↓"
    default: key.name
    }
  }
}
