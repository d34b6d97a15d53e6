import Cells
import HRNet
import Pictures
import Pose

/// Everything the screen shows. Changed by `update` alone, drawn by `view`.
public struct Model: Sendable {
  public let subject: Subject
  public internal(set) var scene: Scene
  /// Which of the scene's people.
  public internal(set) var personIndex = 0
  /// Where the person is, in picture pixels.
  public internal(set) var box: Box
  /// The box as the network sees it, and what it sees there.
  public internal(set) var crop: Crop
  public internal(set) var inputCrop: Picture
  public internal(set) var keyMap: KeyMap
  public internal(set) var screen: Screen
  public internal(set) var tastes = Tastes()
  public internal(set) var selectedJoint = 0
  /// Where the map cursor stands, as shares of a map's width and height: the same place in every stream.
  public internal(set) var mapCursor = PicturePoint(x: 0.5, y: 0.5)
  public internal(set) var lens = ReadOutLens()
  public internal(set) var tracing = Tracing()
  public internal(set) var channel = 0
  public internal(set) var menu: Menu?
  public internal(set) var isEditingBox = false
  /// What of the box the mouse has taken hold of.
  var boxHandle: BoxHandle?
  public internal(set) var capturesMouse = true

  var history: History
  /// What an edge brings once it is cut.
  public internal(set) var cutContribution = Contribution.nothing
  /// The pictures that patched edges take their terms from. It only grows, since what can be undone names them.
  public internal(set) var donors: [Donor] = []
  var sweepAsked = Asked<SweepState>()
  /// The paper's ablation, while it is walked.
  public internal(set) var ablation: AblationWalk?

  public internal(set) var isPlaying = false
  var speed = 2

  var passAsked = Asked<ShownPass>()
  var summaryAsked = Asked<StepSummary>()
  /// Something to tell the person, until the next key.
  public internal(set) var notice: String?

  var sceneAsked = Asked<Scene>()
  /// The picture that was asked for last.
  var sceneName = ""
  /// For how many `waitingInterval`s something has been under way.
  public internal(set) var waited = 0
  var progress: WorkProgress?

  var replay: Replay

  var photograph: Photograph?

  /// - Parameters:
  ///   - interventions: in force from the start.
  ///   - donors: the pictures that patches among the interventions name.
  ///   - notice: something to tell the person at once.
  ///   - replaying: what was done in an earlier session, to be done again.
  public init(
    _ subject: Subject, scene: Scene, size: Size, appearance: Appearance, interventions: Interventions = .none,
    donors: [Donor] = [], keyMap: KeyMap = KeyMap(), notice: String? = nil,
    replaying: [SessionRecord.Event] = []
  ) {
    self.subject = subject
    self.scene = scene
    history = History(interventions)
    self.donors = donors
    self.keyMap = keyMap
    replay = Replay(replaying)
    self.notice = notice ?? scene.note
    box = scene.people[0].box
    crop = Crop(
      box: box, input: subject.network.input, padding: subject.boxPadding, isUnbiased: subject.isUnbiased)
    inputCrop = crop.sample(scene.picture)
    screen = Screen(
      size: size, appearance: appearance,
      cursor: Cursor(column: subject.network.columns.count - 1, stream: 0, source: 0))
  }

  /// How long a step lasts while playing, in milliseconds.
  public var playInterval: Int { Self.playIntervals[speed] }

  static let playIntervals = [2000, 1000, 500, 250, 120, 60]
}

extension Model {
  /// After how many milliseconds of waiting the person is shown that something is under way, and how often how far.
  public static let waitingInterval = 100

  var network: Network { subject.network }

  /// True joints of the person in picture pixels, where they are known.
  public var truth: [GroundTruthJoint]? { scene.people[personIndex].truth[subject.skeleton.name] }

  public var column: Column { network.columns[screen.cursor.column] }

  var isAtHead: Bool { network.heatMaps.map { column.nodes == [$0] } ?? false }

  /// The exchange unit under the cursor, if it is on one.
  public var exchangeUnit: ExchangeUnit? {
    if case .exchange(let address) = column.content { network.exchangeUnit(address) } else { nil }
  }

  /// The stage whose heading the cursor stands on.
  public var stageUnderCursor: Int? { screen.focus == .network && screen.cursor.isOnHeading ? column.stage : nil }

  /// Which of a unit's convolutions ran last, counted from 0; nil once the unit is done.
  func layer(of node: Node) -> Int? {
    screen.cursor.layersLeft > 0 && screen.cursor.layersLeft < node.layerCount
      ? node.layerCount - 1 - screen.cursor.layersLeft : nil
  }

  /// The edge under the cursor: on an exchange unit, in its panel.
  public var edge: EdgeAddress? {
    guard let unit = matrix else { return nil }
    return EdgeAddress(unit.address, from: Stream(screen.cursor.source), to: Stream(screen.cursor.stream))
  }

  /// The node under the cursor.
  public var node: Node {
    if let edge, let node = network.node(.edge(edge)) { return node }
    return network[column.nodes[currentStream]]
  }

  /// How far the pose moved from the baseline.
  public var change: PoseChange? {
    guard let baseline, let current, baseline.joints.count == current.joints.count else { return nil }
    return PoseChange(from: baseline.joints, to: current.joints, box: box, skeleton: subject.skeleton)
  }

  /// How far each joint moved from the baseline, in picture pixels; nil for a joint that one of the two lacks.
  public var shifts: [Double?] { change?.shifts ?? [] }

  /// How far each joint that is shown is from the truth, in picture pixels; nil where one of the two is not known.
  public var errors: [Double?] {
    guard let truth, let shown else { return [] }
    return zip(truth, shown.joints).map { truth, joint in
      truth.isLabelled && joint.isFound ? joint.position.distance(to: truth.position) : nil
    }
  }

  /// The joints in the order of the table.
  var jointRows: [Int] {
    let count = subject.skeleton.jointNames.count
    let (shifts, errors, joints) = (shownShifts, errors, shown?.joints ?? [])
    func key(_ joint: Int) -> Double {
      switch tastes.jointOrder {
      case .body: 0
      case .shift: joint < shifts.count ? shifts[joint] ?? .infinity : 0
      case .score: joint < joints.count ? -joints[joint].score : 0
      case .error: joint < errors.count ? errors[joint] ?? .infinity : 0
      }
    }
    return (0..<count).sorted { (key($1), $0) < (key($0), $1) }
  }

  /// Over the joints that both have, in picture pixels.
  public var meanShift: Double { change?.meanShift ?? 0 }

  /// What the worker should run now.
  var passRequest: PassRequest {
    PassRequest(scene: scene, crop: crop, interventions: interventions, donors: donors.map(\.sample))
  }

  /// What the worker should draw now.
  var summaryRequest: SummaryRequest {
    let tiles = StreamTiles(self)
    return SummaryRequest(
      column: screen.cursor.column, layersLeft: screen.cursor.layersLeft, mode: tastes.mapMode, channel: channel,
      mosaicCounts: tiles.tiles.map(\.mosaicCount),
      probe: screen.look == .inspector ? probe : nil, tracedJoint: screen.look == .trace ? selectedJoint : nil)
  }

  /// The stream under the cursor; columns with fewer streams show their coarsest instead.
  var currentStream: Int { min(screen.cursor.stream, column.nodes.count - 1) }

  /// Of the stream, or of the term, under the cursor.
  var channelCount: Int { edge == nil ? shape(ofStream: currentStream).channels : node.shape.channels }

  /// Whether the channels under the cursor are the heat maps of joints.
  var channelsAreJoints: Bool { isAtHead && network.architecture.joints != nil }

  /// `channel 4`, or the joint whose heat map that is.
  func channelName(_ channel: Int) -> String {
    channelsAreJoints ? subject.skeleton.shortJointName(channel) : "channel \(channel + 1)"
  }

  /// The shape of a stream's activation at the cursor.
  func shape(ofStream stream: Int) -> Shape {
    let node = network[column.nodes[stream]]
    return layer(of: node).map { node.operation.convolutions[$0].outputShape } ?? node.shape
  }

  /// The map cursor in values of the stream under the cursor.
  var probe: SummaryRequest.Probe {
    let shape = shape(ofStream: currentStream)
    return SummaryRequest.Probe(
      stream: currentStream, x: min(Int(mapCursor.x * Double(shape.width)), shape.width - 1),
      y: min(Int(mapCursor.y * Double(shape.height)), shape.height - 1))
  }
}
