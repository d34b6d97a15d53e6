import HRNet
import Pictures

// Frames that come while the session runs: asking for the newest, following the person, staying on one.
extension Model {
  /// Asks for the newest frame, where nothing else is still to be answered.
  mutating func askForFrame() -> [Effect] {
    guard let live, !live.isPaused, live.coming == nil, !live.asked.isPending, !study.isComputing else { return [] }
    return [.nextFrame(after: live.shown?.number ?? 0, generation: self.live?.asked.ask() ?? 0)]
  }

  mutating func take(_ news: LiveNews) -> [Effect] {
    switch news {
    case .frame(let frame, let generation):
      guard live?.asked.take(frame, generation: generation) == true else { return [] }
      // One question, one frame.
      live?.asked.close()
      return begin(frame)
    case .silent(let words, let number):
      live?.silent = (words, number)
      return live?.isPaused == true ? [] : tell("\(words); the last frame stays until another comes")
    case .ended(let words):
      live?.end = words
      live?.silent = nil
      // Who is told that a program has ended may have written over the screen.
      return tell(words) + [.redraw]
    }
  }

  /// Has the network look at a frame, which is shown when it has.
  private mutating func begin(_ frame: LiveFrame) -> [Effect] {
    var coming = study
    coming.scene = frame.scene
    (coming.personIndex, coming.boxed) = (0, [])
    do throws(NetworkError) { try coming.turn(to: place(in: coming)) } catch { return tell("\(error)") + askForFrame() }
    live?.coming = coming
    return [.compute(coming.passRequest, generation: study.passAsked.ask())]
  }

  /// Where the person is looked for in a frame: around the joints that were found with nothing cut, so that a cut shows what
  /// it does to this person instead of losing them; where nothing can be followed, in the place that was looked at last.
  private func place(in coming: Study) -> Box {
    let first = coming.people[0].box
    guard study.scene == live?.shown?.scene, study.scene.picture.size == coming.scene.picture.size,
      coming.parts != .whole
    else { return first }
    guard !screen.isEditingBox, let baseline = study.baseline, study.passAsked.answer?.basis.box == study.box,
      let pose = baseline.reading.pose
    else { return study.box }
    return Box(following: pose).map(bounded) ?? first
  }

  /// Shows the frame whose pass is answered.
  mutating func showComingFrame() -> [Effect] {
    guard let coming = live?.coming, let frame = live?.asked.answer else { return [] }
    live?.coming = nil
    // What was told of the silence is over.
    if let silent = live?.silent, frame.number > silent.after { notice = nil }
    live?.note(frame)
    forgetOcclusion()
    study.show(coming)
    return dismissSweep()
  }

  /// Stays on the frame that is shown; one on its way is given up.
  mutating func stayOnFrame() -> [Effect] {
    guard live?.isRunning == true else { return [] }
    live?.isPaused = true
    live?.asked.close()
    // The worker has begun to look at another one.
    let back = live?.coming == nil ? [] : compute()
    return [.holdFrames(true)] + back
  }

  /// Space, while there are frames: stays on one, or goes on with the newest.
  mutating func toggleFrames() -> [Effect] {
    guard live?.isPaused == true else { return stayOnFrame() + tell("staying on this frame") }
    live?.isPaused = false
    live?.forgetRate()
    return [.holdFrames(false)] + askForFrame()
  }
}
