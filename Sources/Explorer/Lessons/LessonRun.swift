/// A lesson that is being given: the page it stands at, and the way back to it.
public struct LessonRun: Sendable {
  public let lesson: Lesson
  public internal(set) var pageIndex = 0
  /// Whether the page's question is behind; a page without one has nothing to wait for.
  public internal(set) var isRevealed = true
  /// The answer under the cursor.
  var choice = 0
  /// The answer that was given; nil where the question was passed over.
  public internal(set) var chosen: Int?
  /// Rows of the page that are above what is shown.
  var scroll = 0
  /// Where the person was outside of the words.
  var outside: Panel
  /// Whether the words have the focus again once the page's keys have been pressed.
  var returnsToWords = false
  /// What the lesson led to last, once the person has done something else.
  var track: LessonMark?
  /// What was on the screen before the lesson.
  let home: LessonMark
  /// How things stood when each page seen so far was begun.
  var starts: [LessonMark] = []
  /// Keys of the page that could do nothing here, in a line each.
  var faults: [String] = []
  /// How often the lesson itself has changed what is on the screen.
  var turns = 0

  init(_ lesson: Lesson, home: LessonMark) {
    (self.lesson, self.home) = (lesson, home)
    outside = home.screen.focus
  }

  public var page: Lesson.Page { lesson.pages[pageIndex] }

  /// Whether the person has left what the lesson leads through.
  public var hasStrayed: Bool { track != nil }
}

/// How things stand, to come back to.
struct LessonMark: Sendable {
  let study: Study
  let screen: Screen
  let tastes: Tastes
  let isPlaying: Bool
  let pinned: Pinned?

  init(_ model: Model) {
    (study, screen, tastes, isPlaying) = (model.study, model.screen, model.tastes, model.playing.isOn)
    pinned = model.pinned
  }

  /// Whether something that a person sees is otherwise; where the focus is does not count.
  func differs(from other: LessonMark) -> Bool {
    // Nor does it whether the screen is made to be seen from afar.
    var tastes = tastes
    tastes.isPresenting = other.tastes.isPresenting
    return study.interventions != other.study.interventions || study.box != other.study.box
      || study.output != other.study.output || study.scene != other.study.scene
      || study.lens.isOn != other.study.lens.isOn || study.lens.prefersHead != other.study.lens.prefersHead
      || study.ablation?.row != other.study.ablation?.row
      || screen.cursor != other.screen.cursor || screen.look != other.screen.look
      || screen.knowledge != other.screen.knowledge || screen.zoom != other.screen.zoom
      || screen.channel != other.screen.channel || screen.selectedItem != other.screen.selectedItem
      || tastes != other.tastes || isPlaying != other.isPlaying
      || pinned?.number != other.pinned?.number || pinned?.view != other.pinned?.view
  }
}

extension Study {
  /// Takes up what an earlier state of it was about. Questions keep their numbers, so that no stale answer counts, and what
  /// patched edges name only grows.
  mutating func resume(_ earlier: Study) {
    (history, cutContribution, output) = (earlier.history, earlier.cutContribution, earlier.output)
    (scene, personIndex, lens.isOn) = (earlier.scene, earlier.personIndex, earlier.lens.isOn)
    lens.prefersHead = earlier.lens.prefersHead
    boxed = earlier.boxed
    // It was shown, so that there is a network for it.
    try? turn(to: earlier.box)
    ablation = earlier.ablation
    tracing.asked.forget()
    flipAsked.forget()
    timesAsked.forget()
    probedAsked.forget()
  }
}
