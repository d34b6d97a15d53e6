import Checkpoints
import Engine
import Experiments
import HRNet
import Pictures
import Pose
import TestSupport
import Testing

/// Networks that put out heat maps at several places: stacks of hourglasses, streams of Fig. 9's.
@Suite("What is read at another output", .enabled(if: Shared.isPresent, Shared.absence))
struct OtherOutputTests {
  static let folders = ["hourglass", "resolutions"]

  /// A reference network, and its last finished pass on a sample picture.
  private struct Ready {
    let estimator: Estimator
    let picture: FramedPicture
    let frame: PictureFrame
    let mirrored: Activation
    let pass: Pass
    var network: Network { estimator.network }
    /// The places of heat maps, the one that is read where nobody says which first.
    var outputs: [(output: HeadOutput, node: Node.ID)] {
      network.outputs.compactMap { if case .heatMaps(let node) = $0 { ($0, node) } else { nil } }
    }

    init(_ folder: String) throws {
      let checkpoint = try Checkpoint(contentsOf: Shared.path("reference/heads/\(folder)/model.safetensors"))
      let network = try Network(checkpoint.architecture, input: checkpoint.input)
      estimator = try Estimator(checkpoint, network: network, threads: 2)
      let path = Shared.inRepository("SampleImages/01-runner.jpg")
      let whole = try Picture(contentsOf: path)
      let crop = Crop(
        box: SideCar.people(besidePicture: path)[0].box, input: network.input,
        padding: checkpoint.preprocessing.boxPadding)
      frame = PictureFrame(crop, of: whole.size)
      picture = FramedPicture(whole, in: frame)
      mirrored = estimator.input(crop.sample(whole).mirrored())
      pass = try estimator.executor.run(estimator.input(picture))
    }
  }

  @Test("the usual one is the last stack's, the finest stream's", arguments: folders)
  func usual(folder: String) throws {
    let ready = try Ready(folder)
    let stacks = ready.outputs.map { "\(ready.network[$0.node].address)" }
    #expect(stacks == (folder == "hourglass" ? [1, 0] : [0, 1, 2, 3]).map { "head.heatmaps.\($0)" })
    #expect(ready.network.readOutput == ready.outputs[0].output)
  }

  @Test("the flip test averages the maps that are read, of the usual one where nobody says which", arguments: folders)
  func flip(folder: String) throws {
    let ready = try Ready(folder)
    let mirrored = try ready.estimator.executor.run(ready.mirrored)
    var means: [[Float]] = []
    for (output, node) in ready.outputs {
      let found = try #require(
        try ready.estimator.flipTest(of: ready.pass, ready.picture, output: output, donors: []))
      let (maps, back) = (try #require(ready.pass[node]), try #require(mirrored[node]))
      let shape = maps.shape
      #expect((found.joints, found.height, found.width) == (shape.channels, shape.height, shape.width))
      let pairs = ready.estimator.pose.skeleton.flipPairs
      #expect(!pairs.isEmpty)
      for joint in 0..<shape.channels {
        let pair = pairs.first { $0.contains(joint) }
        let partner = pair.map { $0[0] == joint ? $0[1] : $0[0] } ?? joint
        for y in 0..<shape.height {
          for x in 0..<shape.width {
            let other = back.values(x: shape.width - 1 - max(x - 1, 0), y: y)[partner]
            let mean = (maps.values(x: x, y: y)[joint] + other) / 2
            try #require(found.values[(joint * shape.height + y) * shape.width + x] == mean)
          }
        }
      }
      means.append(found.values)
    }
    #expect(Set(means).count == means.count)
    #expect(try ready.estimator.flipTest(of: ready.pass, ready.picture, donors: [])?.values == means[0])
  }

  @Test("how alike joints are is said of the head that is read", arguments: folders)
  func likeness(folder: String) throws {
    let ready = try Ready(folder)
    var cosines: Set<[Double?]> = []
    for (output, node) in ready.outputs {
      let reading = ready.estimator.read(ready.pass, ready.frame, output: output)
      let pairs = try #require(ready.estimator.likeness(of: reading, output: output)).pairs
      let sorted = pairs.sorted { ($0.joints.first, $0.joints.second) < ($1.joints.first, $1.joints.second) }
      #expect(sorted.count == JointPair.all(of: ready.network[node].shape.channels).count)
      cosines.insert(sorted.map(\.cosine))
    }
    #expect(cosines.count == ready.outputs.count)
  }

  @Test("what streams bring to a peak of any stream's map adds up to its score")
  func contributions() throws {
    let ready = try Ready("resolutions")
    for (index, (output, node)) in ready.outputs.enumerated() {
      let reading = ready.estimator.read(ready.pass, ready.frame, output: output)
      let maps = try #require(ready.pass[node])
      let all = (0..<maps.shape.channels).compactMap {
        ready.estimator.contributions(toItem: $0, of: reading, output: output, in: ready.pass)
      }
      #expect(all.count > 5)
      for one in all {
        #expect(one.score == Double(maps.values(x: one.x, y: one.y)[one.item]))
        #expect(one.units.map(\.address) == ready.network.exchangeUnits.map(\.address))
        for unit in one.units {
          let sum = unit.amounts.joined().reduce(one.bias, +)
          #expect(abs(sum - one.score) < 1e-4 * max(1, abs(one.score)), "stream \(index), \(unit.address)")
        }
        // What is read is one row of the last exchange unit.
        let rows = try #require(one.units.last).amounts
        #expect(rows.count == index + 1 && rows.dropLast().joined().allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("an hourglass's skips are no exchange units whose shares are followed")
  func hourglass() throws {
    let ready = try Ready("hourglass")
    for (output, _) in ready.outputs {
      let reading = ready.estimator.read(ready.pass, ready.frame, output: output)
      #expect(ready.estimator.contributions(toItem: 0, of: reading, output: output, in: ready.pass) == nil)
    }
  }
}
