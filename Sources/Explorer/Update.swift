import Cells
import HRNet

extension Model {
  /// The effects to start a session with: the baseline's pass.
  public mutating func start() -> [Effect] {
    preparePhotograph()
    return [.captureMouse(screen.capturesMouse)] + compute()
  }

  /// The only place where the model changes.
  public mutating func update(_ action: Action) -> [Effect] {
    let (before, turns) = (lesson.map { _ in LessonMark(self) }, lesson?.turns)
    let effects = react(to: action)
    clampCursor()
    if lesson != nil {
      if screen.focus != .caption { lesson?.outside = screen.focus }
      if let before, action.isOfPerson { noteStraying(from: before, turns: turns) }
    }
    if !isWaiting { waiting.count = 0 }
    preparePhotograph()
    return effects
  }

  private mutating func react(to action: Action) -> [Effect] {
    switch action {
    case .key(let key):
      notice = nil
      if menu != nil { return typeIntoMenu(key) }
      guard let command = keyMap[key] else { return tell(idleText(key)) }
      return perform(command)
    case .mouse(let event): return point(event)
    case .command(let command):
      notice = nil
      return perform(command)
    case .resized(let size):
      screen.size = size
      return summarise()
    case .tick:
      return playOn()
    case .passed(let result, let baseline, let generation):
      let shown = ShownPass(current: result, baseline: baseline, basis: study.passBasis)
      guard study.passAsked.take(shown, generation: generation) else { return [] }
      // What is still read of the pass before is of no use.
      study.lens.asked.close()
      noteAblation(result)
      return summarise() + readOutCourse()
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
    case .listed(let listing):
      show(listing)
      return []
    case .notListed(let text):
      if menu?.isLoading == true { menu = nil }
      return tell(text)
    case .opened(let scene, let generation):
      guard study.sceneAsked.expects(generation) else { return [] }
      study.sceneAsked.close()
      return look(at: scene)
    case .notOpened(let text, let generation):
      guard study.sceneAsked.expects(generation) else { return [] }
      study.sceneAsked.close()
      return tell(text)
    case .openedDonor(let scene):
      take(donor: scene)
      return []
    case .swept(let result, let progress, let generation):
      take(result, progress, generation: generation)
      return []
    case .told(let text): return tell(text)
    case .waited(let progress):
      waiting.count += 1
      self.waiting.progress = progress
      return []
    }
  }

  /// Asks for the current step's summary.
  mutating func summarise() -> [Effect] {
    guard study.current != nil else { return [] }
    return [.summarise(summaryRequest, generation: study.summaryAsked.ask())]
  }

  /// Asks for a pass under the current interventions.
  mutating func compute() -> [Effect] {
    forgetOcclusion()
    study.flipAsked.forget()
    study.timesAsked.forget()
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
