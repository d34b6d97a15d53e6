import Cells
import Experiments
import Files
import HRNet
import Pictures
import Pose

/// Everything the screen shows. Changed by `update` alone, drawn by `view`.
public struct Model: Sendable {
  /// The network on its picture, and what is done to it.
  public internal(set) var study: Study
  /// State A, if one is pinned; the study is B then.
  @Boxed public internal(set) var pinned: Pinned? = nil
  /// How often something was pinned.
  var pins = 0
  /// Whose state is drawn, where two are compared.
  var side = Side.b
  /// Rows of B's map, where A is drawn.
  var mapRowsOfB = 0
  /// What the person looks at, and with what.
  public internal(set) var screen: Screen
  /// What the person likes, and the next session shall remember.
  public internal(set) var tastes = Tastes()
  public internal(set) var keyMap: KeyMap
  /// The list that is chosen from, if one is open.
  public internal(set) var menu: Menu?
  public internal(set) var playing = Playing()
  /// The frames that come while the session runs, if any do.
  @Boxed public internal(set) var live: LiveFrames? = nil
  /// The lesson that is being given, if one is.
  @Boxed public internal(set) var lesson: LessonRun? = nil
  /// The lessons there are to choose from, read when they are asked for.
  public let lessons: @Sendable () -> [NamedLesson]
  /// The pictures that are built in.
  let pictures: [BuiltInPicture]
  /// The path of the picture that is looked at where nothing else is asked for.
  let usualPicture: String?
  /// The last session's picture, where it was opened because of that.
  var rememberedPicture: String?
  /// Something to tell the person, until the next key.
  public internal(set) var notice: String?
  var waiting = Waiting()
  var replay: Replay

  /// - Parameters:
  ///   - interventions: in force from the start.
  ///   - donors: the pictures that patches among the interventions name.
  ///   - notice: something to tell the person at once.
  ///   - replaying: an earlier session, of which what was done is done again.
  ///   - lessons: what there is to choose from; called when a person wants to see them.
  ///   - pictures: those that are built in.
  ///   - usualPicture: looked at where nothing else is asked for; by default the first of them.
  ///   - pinned: state A, shown beside this one from the start.
  ///   - live: where the frames come from, in the place of the scene.
  public init(
    _ subject: Subject, scene: Scene, size: Size, appearance: Appearance, interventions: Interventions = .none,
    donors: [Donor] = [], keyMap: KeyMap = KeyMap(), notice: String? = nil,
    replaying: SessionRecord = SessionRecord(), lessons: @escaping @Sendable () -> [NamedLesson] = { [] },
    pictures: [BuiltInPicture] = [], usualPicture: String? = nil, pinned: StudyBeginning? = nil, live: LiveFrames? = nil
  ) {
    (self.lessons, self.pictures, self.live) = (lessons, pictures, live)
    self.usualPicture = usualPicture ?? pictures.first?.path
    study = Study(subject, scene: scene, interventions: interventions, donors: donors)
    self.keyMap = keyMap
    replay = Replay(replaying.events, remarks: replaying.remarks)
    self.notice = notice ?? scene.note
    screen = Screen(
      size: size, appearance: appearance,
      cursor: Cursor(column: Self.end(of: subject), stream: 0, source: 0))
    guard let pinned else { return }
    pins = 1
    self.pinned = Pinned(
      Study(pinned.subject, scene: pinned.scene, interventions: pinned.interventions, donors: pinned.donors),
      number: pins, hasOwnNetwork: pinned.hasOwnNetwork, view: .both,
      cursor: Cursor(column: Self.end(of: pinned.subject), stream: 0, source: 0), followed: screen.cursor)
  }
}

extension Model {
  /// Where the network says what is read: the end, or where another head than the usual one ends.
  private static func end(of subject: Subject) -> Int {
    let columns = subject.network.columns
    let own = columns.firstIndex { $0.nodes.contains(subject.output.nodes[0]) }
    return subject.output == subject.network.readOutput ? columns.count - 1 : own ?? columns.count - 1
  }

  /// The same without the words of a lesson.
  public var withoutLesson: Model {
    var model = self
    model.lesson = nil
    if model.screen.focus == .caption { model.screen.focus = lesson?.outside ?? .network }
    return model
  }

  public var column: Column { study.network.columns[screen.cursor.column] }

  /// Whether the cursor stands on the heat maps that are read, whose channels are the joints.
  var isAtHeatMaps: Bool {
    if case .heatMaps(let node) = study.output { column.nodes == [node] } else { false }
  }

  /// Whether the cursor stands where every channel is a map of somebody's: a joint's, a class's.
  var isAtNamedMaps: Bool {
    column.nodes.count == 1 && node.shape.height > 1 && node.shape.width > 1 && channelNames != nil
  }

  /// What an item is called.
  ///
  /// - Parameter isShort: where there is little room.
  func itemName(_ item: Int, isShort: Bool = false) -> String {
    if case .heatMaps = said {
      return isShort ? shownSkeleton.shortJointName(item) : shownSkeleton.jointName(item)
    }
    let items = shown?.items ?? []
    return items.indices.contains(item) ? printable(items[item].name) : shown?.words.item ?? said.items
  }

  /// The exchange unit under the cursor, if it is on one.
  public var exchangeUnit: ExchangeUnit? {
    if case .exchange(let address) = column.content { study.network.exchangeUnit(address) } else { nil }
  }

  /// The stage, or the like of another body, whose heading the cursor stands on.
  public var stageUnderCursor: Column.Section? {
    screen.focus == .network && screen.cursor.isOnHeading && column.section.isPartOfBody ? column.section : nil
  }

  /// Which of a unit's convolutions ran last, counted from 0; nil once the unit is done.
  func layer(of node: Node) -> Int? {
    screen.cursor.layersLeft > 0 && screen.cursor.layersLeft < node.layerCount
      ? node.layerCount - 1 - screen.cursor.layersLeft : nil
  }

  /// The edge under the cursor: on an exchange unit, in its panel.
  public var edge: EdgeAddress? {
    screen.focus == .streams && screen.look == .edgeSum ? summedEdge : matrix.flatMap { edgeAtCursor(of: $0) }
  }

  /// The node under the cursor.
  public var node: Node {
    if let edge, let node = study.network.node(.edge(edge)) { return node }
    return study.network[column.nodes[currentStream]]
  }

  /// How far each item that is shown is from the truth; nil where one of the two is not known.
  public var errors: [Double?] { shown.flatMap { study.comparison(of: $0) }?.errors ?? [] }

  /// The items in the order of their table: joints as the person likes, boxes best first, of classes those that occur or
  /// did with nothing cut, the most certain first.
  var itemRows: [Int] {
    switch said {
    case .heatMaps, .levels: return jointRows
    case .boxes: return Array(0..<(listed?.boxes?.shownCount ?? 0))
    case .classMap, .classScores:
      guard let content = shown?.content else { return [] }
      return ClassesPanel.Row.rows(of: content, before: shownBefore?.content).map(\.index)
    }
  }

  private var jointRows: [Int] {
    let count = shownSkeleton.jointNames.count
    let (changes, errors, items) = (shownChange?.itemEffects ?? [], errors, shown?.items ?? [])
    func key(_ item: Int) -> Double {
      let isLost = item < items.count && items[item].isLost
      return switch tastes.jointOrder {
      case .body: 0
      case .shift where isLost, .error where isLost: .infinity
      case .shift: item < changes.count ? changes[item] ?? .infinity : 0
      case .score: item < items.count ? -(items[item].certainty ?? 0) : 0
      case .error: item < errors.count ? errors[item] ?? .infinity : 0
      }
    }
    return (0..<count).sorted { (key($1), $0) < (key($0), $1) }
  }

  /// What the worker should draw now.
  var summaryRequest: SummaryRequest {
    let tiles = StreamTiles(self)
    return SummaryRequest(
      column: screen.cursor.column, layersLeft: screen.cursor.layersLeft,
      mode: screen.look.isSum ? .channel : tastes.mapMode, channel: screen.channel,
      mosaicCounts: tiles.tiles.map(\.mosaicCount),
      probe: screen.look == .inspector ? probe : nil, sum: screen.look.isSum ? summedPlace : nil,
      tracedItem: screen.look == .trace ? screen.selectedItem : nil,
      wantsNamedMaps: NamedMaps.areShown(self) && !isAtHeatMaps)
  }

  /// The stream under the cursor; columns with fewer streams show their coarsest instead.
  var currentStream: Int { min(screen.cursor.stream, column.nodes.count - 1) }

  /// The resolution of a node of the column under the cursor, by its place there.
  func stream(at index: Int) -> Stream {
    column.streams.indices.contains(index) ? column.streams[index] : Stream(index)
  }

  /// Of the stream, or of the term, under the cursor.
  var channelCount: Int { edge == nil ? shape(ofStream: currentStream).channels : node.shape.channels }

  /// What the channels of the node under the cursor stand for; nil inside of a unit, and where they have no name.
  var channelNames: ChannelNames? {
    screen.cursor.layersLeft == 0 ? study.channelNames(of: node) : nil
  }

  /// `channel 4`, or the joint or class whose map that is.
  func channelName(_ channel: Int) -> String { channelNames?[channel] ?? "channel \(channel + 1)" }

  /// The shape of a stream's activation at the cursor.
  func shape(ofStream stream: Int) -> Shape {
    let node = study.network[column.nodes[stream]]
    return layer(of: node).map { node.operation.convolutions[$0].outputShape } ?? node.shape
  }

  /// The value whose sum is written out: the chosen channel's at the map cursor.
  private var summedPlace: ValueSum.Place {
    let (node, probe) = (study.network[column.nodes[currentStream]], probe)
    // What an edge brings has the shape of its destination.
    let summed = summedEdge.flatMap { study.network.node(.edge($0)) } ?? node
    return ValueSum.Place(
      node: summed.id, layers: layer(of: summed).map { $0 + 1 },
      channel: screen.channel % shape(ofStream: currentStream).channels, x: probe.x, y: probe.y)
  }

  /// The map cursor in values of the stream under the cursor.
  var probe: SummaryRequest.Probe {
    let shape = shape(ofStream: currentStream)
    return SummaryRequest.Probe(
      stream: currentStream, x: min(Int(screen.mapCursor.x * Double(shape.width)), shape.width - 1),
      y: min(Int(screen.mapCursor.y * Double(shape.height)), shape.height - 1))
  }
}
