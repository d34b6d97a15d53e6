import Cells
import Engine
import Experiments
import Explorer
import Foundation
import HRNet
import Pictures
import Pose
import TestSupport

/// Somebody who presses keys, clicks and resizes at random, before a worker that answers at once, late, never, or with
/// what it would have answered to something else. Everything follows from the seed.
struct RandomWalk {
  private(set) var session: SyntheticSession
  private var generator: SplitMix64
  /// How many of the session's effects have been seen to.
  private var seen = 0
  /// Answers of earlier moments, some still to be given, all of them to be given in another's place.
  private var earlier: [Action] = []
  private var late: [Action] = []
  /// Frames drawn with a summary in another way than is wanted now, or of another step.
  private(set) var staleFrames = 0

  init(seed: UInt64) throws {
    generator = SplitMix64(state: seed)
    let size = Self.size(using: &generator)
    let appearance = [Appearance.indexed256, .trueColor, .monochrome, .ascii].randomElement(using: &generator)
    let architecture = Self.architectures.randomElement(using: &generator)
    let assumptions = Bool.random(using: &generator) ? ["nearest upsampling", "mean and deviation of ImageNet"] : []
    let pinned = Bool.random(using: &generator) ? Self.architectures.randomElement(using: &generator) : nil
    session = try SyntheticSession(
      size: size, appearance: appearance ?? .indexed256, architecture: architecture ?? SyntheticSession.architecture,
      assumptions: assumptions, lessons: [NamedLesson(name: "example", try Lesson(Self.lesson))], pinned: pinned,
      // Every fourth walk is before a camera.
      live: Int.random(in: 0..<4, using: &generator) == 0 ? LiveFrames(source: "a camera") : nil)
    // Not every walk begins with the same view; half of them with a mosaic, whose maps depend on their room.
    let modes = Bool.random(using: &generator) ? 5 : Int.random(in: 0..<7, using: &generator)
    for _ in 0..<modes { session.perform(.command(.mapMode)) }
    if Bool.random(using: &generator) { session.perform(.command(.moduleBack)) }
    session.perform(.command(.stepBack))
    session.answers = false
    seen = session.effects.count
  }

  private static let architectures: [Architecture] = [
    SyntheticSession.architecture, SyntheticSession.architecture,
    Architecture(width: 32, head: PoseHead(joints: 14)),
    Architecture(
      width: 2, stemWidth: 1, stage1Units: 1, stage1Width: 1, modules: [2, 1, 1], unitsPerStream: 1,
      upsampling: .bilinear, head: PoseHead(joints: 14, kernel: 3)),
    Architecture(width: 16, modules: [1, 1, 1], head: BackboneHead(streams: 4)),
    Architecture(width: 16, modules: [1, 1, 2], head: BackboneHead(streams: 1)),
    Architecture(HourglassBody(stacks: 2, stemWidth: 8, features: 8, joints: 14)),
    Architecture(
      SimpleBaselineBody(units: [1, 2, 1, 1], stemWidth: 8, filters: [8, 8, 8]), head: PoseHead(joints: 14)),
    Architecture(HRNetBody(width: 16, modules: [1, 2, 1], streams: .maintained), head: PoseHead(joints: 14)),
    Architecture(HRNetBody(width: 16, modules: [1, 2, 1], streams: .single), head: PoseHead(joints: 14)),
    Architecture(width: 16, modules: [1, 1, 1], head: ResponseHead(.streams, joints: 14)),
  ]

  private static let lesson = """
    hrscope session 1
    lesson Example
    page First
    say Words about [s4.m2:32>4], [left wrist] and [stem.1], enough of them to fill more than the few rows that a small screen
    say has for a lesson's words, so that they are turned over row by row before the page itself is.
    point streams
    do Home Right } f
    page Second
    ask What?
    choice This
    choice! That
    because So it is.
    say Afterwards.
    do 1 H Enter
    page Third
    say The end.
    """

  /// Something happens, some of what is due is answered, and a frame is drawn.
  ///
  /// - Parameter announce: called with what is about to happen.
  mutating func step(_ announce: (Action) -> Void) -> (action: Action, frame: Canvas) {
    let action = action()
    announce(action)
    session.perform(action)
    answer()
    session.settleLesson()
    if let request = session.model.study.summary?.request,
      request.mode != session.model.tastes.mapMode || request.column != session.model.screen.cursor.column
    {
      staleFrames += 1
    }
    return (action, session.frame)
  }

  // MARK: - What the person does

  /// What changes the room of maps comes more often.
  private static let favourites = ["t", "z", "e", "i", "Tab", "Escape", "Left", "Right", "t", "z", "Left", "A", "A"]

  private static let keys: [Key] =
    Command.table.flatMap(\.keys) + "abcdefghijklmnopqrstuvwxyz0123456789./".unicodeScalars.map { Key($0) }
    + ["Enter", "Escape", "Tab", "Down", "Backspace", "PageDown", "Ctrl-n"].compactMap { Key(name: $0) }

  private mutating func action() -> Action {
    // Most of what a menu offers is behind Enter.
    if session.model.menu != nil, Int.random(in: 0..<3, using: &generator) == 0 { return .key(Key(.enter)) }
    switch Int.random(in: 0..<100, using: &generator) {
    case ..<20: return .key(Self.favourites.randomElement(using: &generator).flatMap(Key.init(name:)) ?? Key("t"))
    case ..<55: return .key(Self.keys.randomElement(using: &generator) ?? Key("m"))
    case ..<70: return .command(Command.allCases.randomElement(using: &generator) ?? .help)
    case ..<84: return .mouse(mouse())
    case ..<92: return .resized(Self.size(using: &generator))
    case ..<96: return .tick
    case ..<98:
      let done = Int.random(in: 0...98, using: &generator)
      return .waited(WorkProgress(what: Bool.random(using: &generator) ? .pass : .weights, completed: done, total: 98))
    case ..<99:
      let news: [LiveNews] = [.silent("no frame for 2 s"), .ended("it has ended")]
      let told: [Action] = [
        .alternated, .told("something to tell"), .live(news[Int.random(in: 0...1, using: &generator)]),
      ]
      return told.randomElement(using: &generator) ?? .alternated
    default: return .notListed("/secret: cannot be read")
    }
  }

  private mutating func mouse() -> MouseEvent {
    let size = session.model.screen.size
    let point = Point(
      x: Int.random(in: -2...size.width + 2, using: &generator),
      y: Int.random(in: -2...size.height + 2, using: &generator))
    let kinds: [MouseEvent.Kind] = [
      .press(.left), .press(.left), .press(.left), .drag(.left), .release(.left), .press(.right), .wheel(.up),
      .wheel(.down), .wheel(.left),
    ]
    return MouseEvent(kinds.randomElement(using: &generator) ?? .press(.left), at: point)
  }

  /// From nothing to a wall of screens, most often what people have.
  private static func size(using generator: inout SplitMix64) -> Size {
    let usual = [(80, 24), (120, 40), (120, 40), (100, 30), (40, 12), (200, 60)]
    if Bool.random(using: &generator), let (width, height) = usual.randomElement(using: &generator) {
      return Size(width: width, height: height)
    }
    return Size(width: Int.random(in: 1...180, using: &generator), height: Int.random(in: 1...70, using: &generator))
  }

  // MARK: - What the worker does

  private mutating func answer() {
    let effects = Array(session.effects.dropFirst(seen))
    seen += effects.count
    for effect in effects {
      guard let honest = answer(to: effect) else { continue }
      let answer = Int.random(in: 0..<8, using: &generator) == 0 ? spoiled(honest) : honest
      earlier.append(answer)
      if earlier.count > 40 { earlier.remove(at: Int.random(in: 0..<40, using: &generator)) }
      switch Int.random(in: 0..<10, using: &generator) {
      case ..<4: session.perform(answer)
      case ..<6: late.append(answer)
      case ..<8:
        let others = earlier.compactMap { answer.replaced(by: $0) }
        session.perform(others.randomElement(using: &generator) ?? answer)
      default: break
      }
    }
    if !late.isEmpty, Int.random(in: 0..<4, using: &generator) == 0 {
      session.perform(late.remove(at: late.indices.randomElement(using: &generator) ?? 0))
    }
  }

  private mutating func answer(to effect: Effect) -> Action? {
    switch effect {
    case .open(_, let generation):
      if Int.random(in: 0..<4, using: &generator) == 0 { return .notOpened("a.jpg: damaged", generation: generation) }
      return .opened(scene(), generation: generation)
    case .nextFrame(let number, let generation):
      let frame = LiveFrame(
        scene: scene(), number: number + Int.random(in: 1...3, using: &generator), dropped: number, damaged: seen,
        seconds: Double(seen) / 7)
      return .live(.frame(frame, generation: generation))
    case .sweep(let request, let generation):
      let plan = SweepPlan(session.model.study.subject.network)
      let count = Int.random(in: 0...plan.steps.count, using: &generator)
      guard session.model.study.absence == nil else { return nil }
      return .swept(
        SyntheticSession.sweep(plan, request, count: count),
        SweepProgress(done: count, total: plan.steps.count, secondsLeft: count == 0 ? nil : 3), generation: generation)
    default: return session.answer(to: effect)
    }
  }

  private mutating func scene() -> Scene {
    let (width, height) = [(1, 1), (3, 400), (400, 3), (60, 80), (160, 120)].randomElement(using: &generator) ?? (1, 1)
    let people = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      Person(
        box: Box(
          x: Double.random(in: -50...50, using: &generator), y: 0, width: Double.random(in: 1...200, using: &generator),
          height: Double.random(in: 1...200, using: &generator)),
        truth: [
          "lsp14": (0..<14).map {
            GroundTruthJoint(position: PicturePoint(x: Double($0), y: 3 * Double($0)), isLabelled: $0 % 3 > 0)
          }
        ])
    }
    return Scene(
      picture: SyntheticSession.picture(width: width, height: height), name: "a.jpg", path: "/pictures/a.jpg",
      people: people)
  }

  /// What a broken network gives: values that are no numbers, or beyond all sense.
  private mutating func spoiled(_ answer: Action) -> Action {
    let odd = [Float.nan, .infinity, -.infinity, 1e38, -3e38, 0].randomElement(using: &generator) ?? .nan
    switch answer {
    case .passed(let result, let baseline, let generation):
      return .passed(result.filled(with: odd), baseline: baseline, generation: generation)
    case .summarised(let summary, let generation): return .summarised(summary.filled(with: odd), generation: generation)
    default: return answer
    }
  }
}

extension Action {
  /// What was said to another question, as the answer to this one; nil where the questions are of different kinds.
  func replaced(by other: Action) -> Action? {
    switch (self, other) {
    case (.passed(_, _, let generation), .passed(let result, let baseline, _)):
      .passed(result, baseline: baseline, generation: generation)
    case (.summarised(_, let generation), .summarised(let summary, _)): .summarised(summary, generation: generation)
    case (.readOut(_, let generation), .readOut(let course, _)): .readOut(course, generation: generation)
    case (.probed(_, let generation), .probed(let found, _)): .probed(found, generation: generation)
    case (.occluded(_, _, let generation), .occluded(let map, let left, _)):
      .occluded(map, secondsLeft: left, generation: generation)
    case (.swept(_, _, let generation), .swept(let result, let progress, _)):
      .swept(result, progress, generation: generation)
    case (.opened(_, let generation), .opened(let scene, _)): .opened(scene, generation: generation)
    case (.live(.frame(_, let generation)), .live(.frame(let frame, _))): .live(.frame(frame, generation: generation))
    case (.listed, .listed), (.openedDonor, .openedDonor): other
    default: nil
    }
  }
}

extension PassResult {
  /// The same with one value everywhere.
  fileprivate func filled(with value: Float) -> PassResult {
    var reading = reading
    if let pose = reading.pose {
      let joints = pose.joints.map {
        Joint(
          name: $0.name, position: PicturePoint(x: Double(value), y: Double(value)), score: Double(value), isFound: true
        )
      }
      let maps = HeatMaps(
        joints: pose.heatMaps.joints, height: pose.heatMaps.height, width: pose.heatMaps.width,
        values: pose.heatMaps.values.map { _ in value })
      reading = .pose(PoseReading(joints: joints, heatMaps: maps, skeleton: pose.skeleton, box: pose.box))
    }
    return PassResult(
      reading: reading, recomputed: recomputed, total: total, milliseconds: Double(value),
      firstNotFinite: 9)
  }
}

extension StepSummary {
  fileprivate func filled(with value: Float) -> StepSummary {
    func filled(_ map: FeatureMap) -> FeatureMap {
      FeatureMap(height: map.height, width: map.width, values: map.values.map { _ in value })
    }
    let streams = streams.map { stream in
      StreamSummary(
        node: stream.node, shape: stream.shape,
        statistics: Statistics(
          minimum: value, mean: value, maximum: value, deviation: value, zeroShare: Double(value), notFinite: 3,
          deadChannels: 1, histogram: []), maps: stream.maps.map(filled), channels: stream.channels)
    }
    let exchange = exchange.map { exchange in
      ExchangeSummary(
        terms: exchange.terms.map { $0.map { TermSummary(share: Double(value), map: $0.map.map(filled)) } },
        sums: exchange.sums.map(filled))
    }
    let contributions = contributions.map { known in
      PeakContributions(
        item: known.item, x: known.x, y: known.y, score: Double(value), bias: Double(value),
        units: known.units.map { unit in
          PeakContributions.Unit(
            address: unit.address, amounts: unit.amounts.map { $0.map { _ in Double(value) } })
        })
    }
    return StepSummary(
      request: request, streams: streams, exchange: exchange, probed: probed.map { _ in value },
      contributions: contributions)
  }
}
