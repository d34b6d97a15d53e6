import Cells
import HRNet
import Pictures

// Lessons: turning pages, answering, leaving the track and coming back to it.
extension Model {
  /// Begins a lesson on what is there: its options are in force already.
  public mutating func begin(_ lesson: Lesson) -> [Effect] {
    let stay = stayOnFrame()
    self.lesson = LessonRun(lesson, home: LessonMark(self))
    menu = nil
    return stay + arrive(at: 0)
  }

  /// Begins a lesson from the list, as it would begin by itself: nothing cut, the whole map, its own picture.
  mutating func beginAfresh(_ lesson: Lesson) -> [Effect] {
    let stay = stayOnFrame()
    let home = self.lesson?.home ?? LessonMark(self)
    // Who presents goes on presenting.
    let isPresenting = tastes.isPresenting
    (tastes, playing.isOn, menu) = (lesson.opening.tastes ?? Tastes(), false, nil)
    tastes.isPresenting = isPresenting || tastes.isPresenting
    screen.reset(columns: study.network.columns.count)
    study.history = History(.none)
    (study.output, study.cutContribution, study.ablation, study.lens.isOn) = (
      study.subject.output, .nothing, nil, false
    )
    study.lens.prefersHead = false
    study.tracing.asked.forget()
    var run = LessonRun(lesson, home: home)
    (run.outside, run.turns) = (screen.focus, self.lesson?.turns ?? 0)
    self.lesson = run
    var effects = resume(nil) + look(at: study.person.box)
    if study.scene.path != lesson.opening.beginning {
      study.sceneName = "the lesson's picture"
      effects.append(.open(path: lesson.opening.beginning, generation: study.sceneAsked.ask()))
    }
    return stay + effects + arrive(at: 0)
  }

  /// Leaves the lesson, and puts everything back as it was before.
  mutating func leaveLesson() -> [Effect] {
    guard let run = lesson else { return [] }
    lesson = nil
    return restore(run.home)
  }

  /// `L`: back to where the lesson was, or else the list of lessons.
  mutating func openLessons() -> [Effect] {
    if let track = lesson?.track {
      lesson?.track = nil
      lesson?.turns += 1
      notice = "back in the lesson"
      return restore(track)
    }
    var items = lessons().map {
      Menu.Item(label: $0.name, text: "\($0.lesson.title) · \($0.lesson.pages.count) pages", choice: .lesson($0))
    }
    if let lesson {
      items.insert(
        Menu.Item(
          label: "leave", text: "leave ‘\(lesson.lesson.title)’; everything is as before it", choice: .leaveLesson),
        at: 0)
    }
    menu = Menu(.lessons, items: items)
    return []
  }

  /// The rest of the page, the answer to its question, or the next page.
  mutating func turnPage() -> [Effect] {
    guard let run = lesson else { return [] }
    let back = returnToTrack()
    if let first = CaptionText.nextRows(self) {
      lesson?.scroll = first
      lesson?.turns += 1
      return back
    }
    if !run.isRevealed { return back + reveal(nil) }
    guard run.pageIndex + 1 < run.lesson.pages.count else {
      return back + tell("the lesson ends here; \(keyMap.text(of: .lesson)) lists the lessons")
    }
    return back + arrive(at: run.pageIndex + 1)
  }

  /// The rows of the page above, or the page before, as it began.
  mutating func turnPageBack() -> [Effect] {
    guard let run = lesson else { return [] }
    if run.scroll > 0 {
      let rows = CaptionText.room(self).height
      lesson?.scroll = max(0, run.scroll - rows)
      lesson?.turns += 1
      return []
    }
    guard run.pageIndex > 0 else { return tell("this is the first page") }
    lesson?.track = nil
    return restore(run.starts[run.pageIndex - 1]) + arrive(at: run.pageIndex - 1)
  }

  mutating func chooseAnswer(by step: Int) -> [Effect] {
    guard let run = lesson, !run.isRevealed, let count = run.page.question?.answers.count else {
      return tell("there is nothing to choose on this page")
    }
    lesson?.choice = min(max(run.choice + step, 0), count - 1)
    let first = CaptionText(self).rowsWithChoice(run.scroll)
    lesson?.scroll = first
    return []
  }

  /// Answers the question of the page: with the answer of a number, counted from 0, or with the one under the cursor.
  mutating func answer(_ number: Int? = nil) -> [Effect] {
    guard let run = lesson, !run.isRevealed, let count = run.page.question?.answers.count else { return turnPage() }
    let choice = number ?? run.choice
    guard choice < count else { return tell("there are \(count) answers to choose from") }
    return returnToTrack() + reveal(choice)
  }

  /// Stands at the beginning of a page, and does what it does where it asks nothing.
  private mutating func arrive(at index: Int) -> [Effect] {
    guard var run = lesson else { return [] }
    let wasInWords = screen.focus == .caption
    if wasInWords { screen.focus = run.outside }
    if run.starts.count <= index { run.starts.append(LessonMark(self)) }
    (run.pageIndex, run.scroll, run.choice, run.chosen) = (index, 0, 0, nil)
    (run.track, run.outside, run.returnsToWords, run.faults) = (nil, screen.focus, wasInWords, [])
    run.turns += 1
    run.isRevealed = run.page.question == nil
    lesson = run
    if run.isRevealed { return act() }
    // Who is asked answers first; then it is done.
    screen.focus = .caption
    return []
  }

  private mutating func reveal(_ choice: Int?) -> [Effect] {
    guard let run = lesson else { return [] }
    lesson?.isRevealed = true
    lesson?.chosen = choice
    lesson?.scroll = 0
    lesson?.turns += 1
    lesson?.returnsToWords = false
    if screen.focus == .caption { screen.focus = run.outside }
    return act()
  }

  /// Presses the page's keys, one after another as a replay does.
  private mutating func act() -> [Effect] {
    guard let run = lesson else { return [] }
    if run.page.keys.isEmpty {
      if run.returnsToWords { screen.focus = .caption }
    } else {
      replay.press(run.page.keys)
    }
    return []
  }

  /// Undoes what the person has done since leaving the track.
  private mutating func returnToTrack() -> [Effect] {
    guard let track = lesson?.track else { return [] }
    lesson?.track = nil
    return restore(track)
  }

  mutating func restore(_ mark: LessonMark) -> [Effect] {
    let (size, capturesMouse, isPresenting) = (screen.size, screen.capturesMouse, tastes.isPresenting)
    (screen, tastes, menu, playing.isOn) = (mark.screen, mark.tastes, nil, mark.isPlaying)
    (screen.size, screen.capturesMouse, tastes.isPresenting) = (size, capturesMouse, isPresenting)
    if screen.focus == .caption, let outside = lesson?.outside { screen.focus = outside }
    if lesson == nil, screen.focus == .caption { screen.focus = .network }
    study.resume(mark.study)
    let occlusion: [Effect] = [.stopOccluding]
    return occlusion + dismissSweep() + compute() + resume(mark.pinned)
  }

  /// Remembers where the lesson was when a person has done something that it did not lead to.
  mutating func noteStraying(from before: LessonMark, turns: Int?) {
    guard let run = lesson, run.turns == turns, run.track == nil, !replay.isActing else { return }
    if before.differs(from: LessonMark(self)) { lesson?.track = before }
  }
}

extension Screen {
  /// As at the start of a session.
  mutating func reset(columns: Int) {
    (cursor, focus, zoom, look) = (Cursor(column: columns - 1, stream: 0, source: 0), .network, .none, .step)
    (channel, selectedItem, isEditingBox, boxHandle) = (0, 0, false, nil)
    mapCursor = PicturePoint(x: 0.5, y: 0.5)
  }
}
