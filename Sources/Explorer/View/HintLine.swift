import Cells

/// The last row: the keys that matter where the person is, from the table of commands; or something to tell.
struct HintLine {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    if let menu = model.menu {
      let text =
        menu.purpose == nil
        ? " type to search   ↑↓ choose   Enter does it   Esc closes"
        : " type a name or a path   Tab completes   ↑↓ choose   Enter opens   Esc closes"
      canvas.put(text, x: rect.x, y: rect.y, style: Theme.text, limit: rect.width)
      return
    }
    if let notice = model.notice {
      // With words in a band of its own it stands there.
      if !model.tastes.isPresenting || model.hasWords { draw(notice, on: &canvas, in: rect) }
      return
    }
    guard !model.tastes.isPresenting else { return }
    var column = rect.x
    // Help comes last on the screen but must never fall off it.
    let help = text(of: Hint("help", .help))
    let limit = rect.maxX - Canvas.columns(of: help.keys + help.words) - 3
    for (keys, words) in texts {
      guard column + Canvas.columns(of: keys + words) + 3 <= limit else { break }
      column += canvas.put(" " + keys, x: column, y: rect.y, style: Theme.key)
      column += canvas.put(" " + words + " ", x: column, y: rect.y, style: Theme.text)
    }
    column += canvas.put(" " + help.keys, x: column, y: rect.y, style: Theme.key, limit: rect.maxX - column)
    canvas.put(" " + help.words, x: column, y: rect.y, style: Theme.text, limit: rect.maxX - column)
  }

  /// In as many rows as it takes, over what stands above.
  private func draw(_ notice: String, on canvas: inout Canvas, in rect: Rect) {
    let lines = Canvas.wrapped(notice, width: max(1, rect.width - 1))
    let first = max(0, lines.count - 3)
    for (row, line) in lines.dropFirst(first).enumerated() {
      let y = rect.y - (lines.count - first - 1) + row
      canvas.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), .blank)
      canvas.put(" " + line, x: rect.x, y: y, style: Theme.changed, limit: rect.width)
    }
  }

  /// A word or two for one command, or for several that belong together.
  private struct Hint {
    let words: String
    let commands: [Command]

    init(_ words: String, _ commands: Command...) {
      (self.words, self.commands) = (words, commands)
    }
  }

  private func text(of hint: Hint) -> (keys: String, words: String) {
    let keys = hint.commands.compactMap { model.keyMap.keys(of: $0).first?.symbol }
    // Single glyphs can be told apart as they stand; names cannot.
    return (keys.joined(separator: keys.allSatisfy { $0.count == 1 } ? "" : "/"), hint.words)
  }

  /// Keys and what they do here, most useful first.
  var texts: [(keys: String, words: String)] { hints.map(text).filter { !$0.keys.isEmpty } }

  /// The commands that matter where the person is, most useful first.
  var commands: [Command] { hints.flatMap(\.commands) }

  /// What matters where the person is, most useful first; a lesson's way on before all.
  private var hints: [Hint] {
    if model.isAtRemark {
      return [Hint("go on", .nextPage), Hint("back", .previousPage), Hint("end the replay", .back)]
    }
    let usualHints = model.pinned == nil ? self.usualHints : [Hint("A, B, both, A−B", .pin)] + self.usualHints
    guard let lesson = model.lesson, model.screen.focus != .caption else { return usualHints }
    return [lesson.hasStrayed ? Hint("back to the lesson", .lesson) : Hint("next page", .nextPage)] + usualHints
  }

  private var captionHints: [Hint] {
    let isAsking = model.lesson?.isRevealed == false
    return (isAsking ? [Hint("choose", .streamUp, .streamDown), Hint("answer", .enter)] : []) + [
      Hint("page", .previousPage, .nextPage), Hint("other lessons", .lesson), Hint("leave the words", .back),
    ]
  }

  private var usualHints: [Hint] {
    let step = Hint("step", .stepBack, .stepForward)
    let play = Hint(model.live.map { $0.isPaused ? "go on" : $0.isRunning ? "stay" : "play" } ?? "play", .play)
    // Encoder–decoders have nothing to cut, hourglasses none of these.
    let units = model.study.network.exchangeUnits
    let kinds =
      units.contains { $0.kind != .skip } ? [Hint("cut final/across/within", .cutFinal, .cutAcross, .cutWithin)] : []
    let next = units.isEmpty ? [] : [Hint("next ◆", .moduleForward)]
    let sweep = units.isEmpty ? [] : [Hint("sweep", .sweep)]
    let history = [Hint("undo", .undo), Hint("reset", .reset)]
    let panel = [Hint("panel", .focusNext), Hint("zoom", .zoom)]
    let maps = Hint("map", .mapMode)
    let quit = Hint("quit", .quit)
    let item = model.study.current?.reading.words.item ?? "joint"
    let head = model.study.network.outputs.count > 1 ? [Hint("other head", .head)] : []
    switch model.place {
    case .box:
      return [
        Hint("move", .stepBack, .stepForward, .streamUp, .streamDown), Hint("size", .gainDown, .gainUp),
        Hint("width", .moduleBack, .moduleForward),
        Hint(model.screen.beforeNewBox == nil ? "done" : "keep", .enter), Hint("another person", .newBox),
        Hint("next person", .nextPerson), Hint("as it was", .reset),
      ]
    case .heading:
      return [
        Hint("stage", .stepBack, .stepForward)
      ] + (units.isEmpty ? [] : [Hint("cut/join the stage", .cut), Hint("gain", .gainDown, .gainUp)]) + [
        Hint("streams", .streamDown)
      ] + kinds + history + panel + [quit]
    case .matrix:
      return [
        Hint("edge", .stepBack, .stepForward, .streamUp, .streamDown), Hint("cut/join", .cut),
        Hint("gain", .gainDown, .gainUp), Hint("replace", .contribution), Hint("cut row", .cutRow),
        Hint("only this", .keepOnly), Hint("its sum", .enter), Hint("back", .back),
      ] + history + [quit]
    case .trace:
      let occluding = model.study.tracing.occlusion?.isRunning == true
      return [
        step, Hint(item, .streamUp, .streamDown), Hint(occluding ? "stop" : "block parts", .occlude),
        Hint("layer", .pictureLayer),
      ] + next + [Hint("leave", .trace)] + panel + [quit]
    case .inspector:
      let probe = Hint("map cursor", .stepBack, .stepForward, .streamUp, .streamDown)
      guard model.screen.look == .inspector else {
        let whole = model.screen.look == .sum ? "the stream" : "the matrix"
        let ways = [Hint("channel", .previousChannel, .nextChannel), Hint(whole, .enter), Hint("back", .back)]
        return [probe] + ways + history + panel + [quit]
      }
      return [probe, maps, Hint("its sum", .enter), Hint("close", .inspect), Hint("back", .back)] + panel + [quit]
    case .decoding:
      return [Hint("joint", .streamUp, .streamDown), Hint("flip test", .enter), Hint("close", .decode)] + history
        + panel
        + [quit]
    case .geometry:
      let items = model.study.absence == nil ? [Hint(item, .streamUp, .streamDown)] : []
      return items + [Hint("back", .back)] + history + panel + [quit]
    case .confusion:
      return [Hint("joint", .streamUp, .streamDown), Hint("heat map", .pictureLayer), Hint("back", .back)] + history
        + panel + [quit]
    case .resolutions:
      return [Hint("back", .back)] + kinds + history + panel + [quit]
    case .knowledge:
      return [
        step, Hint("stream", .streamUp, .streamDown),
        Hint(model.screen.knowledge == .set ? "this picture" : "the set", .knowledge),
      ] + next + kinds + [Hint("back", .back)] + history + panel + [quit]
    case .versions: return [step] + kinds + [Hint("back", .back)] + history + panel + [quit]
    case .cost:
      return [Hint("scroll", .streamUp, .streamDown), Hint("measure times", .enter), Hint("back", .back)] + history
        + panel + [quit]
    case .joints where model.study.absence != nil && !model.isReadingOut:
      return [Hint("layer", .pictureLayer), Hint("back", .back)] + head + panel + [quit]
    case .joints where model.shown?.pose == nil && model.study.jointAbsence != nil:
      return [
        Hint(item, .streamUp, .streamDown), Hint("block parts", .occlude), Hint("layer", .pictureLayer),
        Hint("back", .back),
      ] + head + panel + [quit]
    case .joints:
      return [
        Hint("joint", .streamUp, .streamDown), Hint("sort", .sortJoints), Hint("heat map", .pictureLayer),
        Hint("trace", .trace), Hint("back", .back),
      ] + head + panel + [quit]
    case .caption: return captionHints + panel + [quit]
    case .elsewhere: break
    }
    if model.study.lens.isOn, model.screen.focus == .network {
      let end = Hint(model.study.jointAbsence == nil ? "final pose" : "the end", .readOut)
      let stream = model.study.probedKind == nil ? [] : [Hint("stream", .streamUp, .streamDown)]
      let reader =
        model.study.probedKind != nil && model.study.hasEarlyHead
        ? [Hint(model.study.lens.prefersHead ? "probes" : "head", .otherReader)] : []
      return [step] + next + [play, end] + stream + reader + [Hint("heat map", .pictureLayer)] + kinds + history + panel
        + [quit]
    }
    if model.screen.focus == .picture {
      let box = model.study.partMissingReason == nil ? [Hint("box", .editBox), Hint("another", .newBox)] : []
      let truth = model.study.truth == nil ? [] : [Hint("truth", .groundTruth)]
      let items = model.study.absence == nil ? [Hint(item, .previousJoint, .nextJoint)] : []
      return [step, Hint("layer", .pictureLayer), Hint("open", .openPicture)] + box + truth + items + head + history
        + panel + [quit]
    }
    if model.exchangeUnit != nil {
      return [
        step, Hint("cut/join unit", .cut), Hint("choose an edge", .enter), Hint("next unit", .moduleForward),
      ] + kinds + sweep + history + panel + [quit]
    }
    let paper = kinds.isEmpty ? [] : [Hint("paper", .preset)]
    return [step] + next + [Hint("stream", .streamUp, .streamDown), play] + kinds + head + [maps] + sweep + [
      Hint("read out", .readOut), Hint("trace", .trace), Hint("panel", .focusNext),
    ] + history + paper + [Hint("zoom", .zoom), quit]
  }
}
