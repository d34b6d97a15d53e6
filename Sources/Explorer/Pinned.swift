import Cells
import HRNet

/// State A: what was pinned to be compared with. What is done afterwards is state B, the model's `study`.
public struct Pinned: Sendable {
  /// What nothing changes any more.
  public internal(set) var study: Study
  /// Whether its network is another than B's.
  public let hasOwnNetwork: Bool
  /// Which of the session's pins it is.
  public let number: Int
  /// What of the two is on the screen.
  public internal(set) var view: ComparisonView
  /// Where the person is in A's network: at the place where they are in B's.
  public internal(set) var cursor: Cursor
  /// Whether nothing but B has been looked at yet.
  var isFresh: Bool
  /// Whose turn it is, where the two have no room side by side.
  var isShowingA = true
  var photograph: Photograph?
  /// A minus B at the cursor.
  var differenceAsked = Asked<StepSummary>()
  /// Of the two passes, while the difference is shown.
  var comparison: Comparison?
  /// A minus B at the cursor, as far as it is known.
  public var difference: StepSummary? { differenceAsked.answer }
  /// What was asked for last of what only a comparison shows.
  var question: Question?
  /// Whether B is on another picture.
  public private(set) var isOnOtherPicture = false
  /// The picture of B that this was found out of: pixels are compared once.
  private var pictureOfB: Scene?
  /// Where B's cursor was when A's last followed it.
  private var followed: Cursor

  /// A question is not put again while its answer is the same.
  struct Question: Hashable {
    let request: SummaryRequest
    /// Where A is, for a difference.
    let cursor: Cursor?
    /// The answers that it is about.
    let passes: [Int]
  }

  /// - Parameter followed: where B's cursor is then; by default at the same column.
  init(
    _ study: Study, number: Int, hasOwnNetwork: Bool = false, view: ComparisonView = .b, cursor: Cursor,
    followed: Cursor? = nil
  ) {
    (self.study, self.number, self.hasOwnNetwork, self.view) = (study, number, hasOwnNetwork, view)
    (self.cursor, self.followed, isFresh) = (cursor, followed ?? cursor, view == .b)
  }

  /// Takes A's cursor to the place where B's is, if that has moved.
  mutating func follow(_ cursor: Cursor, in network: Network) {
    guard cursor != followed else { return }
    (self.cursor, followed) = (study.network.cursor(at: cursor, of: network), cursor)
  }

  /// Sees whether B is on another picture.
  mutating func look(at scene: Scene) {
    guard pictureOfB != scene else { return }
    pictureOfB = scene
    isOnOtherPicture = study.scene != scene && study.scene.picture != scene.picture
  }

  /// The other way round: A's cursor has moved.
  ///
  /// - Returns: where B's is then.
  mutating func lead(to cursor: Cursor, in network: Network) -> Cursor {
    self.cursor = cursor
    followed = network.cursor(at: cursor, of: study.network)
    return followed
  }

  /// - Parameter isFresh: whether nothing but B has been looked at yet.
  mutating func show(_ view: ComparisonView, isFresh: Bool = false) {
    (self.view, self.isFresh, isShowingA) = (view, isFresh, true)
  }

  /// The same pinned anew.
  func pinnedAgain(number: Int) -> Pinned {
    var again = Pinned(study, number: number, view: view, cursor: cursor, followed: followed)
    again.isFresh = isFresh
    return again
  }
}

/// What a state begins as: a network on a picture, with what is changed in it.
public struct StudyBeginning: Sendable {
  public let subject: Subject
  let scene: Scene
  let interventions: Interventions
  let donors: [Donor]
  /// Whether its network is another than that of the state it is compared with.
  public let hasOwnNetwork: Bool

  public init(
    _ subject: Subject, scene: Scene, interventions: Interventions, donors: [Donor], hasOwnNetwork: Bool
  ) {
    (self.subject, self.scene, self.interventions) = (subject, scene, interventions)
    (self.donors, self.hasOwnNetwork) = (donors, hasOwnNetwork)
  }
}

/// What of two states is on the screen.
public enum ComparisonView: Sendable, CaseIterable {
  case a
  case b
  /// Side by side where there is room, else in turn.
  case both
  /// A minus B.
  case difference
}

/// Which of two states a model draws.
enum Side: Sendable { case a, b, difference }

extension Network {
  /// The cursor at the place of another network's.
  fileprivate func cursor(at cursor: Cursor, of other: Network) -> Cursor {
    var own = cursor
    own.column = column(at: cursor.column, of: other)
    let column = columns[own.column]
    own.layersLeft = min(cursor.layersLeft, layerCount(of: column) - 1)
    own.isOnHeading = cursor.isOnHeading && column.section.isPartOfBody
    return own
  }
}

extension Model {
  /// How long each of two states is on the screen while they alternate, in milliseconds: long enough to look around, short
  /// enough that the eye remembers the other.
  public static let alternationInterval = 1200

  /// Whether both states have room side by side, and are shown so.
  var isSplit: Bool { pinned?.view == .both && Layout.hasRoomForBoth(screen.size) }

  /// Whether the two states have turns on the screen.
  var takesTurns: Bool { pinned?.view == .both && !isSplit }

  /// Whether they change places now: not while something is chosen from a list, and not while B's box is moved.
  public var isAlternating: Bool { takesTurns && menu == nil && !screen.isEditingBox }

  /// The states that are drawn, from left to right.
  var sides: [Model] {
    guard let pinned else { return [self] }
    switch pinned.view {
    case .a: return [sideA].compactMap(\.self)
    case .b: return [self]
    case .both where isSplit: return [sideA, self].compactMap(\.self)
    case .both: return [pinned.isShowingA && !screen.isEditingBox ? sideA ?? self : self]
    case .difference: return [sideDifference]
    }
  }

  /// Rows of the map: where two networks are compared as many for both, so that a resolution stands at one height in both.
  var mapRows: Int {
    max(study.network.mapRows, side == .a ? mapRowsOfB : pinned?.study.network.mapRows ?? 0)
  }

  /// The same screen on A's study.
  var sideA: Model? {
    guard let pinned else { return nil }
    var model = self
    (model.study, model.side, model.mapRowsOfB) = (pinned.study, .a, study.network.mapRows)
    model.study.lens.isOn = study.lens.isOn && pinned.study.readOutMissingReason == nil
    model.study.lens.prefersHead = study.lens.prefersHead
    (model.screen.cursor, model.screen.photograph) = (pinned.cursor, pinned.photograph)
    (model.screen.isEditingBox, model.screen.boxHandle) = (false, nil)
    model.screen.selectedItem = study.item(screen.selectedItem, in: pinned.study)
    model.clampCursor()
    return model
  }

  /// The same screen on B's study, with A in the place of the baseline.
  var sideDifference: Model {
    var model = self
    model.side = .difference
    model.tastes.mapMode = .difference
    (model.study.lens.isOn, model.study.ablation) = (false, nil)
    model.study.summaryAsked = pinned?.differenceAsked ?? Asked()
    model.study.passAsked.answer = pinned?.comparison?.shown
    model.study.reference = pinned?.comparison?.reference ?? .state
    return model
  }

  /// Does something where A is on the screen: the place and the ways of looking change for both states, A itself does not.
  mutating func inA(_ body: (inout Model) -> [Effect]) -> [Effect] {
    guard var other = sideA, var pinned else { return [] }
    let before = other.study.interventions
    _ = body(&other)
    var screen = other.screen
    screen.cursor = pinned.lead(to: other.screen.cursor, in: study.network)
    screen.photograph = self.screen.photograph
    screen.selectedItem = other.study.item(other.screen.selectedItem, in: study)
    (self.pinned, self.screen, tastes, playing, menu) = (pinned, screen, other.tastes, other.playing, other.menu)
    notice =
      other.study.interventions == before
      ? other.notice : "A is pinned and stays as it is: \(keyMap.text(of: .pin)) goes on to B, where things change"
    return summarise()
  }
}

extension Study {
  /// The item of the same name in what another study says; the same number where there is none.
  func item(_ index: Int, in other: Study) -> Int {
    let (own, others) = (itemNames, other.itemNames)
    guard own != others, own.indices.contains(index) else { return index }
    return others.firstIndex(of: own[index]) ?? index
  }

  private var itemNames: [String] {
    if case .heatMaps = output { return subject.skeleton.jointNames }
    return subject.classNames[output]?.names ?? []
  }
}
