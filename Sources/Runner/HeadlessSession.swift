import Cells
import Checkpoints
import Explorer
import HRNet

/// A session of the explorer without a terminal: what is done is answered in full before the next thing is done, so that
/// the same things always end in the same frame. Times are left out of it.
///
/// Nothing is written, nothing is asked of a terminal, and leaving leaves things as they are.
public struct HeadlessSession {
  public private(set) var model: Model
  private let backstage: Backstage

  /// - Throws: `CheckpointError` where the weights cannot be used, or `SystemError`.
  public init(
    _ subject: Subject, scene: Scene, checkpoint: Checkpoint, interventions: Interventions,
    donors: [Donor] = [], threads: Int, size: Size, appearance: Appearance, keyMap: KeyMap = KeyMap(),
    tastes: Tastes? = nil
  ) throws {
    model = Model(
      subject, scene: scene, size: size, appearance: appearance, interventions: interventions,
      donors: donors, keyMap: keyMap, lessons: EmbeddedFiles.lessons)
    if let tastes { model.recall(tastes) }
    backstage = try Backstage(subject, checkpoint: checkpoint, threads: threads)
    _ = carryOut(model.start())
    try settle()
  }

  /// Begins a lesson on what is there.
  ///
  /// - Parameter visit: sees the model each time a key of the lesson has been pressed and answered, and at the end.
  public mutating func begin(_ lesson: Lesson, visit: (Model) throws -> Void = { _ in }) throws {
    _ = carryOut(model.begin(lesson))
    try settle(visit)
  }

  /// Does what a command does, and waits for everything that follows from it.
  mutating func perform(_ command: Command, visit: (Model) throws -> Void = { _ in }) throws {
    _ = carryOut(model.update(.command(command)))
    try settle(visit)
  }

  /// Does something and waits for everything that follows from it.
  ///
  /// - Returns: false where it was to leave.
  public mutating func take(_ event: SessionRecord.Event) throws -> Bool {
    guard carryOut(model.update(event.action)) else { return false }
    try settle()
    return true
  }

  /// The frame that a terminal would show now.
  public var frame: Canvas { view(model) }

  private mutating func settle(_ visit: (Model) throws -> Void = { _ in }) throws {
    while true {
      backstage.waitUntilIdle()
      let answers = backstage.receive()
      if answers.isEmpty {
        try visit(model)
        // A lesson presses its keys one after another, each when everything from the one before has been computed.
        guard model.isLessonActing else { return }
        _ = carryOut(model.replayNext().effects)
        continue
      }
      for answer in answers {
        switch answer {
        case .success(.passed(let current, let baseline, let generation)):
          _ = carryOut(
            model.update(.passed(current.untimed, baseline: baseline.untimed, generation: generation)))
        case .success(.timed(let times, let generation)):
          _ = carryOut(model.update(.timed(times.untimed, generation: generation)))
        case .success(let action): _ = carryOut(model.update(action))
        case .failure(let error): throw error
        }
      }
    }
  }

  private func carryOut(_ effects: [Effect]) -> Bool {
    for effect in effects where !backstage.carryOut(effect) {
      if effect == .quit { return false }
    }
    return true
  }
}
