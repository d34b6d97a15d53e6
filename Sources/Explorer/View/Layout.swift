import Pictures
import Cells
import HRNet

extension Model {
  /// Below this size the screen only says what it needs.
  public static let smallestSize = Layout.smallest
}

/// Where everything stands on a screen of a given size. Nil for what has no room; the map is the last to go.
struct Layout {
  let header: Rect
  let hints: Rect
  /// The columns that the state has: half of them where two stand side by side. All rows but those of the words and hints.
  let columns: Rect
  /// What two states have in common and what not, where one is taken from the other.
  private(set) var comparison: Rect?
  private(set) var network: Rect?
  private(set) var streams: Rect?
  /// The step itself, below numbers that leave room for it.
  private(set) var companion: Rect?
  /// The pose forming, under the lens.
  private(set) var strip: Rect?
  private(set) var picture: Rect?
  private(set) var joints: Rect?
  /// The words of a lesson, above the hints.
  private(set) var caption: Rect?
  /// Where the names of panels that take turns stand, in the lower edge of the one that is shown.
  private(set) var tabs: Rect?
  /// Rows of the map from one stream to the next; connections are drawn in those between.
  private(set) var mapRowStep = 2

  /// Below this size the screen only says what is needed.
  static let smallest = Size(width: 40, height: 12)

  /// From this width on, picture and joints have a column of their own.
  static let widthForTwoColumns = 100

  let isZoomed: Bool
  /// Of the map.
  private let rows: Int

  init(_ model: Model) {
    isZoomed = model.screen.zoom != .none
    rows = model.mapRows
    let screen = Rect(model.screen.size)
    var (rest, hints) = screen.splitBottom(1)
    self.hints = hints
    if model.hasCaption, screen.height > 3 * CaptionPanel.rows(model) - 1 {
      let (top, words) = rest.splitBottom(CaptionPanel.rows(model))
      (rest, caption) = (top, words)
    }
    if model.isSplit {
      let (left, right) = rest.splitLeft(rest.width / 2)
      rest = model.side == .a ? left : right
    }
    columns = rest
    var (header, body) = rest.splitTop(1)
    self.header = header
    if model.pinned?.view == .difference {
      let (lines, below) = body.splitTop(ComparisonLines.rows)
      (comparison, body) = (lines, below)
    }

    if isZoomed {
      mapRowStep = max(2, min(10, (body.height - 5) / (rows - 1)))
      set(Self.panel(model), to: body)
      tabs = Self.tabs(below: body)
    } else if body.width >= Self.widthForTwoColumns, screen.height >= 30 {
      twoColumns(body, model)
    } else {
      oneColumn(body, model)
    }
  }

  private mutating func twoColumns(_ body: Rect, _ model: Model) {
    let resultRows = ResultPanel.fullHeight(model)
    let resultHeight = min(resultRows, max(body.height / 2, body.height - 16))
    let (left, right) = body.splitRight(
      Self.rightWidth(body, pictureRows: body.height - resultHeight - 2, model.study.scene.picture))
    mapRowStep = body.height < 50 ? 2 : body.height < 80 ? 3 : 4
    let (map, rest) = left.splitTop(mapHeight)
    network = map
    if model.study.lens.isOn {
      let (top, bottom) = rest.splitBottom(min(max(rest.height * 2 / 5, 8), 14))
      (streams, strip) = (top, bottom)
    } else {
      setMain(to: rest, model)
    }
    (picture, joints) = right.splitBottom(resultHeight)
  }

  /// Numbers take the rows they fill; what is left shows the step that they are about.
  private mutating func setMain(to rect: Rect, _ model: Model) {
    streams = rect
    guard let rows = model.rowsOfNumbers(width: rect.width - 2), rect.height - rows - 2 >= Self.heightForStep else {
      return
    }
    let (numbers, step) = rect.splitTop(rows + 2)
    (streams, companion) = (numbers, step)
  }

  /// From this height on, a matrix or maps below numbers can be read.
  private static let heightForStep = 9

  /// As wide as the picture can be in the rows it has, within reason; never too narrow for a table of joints with their
  /// errors.
  private static func rightWidth(_ body: Rect, pictureRows: Int, _ picture: Picture) -> Int {
    // Longer coordinates take two columns more.
    let least = max(body.width * 3 / 10, max(picture.width, picture.height) < 1000 ? 38 : 40)
    guard body.width >= 160, picture.height > 0 else { return min(least, 60) }
    let wanted = 2 * pictureRows * picture.width / picture.height + 2
    return min(max(wanted, least), body.width * 9 / 20)
  }

  /// The map above, below it one panel: the one the person is in.
  private mutating func oneColumn(_ body: Rect, _ model: Model) {
    mapRowStep = body.height >= 20 ? 2 : 1
    let (map, rest) = body.splitTop(mapHeight)
    network = map
    let focus = Self.panel(model)
    if rest.height >= Self.heightForResult, rest.width >= Self.widthForResult, Self.isAboutStep(model, focus) {
      besideResult(rest, model)
    } else if rest.height >= 3, model.study.lens.isOn, focus == .network {
      strip = rest
    } else if rest.height >= 3 {
      if focus == .network || focus == .streams { setMain(to: rest, model) } else { set(focus, to: rest) }
      tabs = Self.tabs(below: rest)
    } else if focus != .network {
      network = nil
      set(focus, to: body)
    }
  }

  /// From this extent on, a panel below the map leaves room for a small picture and for what changed most.
  private static let widthForResult = 76
  private static let heightForResult = 9
  /// From this height on, there is room for both below each other.
  private static let heightForTwo = 26

  /// Whether each of two states side by side has room for what one does and what it does: for the map, and below it the step
  /// beside its result.
  static func hasRoomForBoth(_ screen: Size) -> Bool { screen.width >= 2 * widthForResult && screen.height >= 22 }

  /// Whether what the person looks at leaves room beside it. An experiment's tables do not, and show results themselves.
  private static func isAboutStep(_ model: Model, _ focus: Panel) -> Bool {
    guard focus == .network && !model.study.lens.isOn || focus == .streams else { return false }
    return switch model.main {
    case .maps, .matrix: true
    case .inspector, .sum, .trace, .decoding, .geometry, .cost, .confusion, .resolutions, .knowledge, .versions,
      .ablation:
      false
    }
  }

  /// What one does and what it does, together: the streams, or the matrix, and the result.
  private mutating func besideResult(_ rest: Rect, _ model: Model) {
    let (left, right) = rest.splitRight(max(41, rest.width * 2 / 5))
    let beside = right.splitRight(25)
    // Where it is high enough, one below the other: both are larger then.
    let below = right.splitBottom(
      min(ResultPanel.fullHeight(model), max(right.height / 2, right.height - 16)))
    (picture, joints) = right.height >= Self.heightForTwo ? (below.rest, below.bottom) : (beside.rest, beside.right)
    streams = left
    tabs = Self.tabs(below: left)
  }

  /// The panel the person is in, behind the words of a lesson too.
  private static func panel(_ model: Model) -> Panel {
    model.screen.focus == .caption ? model.lesson?.outside ?? .network : model.screen.focus
  }

  private static func tabs(below rect: Rect) -> Rect {
    Rect(x: rect.x + 2, y: rect.maxY - 1, width: rect.width - 4, height: 1)
  }

  private mutating func set(_ panel: Panel, to rect: Rect) {
    // Picture and joints belong together: where they have room side by side, one shows with the other.
    if !isZoomed, panel == .picture || panel == .joints, rect.width >= 70 {
      let (left, right) = rect.splitRight(40)
      (picture, joints) = (left, right)
      return
    }
    switch panel {
    case .network: network = rect
    case .streams: streams = rect
    case .picture: picture = rect
    case .joints: joints = rect
    case .caption: break
    }
  }

  /// Frame, headings, a row per stream, rows between them, the line that names the cursor's node.
  private var mapHeight: Int { 2 + 1 + ((rows - 1) * mapRowStep + 1) + 1 }
}

extension Model {
  /// How many rows the main panel's numbers fill; nil where it shows the step, or fills whatever it is given.
  fileprivate func rowsOfNumbers(width: Int) -> Int? {
    switch main {
    case .ablation(let walk): AblationPanel(model: self, walk: walk).rows(width: width)
    case .decoding: DecodingPanel.rows
    case .geometry: GeometryPanel.rows
    case .knowledge: KnowledgePanel(model: self).rows
    case .versions: VersionsPanel(model: self).rows(width: width)
    case .maps, .matrix, .inspector, .sum, .trace, .cost, .confusion, .resolutions: nil
    }
  }
}
