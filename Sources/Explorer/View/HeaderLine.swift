import Cells
import Experiments
import Pictures

/// The first row: what is explored and what is to be known about it, where the person is, what the last pass cost.
struct HeaderLine {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let least = apart(("", Theme.text)).last ?? notices.suffix(1)
    let kept = Canvas.columns(of: label.0 + least.map(\.0).joined())
    let right = right(room: rect.width - kept - 2)
    let rightColumns = Canvas.columns(of: right)
    canvas.put(right, x: rect.maxX - rightColumns, y: rect.y, style: Theme.text)
    let limit = rect.width - rightColumns - 1
    canvas.put(left(room: limit), x: rect.x, y: rect.y, limit: max(0, limit))
  }

  // MARK: - What is explored

  /// The fullest that fits. What is wrong with the network is said before anything else, what was assumed about it before
  /// the picture's name.
  private func left(room: Int) -> [(String, Style)] {
    let subject = model.study.subject
    let skeleton = subject.skeleton.title.map { "\($0) " } ?? ""
    let joints = self.items(skeleton)
    let name: Piece = (" \(subject.modelName) · \(joints) · \(subject.network.input)", Theme.text)
    let candidates: [[Piece]] =
      apart(name)
      + (notices.isEmpty
        ? [[name, picture], [name]]
        : notices.flatMap { [[name, $0, picture], [name, $0], [short, $0]] } + notices.map { [$0] })
    let program = label
    func columns(_ pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + Canvas.columns(of: $1.0) } }
    let fitting = candidates.first { columns([program] + $0) <= room }
    // Of a name a letter or two say nothing.
    let last = notices.last ?? (room - columns([program]) >= 8 ? short : ("", Theme.text))
    return [program] + (fitting ?? [last])
  }

  private var short: Piece { (" \(model.study.subject.modelName)", Theme.strong) }
  var picture: Piece { ("   \(model.study.scene.name)\(part)", Theme.text) }

  /// What of the picture is looked at; nothing where that is always all of it.
  private var part: String {
    let study = model.study
    return switch study.parts {
    case .people: " · person \(study.personIndex + 1)/\(study.people.count)"
    case .any: study.box == Box(whole: study.scene.picture) ? "" : " · a part"
    case .whole: ""
    }
  }

  /// `COCO 17 joints`, `19 classes`, or why there is nothing.
  private func items(_ skeleton: String) -> String {
    let subject = model.study.subject
    return switch model.study.output {
    case .heatMaps: "\(skeleton)\(subject.skeleton.jointNames.count) joints"
    case .classMap(let node), .classScores(let node): "\(subject.network[node].shape.channels) classes"
    case .boxes(let levels): "boxes of \(levels.first.map { subject.network[$0.logits].shape.channels } ?? 0) classes"
    case .levels where subject.probes.targets(.joints) != nil:
      "\(skeleton)\(subject.skeleton.jointNames.count) joints by probes"
    case .levels: ReadingAbsence(refusal: subject.headRefusal).short
    }
  }

  typealias Piece = (String, Style)

  private var width: Int { Layout(model).header.width }

  /// What is to be known about the network, from the fullest to the shortest; empty where there is nothing.
  var notices: [Piece] {
    let subject = model.study.subject
    if let node = model.study.current?.firstNotFinite, subject.network.nodes.indices.contains(node) {
      let address = subject.network[node].address
      let style = Style(Theme.cut, on: nil, .bold)
      return [
        (" ! NaN or infinite values first at \(address)", style), (" ! NaN values at \(address)", style),
        (" ! NaN \(address)", style),
      ]
    }
    if subject.hasRandomWeights { return [" · random weights", " · random"].map { ($0, Theme.changed) } }
    guard let first = subject.assumptions.first else { return [] }
    let (all, count) = (subject.assumptions.joined(separator: ", "), subject.assumptions.count)
    return [" · assumed: \(all)", " · assumed: \(first)\(count > 1 ? " +\(count - 1)" : "")", " · \(count) assumed"]
      .map { ($0, Theme.changed) }
  }

  // MARK: - Where the person is, and what it cost

  /// The fullest that leaves room for the beginning of the line.
  private func right(room: Int) -> String {
    let place = "\(model.screen.cursor.column + 1)/\(model.study.network.columns.count) "
    let step = "step \(place)"
    let isNarrow = width < 100
    let playing = !model.playing.isOn ? "" : isNarrow ? "▶ " : "▶ \(model.playing.interval) ms a step  "
    let grain = model.tastes.grain == .unit || width < 60 ? "" : "by \(model.tastes.grain)  "
    let costs = costs(LiveLine(model).texts)
    let candidates =
      costs.flatMap { ["\(playing)\($0)  \(grain)\(step)", "\(playing)\($0)  \(step)"] }
      + ["\(playing)\(step)", step, place, "\(costs.last ?? "") "]
    return candidates.first { Canvas.columns(of: $0) <= room } ?? ""
  }

  /// What the shown pass cost and changed, or what is under way; from the fullest to the shortest.
  ///
  /// - Parameter live: how the frames come, from the fullest to the shortest.
  private func costs(_ live: [String]) -> [String] {
    if model.waiting.count > 0, model.live?.coming == nil, let work { return work }
    guard let fullest = live.first, let shortest = live.last, model.side == .b else { return costs }
    return costs.map { "\(fullest) · \($0)" } + live + costs.suffix(1).map { "\(shortest) · \($0)" } + [shortest]
  }

  private var costs: [String] {
    guard let current = model.study.current else { return [model.live == nil ? "loading…" : "waiting for a frame…"] }
    // Below stands what each costs.
    if model.side == .difference { return [""] }
    let time = current.milliseconds.map { "\(Number.short($0)) ms" }
    guard !model.study.interventions.isEmpty || current.recomputed < current.total else { return [time ?? ""] }
    let again = "\(current.recomputed)/\(current.total) nodes again"
    let cost = time.map { "\(again) · \($0)" } ?? again
    guard let change = model.study.change, change.hasEffect else { return [cost, time ?? again] }
    let number = change.headline.value.map(Number.short) ?? "–"
    let effect = "\(change.headline.name) \(number) \(change.headline.unit)"
    return ["\(effect) · \(cost)", "\(effect) · \(time ?? again)", effect]
  }

  /// What is under way, how far it is, and how to stop it. Nothing for what is done before anybody would read it.
  private var work: [String]? {
    let turns = model.screen.appearance.unicode ? "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" : "|/-\\"
    let spinner = turns.dropFirst(model.waiting.count % turns.count).prefix(1)
    let isNarrow = width < 100
    // The line is short of room.
    let key = model.keyMap.text(of: .back).replacing("Escape", with: "Esc")
    let stop = isNarrow || model.study.current == nil ? "" : " · \(key) stops"
    if let name = model.study.opening {
      let opening = "\(spinner) opening"
      return isNarrow ? [opening] : ["\(opening) \(name)\(stop)", "\(opening)\(stop)", opening]
    }
    guard model.study.isComputing, let progress = model.waiting.progress, progress.total > 0 else { return nil }
    let words = progress.what == .weights ? "preparing weights" : isNarrow ? "computing" : "computing nodes"
    let count = "\(progress.completed)/\(progress.total)"
    return ["\(spinner) \(words) \(count)\(stop)", "\(spinner) \(count)"]
  }
}
