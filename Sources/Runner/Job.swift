import Engine
import Explorer

/// Work that goes on while the person does other things, one short step at a time. It goes back to the end of the worker's
/// queue after every step, so that passes and summaries that a person waits for come in between.
protocol Job {
  /// No report follows another sooner than this, except the last: more often nobody can see.
  var reportInterval: Duration { get }
  var isComplete: Bool { get }

  /// Does one step.
  ///
  /// - Throws: `PassCancelled` where it was interrupted; the step is then taken up again.
  mutating func advance(cancellation: Cancellation) throws(PassCancelled)

  /// What to tell the explorer of how far it is; nil before there is anything to tell.
  func report(generation: Int) -> Action?
}
