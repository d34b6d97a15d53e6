import Cells
import Explorer
import Foundation
import Testing

/// `HRSCOPE_WALK_SECONDS` is how long to walk, `HRSCOPE_WALK_SEED` where to begin. The seed of every walk goes to standard
/// error before it begins: after a trap `HRSCOPE_WALK_TRACE=1` with the last of them prints every step up to it.
@Suite("Random walks")
struct RandomWalkTests {
  private static let steps = 400

  @Test("whatever is done, and whatever is answered to it, every model can be drawn")
  func anyFrame() throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["HRSCOPE_WALK_SECONDS"].flatMap(Double.init) ?? 8
    let first = environment["HRSCOPE_WALK_SEED"].flatMap(UInt64.init) ?? 1
    let isTraced = environment["HRSCOPE_WALK_TRACE"] != nil
    let end = ContinuousClock.now.advanced(by: .seconds(seconds))
    var (seed, staleFrames) = (first, 0)
    repeat {
      say("walk \(seed)")
      var walk = try RandomWalk(seed: seed)
      for step in 0..<Self.steps {
        // Said first: what traps says nothing any more.
        let (action, frame) = walk.step { if isTraced { say("walk \(seed) step \(step): \($0)") } }
        #expect(frame.size == walk.session.model.screen.size, "walk \(seed), step \(step): \(action)")
      }
      staleFrames += walk.staleFrames
      seed += 1
    } while ContinuousClock.now < end
    // A walk that never meets an answer to something else proves nothing.
    #expect(staleFrames > Int(seed - first))
    say("\(seed - first) walks of \(Self.steps) steps, from seed \(first); \(staleFrames) frames with stale answers")
  }

  private func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
