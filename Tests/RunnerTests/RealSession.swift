import Cells
import Checkpoints
import Engine
import Experiments
import Explorer
import HRNet
import Pose
import Testing

@testable import Runner

/// An explorer with the embedded model and a sample picture behind it, answered at once and without a terminal.
struct RealSession {
  private(set) var model: Model
  let estimator: Estimator
  private let input: Activation
  private let baseline: Pass
  private(set) var current: Pass?

  init(size: Size = Size(width: 120, height: 40), appearance: Appearance = .indexed256) throws {
    let checkpoint = try EmbeddedFiles.model()
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    estimator = try Estimator(checkpoint, network: network, threads: 2)
    let subject = Subject(
      network: network, modelName: checkpoint.architecture.name, skeleton: estimator.pose.skeleton,
      framing: checkpoint.framing(), probes: NetworkProbes(EmbeddedFiles.probes, of: network))
    model = Model(subject, scene: try EmbeddedFiles.scene(), size: size, appearance: appearance)
    input = estimator.input(model.study.inputCrop)
    baseline = try estimator.executor.run(input)
    try carryOut(model.start())
  }

  mutating func press(_ names: String...) throws { try press(names) }

  mutating func press(_ names: [String]) throws {
    for name in names { try carryOut(model.update(.key(#require(Key(name: name))))) }
  }

  private mutating func carryOut(_ effects: [Effect]) throws {
    for effect in effects {
      switch effect {
      case .compute(let request, let generation):
        let pass = current == nil ? baseline : try estimator.executor.run(input, request.interventions)
        current = pass
        try carryOut(
          model.update(.passed(result(of: pass), baseline: result(of: baseline), generation: generation)))
      case .summarise(let request, let generation):
        let (pass, frame) = (try #require(current), model.study.frame)
        let summary = StepSummary(
          request, executor: estimator.executor, pass: pass, baseline: baseline,
          sum: request.sum.flatMap { estimator.sum(at: $0, in: pass) },
          contributions: request.tracedItem.flatMap {
            estimator.contributions(
              toItem: $0, of: estimator.read(pass, frame, output: model.study.output), output: model.study.output,
              in: pass)
          })
        try carryOut(model.update(.summarised(summary, generation: generation)))
      case .readOut(let generation):
        let (pass, study) = (try #require(current), model.study)
        var course = try estimator.readOutCourse(of: study.output, in: pass, study.frame)
        if let kind = study.probedKind {
          course =
            try estimator.readOutCourse(of: study.subject.probes, kind, by: BLAS(), in: pass, study.frame) + course
        }
        try carryOut(model.update(.readOut(course, generation: generation)))
      case .occlude(let centre, let generation):
        var run = OcclusionRun(
          on: try #require(current), frame: model.study.frame, nearestTo: centre, estimator: estimator)
        while !run.map.isComplete { try run.advance(estimator) }
        try carryOut(model.update(.occluded(run.map, secondsLeft: 0, generation: generation)))
      case .flipTest(let generation):
        let picture = FramedPicture(model.study.scene.picture, in: model.study.frame)
        if let maps = try estimator.flipTest(of: #require(current), picture, output: model.study.output, donors: []) {
          try carryOut(model.update(.flipTested(maps, generation: generation)))
        }
      case .time(let generation):
        let runs = try (0..<3).compactMap { _ in try estimator.repeated(#require(current), donors: []) }
        try carryOut(model.update(.timed(#require(NodeTimes(runs)), generation: generation)))
      case .probe(let question, let generation):
        let probed = try Self.probed(question, current: #require(current), baseline: baseline, model, estimator)
        try carryOut(model.update(.probed(.success(probed), generation: generation)))
      case .pin, .pinned, .compare, .letGo, .nextFrame, .holdFrames, .stopOccluding, .list, .open,
        .openDonor, .stop, .sweep, .stopSweep, .write, .captureMouse, .redraw, .forget, .suspend, .quit:
        break
      }
    }
  }

  private static func probed(
    _ question: ProbeQuestion, current: Pass, baseline: Pass, _ model: Model, _ estimator: Estimator
  ) throws -> ProbedPass {
    func errors(_ pass: Pass, _ reference: ReadOutReference?) throws -> ProbeErrors {
      var run = ProbeErrorRun(
        model.study.subject.probes, question.kind, in: pass, model.study.frame, against: reference, by: try BLAS(),
        estimator: estimator)
      while !run.isComplete { run.advance(estimator) }
      return run.errors
    }
    return ProbedPass(
      now: try errors(current, question.reference),
      before: question.readsBaseline ? try errors(baseline, question.referenceBefore) : nil)
  }

  private func result(of pass: Pass) -> PassResult {
    // A time of its own every run would make every recorded screen differ.
    return PassResult(
      reading: estimator.read(pass, model.study.frame, output: model.study.output), recomputed: pass.recomputed.count,
      total: estimator.network.nodes.count(where: \.isComputed),
      milliseconds: pass.recomputed.count > 90 ? 9.8 : 1.9)
  }
}
