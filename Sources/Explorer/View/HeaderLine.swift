import Canvas

/// The first row: what is explored, where the person is, what the last pass cost.
struct HeaderLine {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let subject = model.subject
    let playing = model.isPlaying ? rect.width < 100 ? "▶ " : "▶ \(model.playInterval) ms a step  " : ""
    let grain = model.grain == .unit || rect.width < 60 ? "" : "by \(model.grain)  "
    let right = "\(playing)\(cost)  \(grain)step \(model.cursor.column + 1)/\(subject.network.columns.count) "
    let rightColumns = Canvas.columns(of: right)
    let limit = rect.width - rightColumns - 1
    canvas.put(right, x: rect.maxX - rightColumns, y: rect.y, style: Theme.text)

    let skeleton = subject.skeleton.title.map { "\($0) " } ?? ""
    let name =
      "\(subject.modelName) · "
      + (subject.skeleton.jointNames.isEmpty
        ? "no pose head" : "\(skeleton)\(subject.skeleton.jointNames.count) joints")
      + " · \(subject.network.input)"
    let picture = "\(model.scene.name) · person \(model.personIndex + 1)/\(model.scene.people.count)"
    var pieces = [(" hrscope ", Theme.key), (" \(subject.modelName)", Theme.strong)]
    for candidate in [" \(name)   \(picture)", " \(name)"] where Canvas.columns(of: candidate) + 9 <= limit {
      pieces = [(" hrscope ", Theme.key), (candidate, Theme.text)]
      break
    }
    canvas.put(pieces, x: rect.x, y: rect.y, limit: max(0, limit))
  }

  /// What is under way, how far it is, and how to stop it. Nothing for what is done before anybody would read it.
  private var work: String? {
    let turns = model.appearance.unicode ? "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" : "|/-\\"
    let spinner = turns.dropFirst(model.waited % turns.count).prefix(1)
    let isNarrow = model.size.width < 100
    let stop = isNarrow || model.answered == nil ? "" : " · Esc stops"
    if let name = model.opening { return "\(spinner) opening\(isNarrow ? "" : " \(name)")\(stop)" }
    guard model.isComputing, let progress = model.progress, progress.total > 0 else { return nil }
    let words = progress.what == .weights ? "preparing weights" : isNarrow ? "computing" : "computing nodes"
    return "\(spinner) \(words) \(progress.completed)/\(progress.total)\(stop)"
  }

  private var cost: String {
    if model.waited > 0, let work { return work }
    guard let current = model.current else { return "loading…" }
    let time = current.milliseconds.map { "\(Number.short($0)) ms" }
    guard !model.interventions.isEmpty || current.recomputed < current.total else { return time ?? "" }
    let again = "\(current.recomputed)/\(current.total) nodes again"
    let cost = time.map { "\(again) · \($0)" } ?? again
    return model.meanShift > 0 ? "mean Δ \(Number.short(model.meanShift)) px · \(cost)" : cost
  }
}
