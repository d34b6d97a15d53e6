import Checkpoints
import Engine
import Experiments
import HRNet
import Pictures
import Pose
import Runner
import TestSupport
import Testing

@Suite("The built-in probes")
struct EmbeddedProbeTests {
  private let checkpoint: Checkpoint
  private let network: Network

  init() throws {
    checkpoint = try EmbeddedFiles.model()
    network = try Network(checkpoint.architecture, input: checkpoint.input)
  }

  @Test("both heads' answers at every stream and column, and all streams side by side, of the built-in weights")
  func all() throws {
    let probes = EmbeddedFiles.probes
    try #require(probes.count == 4)
    #expect(probes.map(\.targets.kind) == [.joints, .classes, .joints, .classes])
    #expect(probes.map(\.isConcatenated) == [false, false, true, true])
    let digest = try EmbeddedFiles.modelDigest()
    for set in probes { try set.check(for: network, digest: digest, path: "built in") }
    let every = network.probedNodes.map { network[$0].address.description }
    #expect(every.count == 57 && probes[0].entries.map(\.node) == every && probes[1].entries.map(\.node) == every)
    #expect(probes[2].entries.map(\.node) == ["s4.m1>1/4", "s4.m2.1/4.u2", "s4.m2>1/4"])
    #expect(probes[0].targets.names == checkpoint.jointSkeleton.jointNames)
    let names = try #require(checkpoint.classNames(of: network)[network.output(framing: .classes)])
    #expect(probes[1].targets.names == names.names)
    // What each knows is known, so that nobody has to measure before looking.
    #expect(probes.allSatisfy { $0.validation == "lsp-100" && $0.entries.allSatisfy { ($0.measured ?? 0) > 0.05 } })
  }

  /// By hand: what stands at column x of a map W values wide lies at (x + ½)·w/W − ½ … of the crop, whatever W is; so places that
  /// four grids say of one joint agree within their own steps.
  @Test("every stream's joints are places of the picture, on its own grid")
  func places() throws {
    let estimator = try Estimator(checkpoint, network: network, threads: 1)
    let path = Shared.inRepository("SampleImages/02-serve.jpg")
    let picture = try Picture(contentsOf: path)
    let person = SideCar.people(besidePicture: path)[0]
    let crop = Crop(box: person.box, input: network.input)
    let frame = PictureFrame(crop, of: picture.size)
    let pass = try estimator.executor.run(estimator.input(FramedPicture(picture, in: frame)))
    let truth = try #require(person.truth["lsp14"])
    let probes = NetworkProbes(EmbeddedFiles.probes, of: network)
    let course = try estimator.readOutCourse(of: probes, .joints, by: BLAS(), in: pass, frame)
    #expect(course.count == 57 + 3)
    for end in network.streamEnds.prefix(3) {
      let shape = network[end].shape
      let depth = try #require(course.first { $0.reader == .probe(end, isConcatenated: false) })
      let pose = try #require(depth.reading.pose)
      #expect((pose.heatMaps.height, pose.heatMaps.width) == (shape.height, shape.width))
      // One value, in picture pixels.
      let step = frame.seen.width / Double(shape.width)
      let near = zip(pose.joints, truth).count { $0.position.distance(to: $1.position) < 1.5 * max(step, 8) }
      #expect(near >= 10, "\(network[end].address): \(near)")
      for (index, joint) in pose.joints.enumerated() where joint.isFound {
        let peak = pose.heatMaps.peak(of: index)
        let place = frame.picturePoint(x: Double(peak.x), y: Double(peak.y), width: shape.width, height: shape.height)
        #expect(abs(joint.position.x - place.x) <= 0.26 * step && abs(joint.position.y - place.y) <= 0.26 * step)
      }
    }
  }

  /// In picture pixels, over the joints that are found.
  private func meanError(_ node: String, _ pass: Pass, _ frame: PictureFrame, _ truth: Truth, _ estimator: Estimator)
    throws -> Double
  {
    let probe = try #require(EmbeddedFiles.probes[0][node])
    let reading = try #require(estimator.read(.probe(probe, by: BLAS()), in: pass, frame))
    return try #require(reading.comparison(with: truth)?.distance.value)
  }

  @Test("on the runner a pose has formed by the middle of stage 4, where the head applied early shows noise")
  func runner() throws {
    let estimator = try Estimator(checkpoint, network: network, threads: 1)
    let path = Shared.inRepository("SampleImages/01-runner.jpg")
    let picture = try Picture(contentsOf: path)
    let person = SideCar.people(besidePicture: path)[0]
    let frame = PictureFrame(Crop(box: person.box, input: network.input), of: picture.size)
    let pass = try estimator.executor.run(estimator.input(FramedPicture(picture, in: frame)))
    let truth = Truth.joints(try #require(person.truth["lsp14"]))
    #expect(try meanError("s4.m1>1/4", pass, frame, truth, estimator) < 60)
    #expect(try meanError("s4.m2>1/4", pass, frame, truth, estimator) < 60)
    #expect(try meanError("s2.m1>1/4", pass, frame, truth, estimator) > 60)
    let early = try #require(network.earlyReadOut(of: network.readOutput, after: "s4.m1"))
    let head = try #require(estimator.read(.head(early), in: pass, frame)?.comparison(with: truth)?.distance.value)
    #expect(head > 100)
  }
}
