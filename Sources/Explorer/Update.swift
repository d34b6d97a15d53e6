import Cells
import HRNet

extension Model {
  /// The effects to start a session with: the baseline's pass.
  public mutating func start() -> [Effect] {
    preparePhotograph()
    return [.captureMouse(screen.capturesMouse)] + (live == nil ? compute() : askForFrame()) + askAgain()
      + attendToPinned()
  }

  /// The only place where the model changes.
  public mutating func update(_ action: Action) -> [Effect] {
    let (before, turns) = (lesson.map { _ in LessonMark(self) }, lesson?.turns)
    let effects = react(to: action)
    clampCursor()
    if lesson != nil {
      let panel = screen.focus
      if panel != .caption { lesson?.outside = panel }
      if let before, action.isOfPerson { noteStraying(from: before, turns: turns) }
    }
    if !isWaiting { waiting.count = 0 }
    // That of the difference is another.
    if pinned?.view != .difference { preparePhotograph() }
    return effects + attendToPinned() + attendToProbes()
  }

  private mutating func react(to action: Action) -> [Effect] {
    switch action {
    case .key(let key):
      notice = nil
      if menu != nil { return typeIntoMenu(key) }
      guard let command = keyMap[key] else { return tell(idleText(key)) }
      screen.stroke = Stroke(key: key.symbol, help: command.entry.deed(at: place).help)
      return perform(command)
    case .mouse(let event): return point(event)
    case .command(let command):
      notice = nil
      return perform(command)
    case .resized(let size):
      screen.size = size
      return summarise()
    case .tick:
      return pinned?.view == .a ? inA { $0.playOn() } : playOn()
    case .passed(let result, let baseline, let generation):
      return take(result, baseline: baseline, generation: generation)
    case .summarised(let summary, let generation):
      _ = study.summaryAsked.take(summary, generation: generation)
      return []
    case .readOut(let course, let generation):
      take(course, generation: generation)
      return []
    case .occluded(let map, let secondsLeft, let generation):
      take(map, secondsLeft: secondsLeft, generation: generation)
      return []
    case .flipTested(let maps, let generation):
      _ = study.flipAsked.take(maps, generation: generation)
      return []
    case .timed(let times, let generation):
      _ = study.timesAsked.take(times, generation: generation)
      return []
    case .probed(let found, let generation):
      _ = study.probedAsked.take(found, generation: generation)
      return []
    case .listed(let listing): return show(listing)
    case .notListed(let text, let asked): return takeUnlisted(text, asked: asked)
    case .opened(let scene, let generation):
      return closeOpening(generation) ? look(at: scene) : []
    case .notOpened(let text, let generation):
      return closeOpening(generation, isOpened: false) ? tellOfPicture(text) : []
    case .boxesAsk(let file, let people):
      askToAddBoxes(file, people)
      return []
    case .openedDonor(let scene):
      if menu?.isOpening == true { menu = nil }
      take(donor: scene)
      return []
    case .swept(let result, let progress, let generation):
      take(result, progress, generation: generation)
      return []
    case .told(let text): return menu?.purpose == .donor ? tellOfPicture(text) : tell(text)
    case .live(let news): return take(news)
    case .pinned(let answer, let pin):
      if pin == pinned?.number { take(pinned: answer) }
      return []
    case .compared: return []
    case .alternated:
      pinned?.isShowingA.toggle()
      return []
    case .waited(let progress):
      waiting.count += 1
      self.waiting.progress = progress
      return []
    }
  }

  private mutating func take(_ result: PassResult, baseline: PassResult, generation: Int) -> [Effect] {
    guard study.passAsked.expects(generation) else { return [] }
    let shownFrame = showComingFrame()
    let shown = ShownPass(current: result, baseline: baseline, basis: study.passBasis)
    _ = study.passAsked.take(shown, generation: generation)
    // What is still read of the pass before is of no use.
    study.lens.asked.close()
    noteAblation(result)
    return shownFrame + summarise() + readOutCourse() + askForFrame()
  }

  /// Whether an answer is about the picture that was asked for last, which then is no longer waited for.
  private mutating func closeOpening(_ generation: Int, isOpened: Bool = true) -> Bool {
    guard study.sceneAsked.expects(generation) else { return false }
    study.sceneAsked.close()
    if isOpened, menu?.isOpening == true { menu = nil }
    return true
  }

  /// Asks for the current step's summary.
  mutating func summarise() -> [Effect] {
    guard study.current != nil else { return [] }
    return [.summarise(summaryRequest, generation: study.summaryAsked.ask())]
  }

  /// Asks for a pass under the current interventions.
  mutating func compute() -> [Effect] {
    forgetOcclusion()
    // What the person does concerns the frame that is shown.
    live?.coming = nil
    study.flipAsked.forget()
    study.timesAsked.forget()
    study.probedAsked.close()
    return [.compute(study.passRequest, generation: study.passAsked.ask())]
  }

  /// Of a key that no command has: that it does nothing, and what would do something here.
  private func idleText(_ key: Key) -> String {
    let hints = HintLine(model: self).texts.prefix(2).map { " · \($0.keys) \($0.words)" }.joined()
    return "\(key.symbol) does nothing here\(hints) · \(keyMap.text(of: .help)) help"
  }

  mutating func tell(_ text: String) -> [Effect] {
    notice = text
    return []
  }
}
