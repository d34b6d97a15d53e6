import Cells
import Engine
import Experiments
import HRNet
import Pictures
import Pose
import Recognition
import Testing

@testable import Explorer

/// An explorer without a network behind it: effects are answered at once with numbers in closed form, the same on every
/// machine. What is tested is what the explorer makes of answers, not the answers.
struct SyntheticSession {
  private(set) var model: Model
  /// Effects the model asked for since the start, oldest first.
  private(set) var effects: [Effect] = []
  /// Whether effects are answered at once; otherwise they are only collected.
  var answers = true
  /// Whether both ankles have one map in passes from now on.
  var takesAnklesForOne = false
  private var lastInterventions = Interventions.none

  /// The structure of the embedded model, with its first head alone.
  static let architecture = Architecture(
    width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 3, 2], unitsPerStream: 2,
    head: PoseHead(joints: 14))

  init(
    size: Size = Size(width: 120, height: 40), appearance: Appearance = .indexed256,
    architecture: Architecture = architecture, interventions: Interventions = .none, keyMap: KeyMap = KeyMap(),
    assumptions: [String] = [], headRefusal: String? = nil, lessons: [NamedLesson] = [],
    pictures: [BuiltInPicture] = [], usualPicture: String? = nil,
    pinned: Architecture? = nil, live: LiveFrames? = nil, probes: Probes = .none
  ) throws {
    let subject = try Self.subject(
      architecture, assumptions: assumptions, headRefusal: headRefusal, probes: probes)
    let (picture, skeleton) = (Self.picture(width: 120, height: 160), subject.skeleton)
    let truth = skeleton.jointNames.indices.map { GroundTruthJoint(position: Self.position(of: $0)) }
    let scene =
      live != nil
      ? Scene.beforeFirstFrame
      : Scene(
        picture: picture, name: "synthetic.jpg", path: "/pictures/synthetic.jpg",
        people: [
          Person(box: Box(x: 20, y: 20, width: 80, height: 120), truth: [skeleton.name: truth]),
          Person(box: Box(x: 0, y: 0, width: 60, height: 80)),
        ])
    let other = try pinned.map {
      StudyBeginning(
        try Self.subject($0), scene: scene, interventions: interventions, donors: [], hasOwnNetwork: true)
    }
    model = Model(
      subject, scene: scene, size: size, appearance: appearance, interventions: interventions, keyMap: keyMap,
      lessons: { lessons }, pictures: pictures, usualPicture: usualPicture, pinned: other, live: live)
    carryOut(model.start())
  }

  private static func subject(
    _ architecture: Architecture, assumptions: [String] = [], headRefusal: String? = nil, probes: Probes = .none
  ) throws -> Subject {
    // Hourglasses need multiples of 64.
    let width = architecture.inputs.multiple == 64 ? 128 : 160
    let network = try Network(architecture, input: InputSize(height: 192, width: width))
    return Subject(
      network: network, modelName: architecture.name,
      skeleton: architecture.joints == nil && probes.findJoints
        ? .lsp14 : .named(architecture.joints == 14 ? "lsp14" : nil, joints: architecture.joints ?? 0),
      framing: PictureFraming(input: network.input, usual: network.input), assumptions: assumptions,
      headRefusal: headRefusal, classNames: classNames(of: network),
      probes: NetworkProbes(Self.sets(probes, of: network), of: network))
  }

  /// Presses keys by name, one after another: `press("Home", "Right", "f")`.
  mutating func press(_ names: String...) throws {
    for name in names { perform(.key(try #require(Key(name: name)))) }
  }

  mutating func perform(_ action: Action) { carryOut(model.update(action)) }

  mutating func remember(_ memory: Tastes) { model.remember(memory) }

  mutating func begin(_ lesson: Lesson) { carryOut(model.begin(lesson)) }

  /// Lets a lesson press its keys, each when what came before is answered.
  mutating func settleLesson() {
    while model.isLessonActing, model.isReplayDue { carryOut(model.replayNext().effects) }
  }

  mutating func replay(_ record: SessionRecord) { model.replay = Replay(record.events, remarks: record.remarks) }

  /// Replays until it is the person's turn.
  mutating func settleReplay() {
    while model.isReplayDue { carryOut(model.replayNext().effects) }
  }

  mutating func pressAtRemark(_ name: String) throws {
    carryOut(model.takeAtRemark(try #require(Key(name: name))))
  }

  mutating func hurryLesson() { carryOut(model.hurryLesson()) }

  /// The frame as a terminal of the session's appearance would show it.
  var frame: Canvas { view(model).degraded(for: model.screen.appearance) }

  private mutating func carryOut(_ newEffects: [Effect]) {
    effects += newEffects
    guard answers else { return }
    for effect in newEffects {
      if let answer = answer(to: effect) { carryOut(model.update(answer)) }
    }
  }

  /// What a worker would say.
  mutating func answer(to effect: Effect) -> Action? {
    if case .compute(let request, _) = effect { lastInterventions = request.interventions }
    return answer(to: effect, about: model.study, lastInterventions)
  }

  /// The same about one of two states.
  private func answer(to effect: Effect, about study: Study, _ interventions: Interventions) -> Action? {
    switch effect {
    case .compute(let request, let generation):
      return .passed(
        result(request.interventions, request.frame, request.output, study),
        baseline: result(.none, request.frame, request.output, study), generation: generation)
    case .summarise(let request, let generation):
      return .summarised(Self.summary(request, study.subject.network, interventions), generation: generation)
    case .pinned(.compare(let request, let cursor, let generation)):
      guard let pinned = model.pinned else { return nil }
      let difference = Self.difference(
        request, at: cursor, pinned.study, study, areEqual: pinned.study.interventions == interventions)
      return .pinned(.compared(difference, generation: generation), pin: pinned.number)
    case .pinned(let effect):
      guard let pinned = model.pinned else { return nil }
      return answer(to: effect, about: pinned.study, pinned.study.interventions).map {
        .pinned($0, pin: pinned.number)
      }
    case .readOut(let generation):
      return .readOut(probed(study) + course(of: study), generation: generation)
    case .occlude(_, let generation):
      return .occluded(
        Self.occlusion(model.study.subject.network, joints: model.study.subject.skeleton.jointNames.count),
        secondsLeft: 0,
        generation: generation)
    case .flipTest(let generation):
      guard let maps = model.study.current?.reading.pose?.heatMaps else { return nil }
      return .flipTested(Self.shifted(maps), generation: generation)
    case .time(let generation):
      let nodes = model.study.subject.network.nodes
      let times = NodeTimes(milliseconds: nodes.map { Double($0.id % 4) / 8 }, whole: 20, passes: 5)
      return .timed(times, generation: generation)
    case .probe(let question, let generation):
      return .probed(.success(Self.probed(question, study)), generation: generation)
    case .list(let folder, _):
      return .listed(FolderListing(folder: folder, folders: ["holiday"], pictures: ["a.jpg", "b.png"]))
    case .sweep(let request, let generation):
      let plan = SweepPlan(model.study.subject.network)
      let result = Self.sweep(plan, request)
      return .swept(
        result, SweepProgress(done: plan.steps.count, total: plan.steps.count, secondsLeft: 0), generation: generation)
    case .openDonor(let path):
      let name = String(path.split(separator: "/").last ?? "")
      return .openedDonor(
        Scene(picture: Self.picture(width: 60, height: 80), name: name, path: path, people: []))
    case .open(let path, let generation) where path.hasPrefix("built-in:"):
      return .opened(
        Scene(picture: Self.picture(width: 120, height: 160), name: "built-in.jpg", path: path, people: []),
        generation: generation)
    case .pin, .letGo, .compare, .stopOccluding, .open, .stop, .write, .stopSweep, .captureMouse, .redraw, .forget,
      .suspend, .quit, .nextFrame, .holdFrames:
      return nil
    }
  }

  // A person standing upright; every changed edge moves each third joint by two pixels.
  private static func position(of joint: Int) -> PicturePoint {
    let places = [
      (45, 135), (46, 110), (50, 85), (70, 85), (74, 110), (75, 135), (30, 85), (35, 65), (45, 45), (75, 45), (85, 65),
      (90, 85), (60, 40), (60, 22),
    ]
    let (x, y) = places[joint % places.count]
    return PicturePoint(x: Double(x), y: Double(y))
  }

  /// A network without a pose head has no joints.
  private func result(
    _ interventions: Interventions, _ frame: PictureFrame, _ output: HeadOutput?, _ study: Study
  ) -> PassResult {
    if let reading = classes(output, interventions) {
      return PassResult(reading: reading, recomputed: interventions.isEmpty ? 98 : 5, total: 98, milliseconds: 12)
    }
    if let absence = study.absence {
      let features = Reading.features(FeatureReading(levels: [], absence: absence))
      return PassResult(reading: features, recomputed: 98, total: 98, milliseconds: 12)
    }
    let changed = interventions.edges.count
    return PassResult(
      reading: .pose(Self.pose(interventions, frame)), recomputed: changed == 0 ? 98 : 5, total: 98,
      milliseconds: changed == 0 ? 12 : 1.5, likeness: Self.likeness(anklesAreOne: takesAnklesForOne))
  }

  /// Numbers that depend on the joints' places alone.
  private static func likeness(anklesAreOne: Bool) -> JointLikeness {
    JointLikeness(
      JointPair.all(of: 14).map { pair in
        let (one, other) = (pair.first, pair.second)
        guard !(anklesAreOne && one == 0 && other == 5) else {
          return JointLikeness.Pair(joints: pair, cosine: 0.928, correlation: 0.9904, distance: 0)
        }
        // A map that is the same everywhere, and a row of zeros.
        return JointLikeness.Pair(
          joints: pair, cosine: other == 13 ? nil : Double((one * 5 + other * 11) % 60) / 100 - 0.3,
          correlation: one == 12 ? nil : Double((one * 7 + other * 3) % 80) / 100 - 0.1,
          distance: other == 13 ? nil : Double(other - one) * 2.25)
      })
  }

  static func pose(_ interventions: Interventions, _ frame: PictureFrame) -> PoseReading {
    let changed = interventions.edges.count
    let joints = Skeleton.lsp14.jointNames.enumerated().map { index, name in
      let place = position(of: index)
      let moved = PicturePoint(x: place.x + (index % 3 == 0 ? 2 * Double(changed) : 0), y: place.y)
      return Joint(
        name: name, position: moved, score: 0.9 - Double(index) / 50, isFound: changed < 20 || index != 0)
    }
    // One peak per joint, in another corner for each; most changed where the joint moves.
    var values = [Float](repeating: 0, count: 14 * 48 * 40)
    for joint in joints.indices {
      values[(joint * 48 + joint + 3) * 40 + joint * 2] = 1 + Float(changed) * (joint % 3 == 0 ? 1 : 0.25)
    }
    return PoseReading(
      joints: joints, heatMaps: HeatMaps(joints: 14, height: 48, width: 40, values: values), skeleton: .lsp14,
      box: frame.crop?.person ?? frame.seen)
  }

  /// The first `count` measurements of a sweep: an edge's effect grows with its place in the plan, units and kinds have ten
  /// times that; heat maps and scores fall, and the last edge's cut loses a joint.
  static func sweep(_ plan: SweepPlan, _ request: SweepRequest, count: Int = .max) -> SweepResult {
    let before = pose(request.pass.interventions, request.pass.frame)
    let measurements = plan.steps.prefix(count).enumerated().compactMap { index, step -> SweepMeasurement? in
      var after = before.joints
      for joint in after.indices {
        after[joint].position.x += Double(index) * (step.edges.count == 1 ? 1 : 10) / 4
        after[joint].score -= Double(index) / 100
      }
      if index == plan.steps.count - 4 { after[3].isFound = false }
      let share = Float(index) * (step.edges.count == 1 ? 1 : 10) / 1000
      let maps = before.heatMaps
      let fallen = HeatMaps(
        joints: maps.joints, height: maps.height, width: maps.width, values: maps.values.map { $0 * (1 - share) })
      let reading = PoseReading(joints: after, heatMaps: fallen, skeleton: before.skeleton, box: before.box)
      return reading.change(from: before).map {
        SweepMeasurement(step.target, step.kind, items: reading.items, change: $0)
      }
    }
    return SweepResult(baseline: .pose(before), measurements: measurements)
  }

  private static func summary(
    _ request: SummaryRequest, _ network: Network, _ interventions: Interventions
  ) -> StepSummary {
    let column = network.columns[request.column]
    // The column's streams, and the edge whose sum is wanted.
    let further = request.sum.map { [$0.node] }?.filter { !column.nodes.contains($0) } ?? []
    let streams = (column.nodes + further).enumerated().map { index, node in
      let layers = network[node].operation.convolutions
      let shape =
        request.layersLeft > 0
        ? layers[network[node].layerCount - 1 - request.layersLeft].outputShape : network[node].shape
      let maps: Int =
        switch request.mode {
        case .mosaic: min(request.mosaicCounts[index], shape.channels)
        case .components: 3
        default: 1
        }
      let sign: Float = request.mode == .difference ? (interventions.isEmpty ? 0 : -1) : 1
      return StreamSummary(
        node: node, shape: shape,
        statistics: Statistics(
          minimum: 0, mean: 0.25, maximum: 3.5, deviation: 0.5, zeroShare: 0.41, notFinite: index == 3 ? 7 : 0,
          deadChannels: index, histogram: (0..<16).map { 4096 >> $0 }),
        maps: (0..<maps).map { map(shape, phase: $0 + index, sign: sign) }, channels: Array(0..<maps))
    }
    var exchange: ExchangeSummary?
    if case .exchange(let address) = column.content, let unit = network.exchangeUnit(address) {
      let terms = (0..<unit.destinationCount).map { destination in
        (0..<unit.sourceCount).map { source in
          let edge = EdgeAddress(address, from: Stream(source), to: Stream(destination))
          let isCut = interventions[edge] == 0
          let shape = network[unit.edges[destination][source]].shape
          return TermSummary(
            share: isCut ? 0 : Double(source + 1) / 10, map: isCut ? nil : map(shape, phase: source, sign: 1))
        }
      }
      exchange = ExchangeSummary(terms: terms, sums: unit.outputs.map { map(network[$0].shape, phase: 0, sign: 1) })
    }
    let probed = request.probe.map { probe in
      (0..<network[column.nodes[probe.stream]].shape.channels).map { Float(($0 + probe.x + probe.y) % 8) }
    }
    return StepSummary(
      request: request, streams: streams, exchange: exchange, probed: probed ?? [],
      sum: request.sum.map { sum(at: $0, network, interventions) },
      contributions: request.tracedItem.map { contributions(toJoint: $0, network) },
      namedMaps: request.wantsNamedMaps
        ? (0..<network[column.nodes[0]].shape.channels).map { map(network[column.nodes[0]].shape, phase: $0, sign: 1) }
        : [])
  }

  /// Zero everywhere between equal states, else bands; nothing where shapes differ.
  private static func difference(
    _ request: SummaryRequest, at cursor: Cursor, _ a: Study, _ b: Study, areEqual: Bool
  ) -> StepSummary {
    let nodes = zip(a.network.columns[cursor.column].nodes, b.network.columns[request.column].nodes)
    let streams = nodes.enumerated().compactMap { index, pair -> StreamSummary? in
      let shape = b.network[pair.1].shape
      guard a.network[pair.0].shape == shape else { return nil }
      return StreamSummary(
        node: pair.1, shape: shape,
        statistics: Statistics(
          minimum: areEqual ? 0 : -7, mean: areEqual ? 0 : -3, maximum: 0, deviation: areEqual ? 0 : 2,
          zeroShare: areEqual ? 1 : 0.125, notFinite: 0, deadChannels: 0, histogram: []),
        maps: [map(shape, phase: index, sign: areEqual ? 0 : -1)], channels: [])
    }
    return StepSummary(request: request, streams: streams, exchange: nil)
  }

  /// Whole numbers, so that no rounding can differ: diagonal bands.
  private static func map(_ shape: Shape, phase: Int, sign: Float) -> FeatureMap {
    let values = (0..<shape.height * shape.width).map { place in
      sign * Float((place / shape.width + place % shape.width + phase) % 8)
    }
    return FeatureMap(height: shape.height, width: shape.width, values: values)
  }

  static func picture(width: Int, height: Int) -> Picture {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { pixels += [UInt8(x * 2 % 256), UInt8(y % 256), UInt8((x / 20 + y / 20) % 2 * 120)] }
    }
    return Picture(width: width, height: height, pixels: pixels)
  }
}
