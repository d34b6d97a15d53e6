import HRNet

// Two states: pinning one, going from one to the other, letting go.
extension Model {
  /// Pins what is on the screen as A, or shows what of the two states comes next.
  mutating func pinOrShowNext() -> [Effect] {
    guard let pinned else { return pin() }
    if pinned.isFresh { return show(.a) }
    return show(pinned.view.next(in: ComparisonView.allCases))
  }

  private mutating func pin() -> [Effect] {
    pins += 1
    pinned = Pinned(study.atRest, number: pins, cursor: screen.cursor)
    notice = "pinned as A; what you do now is B · \(keyMap.text(of: .pin)) shows A, B, both, A−B"
    return [.pin(pins)]
  }

  /// Shows one of the two states, both, or how they differ.
  mutating func show(_ view: ComparisonView) -> [Effect] {
    var effects: [Effect] = []
    if view == .difference {
      effects += screen.look == .trace ? stopTracing() : []
      (screen.look, screen.isEditingBox) = (.step, false)
    }
    pinned?.show(view)
    return effects + summarise()
  }

  /// Lets go of A: what is B is all there is then.
  mutating func letGo() -> [Effect] {
    guard pinned != nil else { return [] }
    pinned = nil
    notice = "A is let go; \(keyMap.text(of: .pin)) pins what is here"
    return [.letGo] + summarise()
  }

  /// What going back means where two states are compared: to B alone, and from there to one state. Nil where something else is
  /// to be left first.
  mutating func leaveComparison() -> [Effect]? {
    guard let pinned, screen.zoom == .none, screen.focus == .network, screen.look == .step else { return nil }
    return pinned.view == .b ? letGo() : show(.b)
  }

  /// Turns to B, where a command concerns what A's screen, or that of the difference, does not show.
  mutating func turnToB(for command: Command) {
    let isOfB: Bool
    switch (pinned?.view, command) {
    case (.a, .openPicture), (.a, .nextPerson), (.a, .editBox), (.a, .newBox): isOfB = true
    case (.a, _): isOfB = command.entry.group == .changing || command.entry.group == .experiments
    case (.difference, .inspect), (.difference, .readOut), (.difference, .otherReader), (.difference, .trace),
      (.difference, .occlude), (.difference, .preset), (.difference, .knowledge), (.difference, .versions):
      isOfB = true
    default: isOfB = false
    }
    if isOfB { pinned?.view = .b }
    // Where the two have turns, the next is that of the state in which something happens.
    if takesTurns, [.changing, .experiments].contains(command.entry.group) { pinned?.isShowingA = false }
  }

  /// Whether a command is about the place and the way of looking, and A is what is looked at.
  func isDoneInA(_ command: Command) -> Bool {
    guard pinned?.view == .a, place != .caption, place != .box else { return false }
    // Frames are B's.
    if command == .play, let live, live.isRunning || live.isPaused { return false }
    return [.moving, .maps, .joints].contains(command.entry.group)
  }

  /// Takes in an answer about state A.
  mutating func take(pinned answer: Action) {
    switch answer {
    case .passed(let result, let baseline, let generation):
      guard let basis = pinned?.study.passBasis else { return }
      let shown = ShownPass(current: result, baseline: baseline, basis: basis)
      _ = pinned?.study.passAsked.take(shown, generation: generation)
    case .summarised(let summary, let generation):
      _ = pinned?.study.summaryAsked.take(summary, generation: generation)
    case .readOut(let course, let generation):
      _ = pinned?.study.lens.asked.take(course, generation: generation)
    case .probed(let found, let generation):
      _ = pinned?.study.probedAsked.take(found, generation: generation)
    case .compared(let summary, let generation):
      _ = pinned?.differenceAsked.take(summary, generation: generation)
    default: break
    }
  }

  /// Brings A's side up to date with what has happened: its cursor, its picture, and what is still to be asked about it.
  mutating func attendToPinned() -> [Effect] {
    guard pinned != nil else { return [] }
    let (cursor, network, scene) = (screen.cursor, study.network, study.scene)
    pinned?.follow(cursor, in: network)
    pinned?.look(at: scene)
    compareStates()
    switch pinned?.view {
    case .a, .both:
      guard var other = sideA else { return [] }
      other.preparePhotograph()
      pinned?.photograph = other.screen.photograph
      return askAboutA(other.summaryRequest) + readOutCourseOfA(other.wantsReadOuts)
    case .difference:
      var other = sideDifference
      other.preparePhotograph()
      screen.photograph = other.screen.photograph
      return askAboutDifference(other.summaryRequest)
    case .b, nil: return []
    }
  }

  private mutating func compareStates() {
    guard let pinned, pinned.view == .difference else { return }
    if pinned.comparison?.passes != Comparison.passes(pinned.study, study) {
      let comparison = Comparison(pinned, study)
      self.pinned?.comparison = comparison
    }
  }

  private mutating func askAboutA(_ request: SummaryRequest) -> [Effect] {
    guard let a = pinned?.study, a.current != nil else { return [] }
    let question = Pinned.Question(request: request, cursor: nil, passes: [a.passAsked.answered])
    guard isNew(question), let generation = pinned?.study.summaryAsked.ask() else { return [] }
    return [.pinned(.summarise(request, generation: generation))]
  }

  private mutating func askAboutDifference(_ request: SummaryRequest) -> [Effect] {
    guard let pinned, pinned.comparison != nil else { return [] }
    let question = Pinned.Question(
      request: request, cursor: pinned.cursor, passes: Comparison.passes(pinned.study, study))
    guard isNew(question), let generation = self.pinned?.differenceAsked.ask() else { return [] }
    return [.pinned(.compare(request, with: pinned.cursor, generation: generation))]
  }

  private mutating func isNew(_ question: Pinned.Question) -> Bool {
    defer { pinned?.question = question }
    return pinned?.question != question
  }

  private mutating func readOutCourseOfA(_ isWanted: Bool) -> [Effect] {
    guard isWanted, let a = pinned?.study, a.current != nil, a.lens.asked.generation != a.passAsked.answered,
      let generation = pinned?.study.lens.asked.ask(about: a.passAsked.answered)
    else { return [] }
    return [.pinned(.readOut(generation: generation))]
  }

  // MARK: - Lessons

  /// Takes up what was pinned when a mark was set.
  mutating func resume(_ earlier: Pinned?) -> [Effect] {
    guard let earlier else {
      defer { pinned = nil }
      return pinned == nil ? [] : [.letGo]
    }
    if pinned?.number == earlier.number {
      pinned?.show(earlier.view, isFresh: earlier.isFresh)
      return []
    }
    // The worker has nothing of it any more; another network cannot be had again.
    guard !earlier.hasOwnNetwork else {
      notice = "the other network was let go"
      return resume(nil)
    }
    pins += 1
    pinned = earlier.pinnedAgain(number: pins)
    return [.pin(pins)] + askAgain()
  }

  /// Asks for A's pass.
  mutating func askAgain() -> [Effect] {
    guard let request = pinned?.study.passRequest, let generation = pinned?.study.passAsked.ask() else { return [] }
    return [.pinned(.compute(request, generation: generation))]
  }
}
