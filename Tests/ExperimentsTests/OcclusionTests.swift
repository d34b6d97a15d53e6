import Engine
import Experiments
import HRNet
import Pictures
import Pose
import Testing

@Suite("Occlusion")
struct OcclusionTests {
  @Test(
    "patches cover every pixel of the input, and neighbours overlap by half",
    arguments: [
      InputSize(height: 192, width: 160), InputSize(height: 256, width: 192), InputSize(height: 384, width: 288),
      InputSize(height: 32, width: 32), InputSize(height: 64, width: 256),
    ])
  func grid(input: InputSize) {
    let grid = OcclusionGrid(input)
    var covered = Array(repeating: 0, count: input.height * input.width)
    for index in 0..<grid.count {
      let patch = grid.patch(index)
      for y in patch.y { for x in patch.x { covered[y * input.width + x] += 1 } }
    }
    #expect(covered.allSatisfy { (1...4).contains($0) })
    #expect((8...20).contains(min(grid.columns, grid.rows)))
    #expect(Set(grid.order(from: PicturePoint(x: 40, y: 50))) == Set(0..<grid.count))
  }

  @Test("the places nearest to the joint come first")
  func order() {
    let grid = OcclusionGrid(InputSize(height: 192, width: 160))
    let first = grid.patch(grid.order(from: PicturePoint(x: 33, y: 150))[0])
    #expect(first.x.contains(33) && first.y.contains(150))
  }

  @Test("blocking the head top makes its heat map fall most, far away nothing happens; the cache is left alone")
  func realMap() throws {
    let subject = try TracedRunner()
    let pass = try subject.estimator.executor.run(subject.input)
    let joint = 13
    let maps = try #require(subject.estimator.read(pass, subject.frame).pose).heatMaps
    let peak = maps.peak(of: joint)
    let centre = PicturePoint(x: Double(peak.x * 4), y: Double(peak.y * 4))
    var run = OcclusionRun(on: pass, frame: subject.frame, nearestTo: centre, estimator: subject.estimator)
    while !run.map.isComplete { try run.advance(subject.estimator) }

    let map = run.map
    #expect(map.done == map.grid.count)
    let drops = map.effects.compactMap { $0?.drops[joint] }
    #expect(drops.count == map.grid.count)
    let worst = try #require(drops.indices.max { drops[$0] < drops[$1] })
    let patch = map.grid.patch(worst)
    let (dx, dy) = (
      Double(patch.x.lowerBound + patch.x.upperBound) / 2 - centre.x,
      Double(patch.y.lowerBound + patch.y.upperBound) / 2 - centre.y
    )
    #expect(dx.magnitude + dy.magnitude < 48)
    #expect(drops[worst] > 0.3)
    let corner = map.grid.order(from: centre)[map.grid.count - 1]
    #expect(abs(drops[corner]) < 0.1)
    #expect(try subject.estimator.executor.run(subject.input).recomputed.isEmpty)

    // The same number comes from a run that is made by hand.
    var blocked = try #require(pass[0]).withValues { Array($0) }
    for y in patch.y { for x in patch.x { for channel in 0..<3 { blocked[(y * 160 + x) * 3 + channel] = 0 } } }
    let other = try subject.estimator.executor.run(subject.estimator.executor.input(blocked))
    let value = try #require(other[subject.network.result]).values(x: peak.x, y: peak.y)[joint]
    #expect(drops[worst] == peak.value - value)
  }

  @Test("a cancelled step is tried again")
  func cancellation() throws {
    let subject = try TracedRunner()
    let pass = try subject.estimator.executor.run(subject.input)
    var run = OcclusionRun(
      on: pass, frame: subject.frame, nearestTo: PicturePoint(x: 0, y: 0), estimator: subject.estimator)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: PassCancelled.self) { try run.advance(subject.estimator, cancellation: cancellation) }
    #expect(run.map.done == 0)
    try run.advance(subject.estimator)
    #expect(run.map.done == 1 && run.map.effects[0] != nil)
  }
}
