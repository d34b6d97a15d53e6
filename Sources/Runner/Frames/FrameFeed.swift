import Dispatch
import Explorer
import Pictures
import Pose
import Synchronization

/// Keeps the newest frame of a source, and gives it when it is asked for. Frames are read on a thread of their own and decoded
/// on another, each only if somebody wants it; so there are never more than the newest one and those two being read and decoded.
final class FrameFeed: Sendable {
  /// A frame as it came, not decoded.
  struct Frame: Sendable {
    let name: String
    /// Its bytes; of a file, read when they are wanted.
    let bytes: @Sendable () throws(PictureError) -> [UInt8]
  }

  private struct State {
    var newest: Frame?
    /// Of all that have come.
    var number = 0
    /// The last one that was given.
    var given = 0
    var dropped = 0
    var damaged = 0
    /// The question that waits for a frame, and the frame that is known already.
    var wanted: (after: Int, generation: Int)?
    /// Whether the person stays on a frame.
    var isHeld = false
    /// When the person was last told of damage.
    var lastTold: ContinuousClock.Instant?
  }

  private let source: FrameSource
  private let answer: @Sendable (Action) -> Void
  private let state = Mutex(State())
  private let decoding = DispatchQueue(label: "hrscope.frames.decoding", qos: .userInitiated)
  private let reading = DispatchQueue(label: "hrscope.frames.reading", qos: .userInitiated)
  private let start = ContinuousClock.now
  private let stopPipe: WakePipe<Void>

  /// Begins to read at once.
  ///
  /// - Parameter answer: called on threads of its own.
  init(_ source: FrameSource, answer: @escaping @Sendable (Action) -> Void) throws(SystemError) {
    (self.source, self.answer) = (source, answer)
    stopPipe = try WakePipe()
    reading.async { [self] in
      switch source.place {
      case .pipe(let descriptor):
        var pipe = FramePipe(descriptor: descriptor, feed: self, stop: stopPipe.fileDescriptor)
        pipe.run()
      case .folder(let path):
        var folder = FrameFolder(path, feed: self, stop: stopPipe.fileDescriptor)
        folder.run()
      }
    }
  }

  /// Ends the reading; no frame is given any more.
  func stop() {
    state.withLock { $0.wanted = nil }
    stopPipe.send(())
  }

  // MARK: What the session wants

  /// Gives the newest frame, if it is newer than `number`; otherwise the next that comes.
  func request(after number: Int, generation: Int) {
    state.withLock { $0.wanted = (number, generation) }
    giveIfWanted()
  }

  var isHeld: Bool { state.withLock { $0.isHeld } }

  func hold(_ isHeld: Bool) { state.withLock { $0.isHeld = isHeld } }

  // MARK: What the source has

  /// A whole frame has come.
  func offer(_ frame: Frame) {
    state.withLock { state in
      if state.newest != nil, state.given < state.number, !state.isHeld { state.dropped += 1 }
      state.number += 1
      state.newest = frame
    }
    giveIfWanted()
  }

  /// Frames were torn or too large. Said at once, but not again and again.
  func note(damaged count: Int, _ words: String) {
    let isToBeTold = state.withLock { state in
      state.damaged += count
      let now = ContinuousClock.now
      if let last = state.lastTold, last.duration(to: now) < .seconds(5) { return false }
      state.lastTold = now
      return true
    }
    if isToBeTold { answer(.told("\(source.name): \(words); passed over")) }
  }

  var sourceName: String { source.name }

  func tell(_ news: LiveNews) { answer(.live(news)) }

  private func giveIfWanted() {
    let found = state.withLock { state -> (frame: Frame, number: Int, generation: Int)? in
      guard let wanted = state.wanted, let newest = state.newest, state.number > wanted.after else { return nil }
      state.wanted = nil
      state.given = state.number
      return (newest, state.number, wanted.generation)
    }
    guard let found else { return }
    decoding.async { [self] in give(found.frame, number: found.number, generation: found.generation) }
  }

  /// Decodes and gives a frame; where it cannot be decoded, the next one is given.
  private func give(_ frame: Frame, number: Int, generation: Int) {
    do throws(PictureError) {
      let picture = try Picture(decoding: frame.bytes(), name: frame.name)
      let scene = Scene(picture: picture, name: frame.name, path: nil, people: [], asked: person(in: picture))
      let (dropped, damaged) = state.withLock { ($0.dropped, $0.damaged) }
      let (seconds, attoseconds) = start.duration(to: .now).components
      let live = LiveFrame(
        scene: scene, number: number, dropped: dropped, damaged: damaged,
        seconds: Double(seconds) + Double(attoseconds) * 1e-18)
      tell(.frame(live, generation: generation))
    } catch {
      note(damaged: 1, "\(error)")
      request(after: number, generation: generation)
    }
  }

  /// The part that was asked for, where the frame has it.
  private func person(in picture: Picture) -> Person? {
    source.person.flatMap { person in
      let box = person.box
      let isInside =
        box.x < Double(picture.width) && box.y < Double(picture.height) && box.x + box.width > 0
        && box.y + box.height > 0
      return isInside ? person : nil
    }
  }
}
