import Engine
import Foundation
import HRNet
import Pictures
import Pose
import TestSupport
import Testing

@testable import Experiments

@Suite("Fitting linear read-outs")
struct ProbeFitTests {
  /// The first person of every sample picture.
  private struct Samples {
    let subject: Subject
    let people: [(pass: Pass, frame: PictureFrame, joints: [GroundTruthJoint])]
    let executor: Executor

    init() throws {
      subject = try Subject()
      let estimator = try subject.estimator(cacheBudget: 0)
      executor = estimator.executor
      let folder = Shared.inRepository("SampleImages/")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jpg") }.sorted()
      let input = subject.network.input
      people = try names.map { name in
        let picture = try Picture(contentsOf: folder + name)
        let person = try #require(SideCar.people(besidePicture: folder + name).first)
        let frame = PictureFrame(Crop(box: person.box, input: input), of: picture.size)
        let pass = try estimator.executor.run(estimator.input(FramedPicture(picture, in: frame)))
        return (pass, frame, try #require(person.truth["lsp14"]))
      }
    }

    func equations(_ input: ProbeInput, _ blas: BLAS) throws -> NormalEquations {
      var equations = NormalEquations(channels: input.shape.channels, targets: 14, isEmphasised: true)
      let sigma = ProbePlan.sigma(2, ofWidth: input.shape.width, inputWidth: subject.network.input.width)
      for person in people {
        let target = ProbeTarget(joints: person.joints, frame: person.frame, shape: input.shape, sigma: sigma)
        equations.add(try #require(executor.activation(of: input, in: person.pass)), target, by: blas)
      }
      return equations
    }
  }

  /// `Scripts/probe.py fixture`: the same by numpy, from what `hrscope activations` writes.
  @Test("numpy in double precision fits the same read-outs, alone and side by side, and finds as many joints right")
  func numpy() throws {
    let blas = try BLAS()
    let samples = try Samples()
    let file = try EditedSafetensors(Shared.inRepository("Tests/ExperimentsTests/Fixtures/probe.safetensors"))
    let judge = ProbeJudge(targets: .joints(.lsp14), alignsCorners: false)
    let nodes = file.shapes.keys.filter { $0.hasSuffix(".weight") }.map { String($0.dropLast(7)) }
    #expect(nodes.count == 5)
    for node in nodes {
      let (expected, bias) = (file.numbers(node + ".weight"), file.numbers(node + ".bias"))
      let isConcatenated = node.hasSuffix("+")
      let input = try #require(
        samples.subject.network.probeInput(node.replacing("+", with: ""), isConcatenated: isConcatenated))
      #expect(input.nodes.count == (isConcatenated ? 2 : 1))
      let solution = try #require(
        try samples.equations(input, blas).solution(.init(ridge: 1e-5, emphasis: 30), count: 10, by: blas))
      try #require(solution.weights.count == expected.count && solution.bias.count == bias.count)
      let largest = expected.map(abs).max() ?? 0
      for (one, other) in zip(solution.weights, expected) {
        #expect(abs(Float(one) - other) < 1e-4 * largest, "\(node)")
      }
      for (one, other) in zip(solution.bias, bias) { #expect(abs(Float(one) - other) < 1e-4 * max(1, largest)) }

      var score = ProbeScore(.joints(.lsp14))
      for person in samples.people {
        let sample = ProbeSample(pass: person.pass, frame: person.frame, truth: .joints(person.joints))
        let answer = try #require(samples.executor.activation(of: input, in: person.pass)).applying(
          weights: solution.weights.map { Float($0) }, bias: solution.bias.map { Float($0) }, by: blas)
        score += judge.score(answer, outputs: 0..<14, of: sample)
      }
      let count = file.numbers(node + ".pck").map { Int($0) }
      #expect(score == .joints(right: count[0], total: count[1]), "\(node)")
    }
  }

  @Test("weights of 1 + a · emphasis are the same as weights on rows, for whatever a")
  func emphasis() throws {
    let blas = try BLAS()
    let samples = try Samples()
    let input = try #require(samples.subject.network.probeInput("s4.m2>1/32"))
    let equations = try samples.equations(input, blas)
    var direct = NormalEquations(channels: 128, targets: 14, isEmphasised: true)
    // Of one picture, by hand: the emphasised sums of targets alone, in the order of the rows.
    let person = samples.people[0]
    let target = ProbeTarget(joints: person.joints, frame: person.frame, shape: input.shape, sigma: 0.5)
    let activation = try #require(samples.executor.activation(of: input, in: person.pass))
    direct.add(activation, target, by: blas)
    let emphasis = try #require(target.emphasis)
    #expect(emphasis.allSatisfy { (0...1).contains($0) } && emphasis.contains { $0 > 0.5 })
    var sum = 0.0
    for row in emphasis.indices { sum += emphasis[row] * target.values[row * 14 + 3] }
    // The last row of XᵀY is that of the ones.
    let found = try #require(direct.emphasised).product.values[128 * 14 + 3]
    #expect(abs(found - sum) < 1e-12 * abs(sum))
    // More emphasis is another solution, none is the plain one.
    let plain = equations.solution(.init(ridge: 0, emphasis: 0), count: 10, by: blas)
    let emphatic = equations.solution(.init(ridge: 0, emphasis: 100), count: 10, by: blas)
    #expect(plain != nil && emphatic != nil && plain?.weights != emphatic?.weights)
  }

  @Test("a linear truth is found again; silent channels have no weight, and the bias is not held down")
  func linear() throws {
    let blas = try BLAS()
    let subject = try Subject()
    let executor = try subject.estimator().executor
    var generator = SplitMix64(state: 5)
    let (width, height) = (subject.network.input.width, subject.network.input.height)
    // The last channel is always silent.
    let values = (0..<width * height * 3).map { $0 % 3 == 2 ? 0 : Float.random(in: -1...1, using: &generator) }
    let activation = executor.input(values)
    let positions = Array(0..<width * height)
    let target = ProbeTarget(
      positions: positions, values: positions.map { 2 * Double(values[3 * $0]) - Double(values[3 * $0 + 1]) + 0.5 },
      emphasis: nil)
    var equations = NormalEquations(channels: 3, targets: 1, isEmphasised: false)
    equations.add(activation, target, by: blas)
    let exact = try #require(equations.solution(.init(ridge: 0, emphasis: 0), count: 1, by: blas))
    for (one, other) in zip(exact.weights + exact.bias, [2, -1, 0, 0.5]) { #expect(abs(one - other) < 1e-10) }
    // Held down altogether, what is left is the mean.
    let held = try #require(equations.solution(.init(ridge: 1e12, emphasis: 0), count: 1, by: blas))
    let mean = target.values.reduce(0, +) / Double(target.values.count)
    #expect(held.weights.allSatisfy { abs($0) < 1e-9 } && abs(held.bias[0] - mean) < 1e-9)
    // λN: a hundred pictures with a hundredth of λ are the same.
    let one = equations.solution(.init(ridge: 1e-2, emphasis: 0), count: 1, by: blas)
    let hundred = equations.solution(.init(ridge: 1e-4, emphasis: 0), count: 100, by: blas)
    for (one, other) in zip(one?.weights ?? [], hundred?.weights ?? [1]) { #expect(abs(one - other) < 1e-12) }
  }

  @Test("sums do not depend on the order, nor on how parts were cut, where plain ones do")
  func exactSums() {
    var generator = SplitMix64(state: 9)
    let values = (0..<5000).map { _ in
      Double.random(in: -1...1, using: &generator) * pow(10, Double.random(in: -9...9, using: &generator))
    }
    func sum(_ values: [Double]) -> ExactSums {
      var sums = ExactSums(count: 1)
      for value in values { sums.add([value]) }
      return sums
    }
    let whole = sum(values).values[0]
    var plain: Set<Double> = [values.reduce(0, +)]
    for parts in [2, 3, 7] {
      let shuffled = values.shuffled(using: &generator)
      plain.insert(shuffled.reduce(0, +))
      var joined = ExactSums(count: 1)
      for part in 0..<parts { joined += sum(stride(from: part, to: values.count, by: parts).map { shuffled[$0] }) }
      #expect(joined.values[0] == whole)
    }
    #expect(plain.count > 1)
  }

  @Test("every fifth picture is held out, of a few the last, and of one none")
  func heldOut() throws {
    func plan(_ pictures: Int) throws -> ProbePlan {
      let network = try Subject().network
      return ProbePlan(
        set: "", network: "", model: "", input: network.input, options: [], targets: .joints(.lsp14),
        isConcatenated: false, inputs: [], sigma: 2, pictures: pictures)
    }
    for (pictures, expected) in [(1, []), (2, [1]), (4, [3]), (5, [4]), (12, [4, 9])] {
      let plan = try plan(pictures)
      #expect((0..<pictures).filter { plan.isHeldOut($0) } == expected)
    }
  }
}
