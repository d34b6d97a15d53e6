import Canvas
import Network

/// Something that happened.
public enum Action: Sendable {
  case key(Key)
  case command(Command)
  case resized(Size)
  /// Time for the next step of playing.
  case tick
  /// The worker finished a pass.
  case passed(PassResult, generation: Int)
  /// The worker summarised a step.
  case summarised(StepSummary, generation: Int)
}

/// What the model wants done outside of it.
public enum Effect: Hashable, Sendable {
  /// Run the network; a running pass of an older generation is worth nothing any more.
  case compute(Interventions, generation: Int)
  /// Summarise a step of the last finished pass.
  case summarise(SummaryRequest, generation: Int)
  case redraw
  case suspend
  case quit
}
