import Cells
import HRNet
import Pictures
import Pose

extension Model {
  /// What is pointed at is chosen; what is chosen already is done: a second click enters an exchange unit, cuts an edge,
  /// does a menu's item. The wheel moves along.
  mutating func point(_ event: MouseEvent) -> [Effect] {
    // In A's half, or on A's screen, what is pointed at is A's.
    if menu == nil, side == .b, sides.first(where: { Layout($0).columns.contains(event.position) })?.side == .a {
      return inA { $0.point(event) }
    }
    switch event.kind {
    case .press(.left):
      notice = nil
      return menu == nil ? click(event.position) : clickInMenu(event.position)
    case .drag(.left) where screen.isEditingBox: return dragBox(to: event.position)
    case .wheel(let direction): return turn(direction, over: event.position)
    case .release:
      screen.boxHandle = nil
      return []
    case .press, .drag: return []
    }
  }

  private mutating func click(_ point: Point) -> [Effect] {
    let layout = Layout(self)
    if let panel = PanelTabs(self).panel(at: point) {
      screen.focus = panel
      return summarise()
    }
    if let rect = layout.network, rect.contains(point) { return clickInNetwork(point, rect, layout) }
    if let rect = layout.companion, rect.contains(point) { return clickInStep(point, rect) }
    if let rect = layout.streams, rect.contains(point) { return clickInStreams(point, rect) }
    if let rect = layout.joints, rect.contains(point) {
      screen.focus = .joints
      return ResultPanel(model: self).item(at: point, in: rect).map { choose(item: $0) } ?? []
    }
    if let rect = layout.picture, rect.contains(point) {
      screen.focus = .picture
      if screen.isEditingBox { screen.boxHandle = PicturePanel(model: self).boxHandle(at: point) }
      return []
    }
    return []
  }

  private mutating func clickInNetwork(_ point: Point, _ rect: Rect, _ layout: Layout) -> [Effect] {
    let panel = NetworkPanel(model: self, rowStep: layout.mapRowStep)
    screen.focus = .network
    if let column = panel.heading(at: point, in: rect), study.network.columns[column].section.isPartOfBody {
      playing.isOn = false
      if study.network.columns[column].section == stageUnderCursor { return perform(.cut) }
      (screen.cursor.column, screen.cursor.layersLeft, screen.cursor.isOnHeading) = (column, 0, true)
      return summarise()
    }
    guard let (column, stream) = panel.node(at: point, in: rect) else {
      guard let (column, destination, source) = panel.edge(at: point, in: rect) else { return [] }
      return choose(destination, source, ofUnitAt: column)
    }
    playing.isOn = false
    if screen.cursor.column == column, currentStream == stream, exchangeUnit != nil { screen.focus = .streams }
    screen.cursor = Cursor(column: column, stream: stream, source: screen.cursor.source)
    return summarise()
  }

  /// A line of an unfolded exchange unit was clicked: the edge is chosen, in the unit's matrix.
  private mutating func choose(_ destination: Int, _ source: Int, ofUnitAt column: Int) -> [Effect] {
    playing.isOn = false
    let left = screen.look == .trace ? stopTracing() : []
    (screen.look, screen.zoom, screen.focus) = (.step, .none, .streams)
    screen.cursor = Cursor(column: column, stream: destination, source: source)
    return left + summarise()
  }

  private mutating func clickInStreams(_ point: Point, _ rect: Rect) -> [Effect] {
    let wasFocused = screen.focus == .streams
    screen.focus = .streams
    if case .matrix(let unit) = main {
      guard let (destination, source) = ExchangePanel(model: self, unit: unit).edge(at: point, in: rect) else {
        return []
      }
      if wasFocused, screen.cursor.stream == destination, screen.cursor.source == source { return perform(.cut) }
      (screen.cursor.stream, screen.cursor.source) = (destination, source)
      return []
    }
    guard screen.look == .step || screen.look == .trace else { return [] }
    return clickInMaps(point)
  }

  /// The step below numbers: an edge of its matrix is gone into, a map's joint or stream chosen.
  private mutating func clickInStep(_ point: Point, _ rect: Rect) -> [Effect] {
    guard case .matrix(let unit) = stepContent else { return clickInMaps(point) }
    guard let (destination, source) = ExchangePanel(model: self, unit: unit).edge(at: point, in: rect) else {
      return []
    }
    return choose(destination, source, ofUnitAt: screen.cursor.column)
  }

  private mutating func clickInMaps(_ point: Point) -> [Effect] {
    let tiles = StreamTiles(self)
    if let joint = NamedMaps(self, beside: tiles)?.joint(at: point, in: tiles.headRoom) {
      screen.selectedItem = joint
      return summarise()
    }
    let column = point.x - tiles.area.x
    guard let tile = tiles.tiles.first(where: { $0.width > 0 && ($0.x..<$0.x + $0.width).contains(column) }),
      tile.stream.index < self.column.nodes.count
    else { return [] }
    screen.cursor.stream = tile.stream.index
    return summarise()
  }

  /// What was taken hold of follows the pointer: a corner, an edge, or the whole box.
  private mutating func dragBox(to point: Point) -> [Effect] {
    guard let handle = screen.boxHandle,
      let position = PicturePanel(model: self).picturePosition(at: point, isBounded: true)
    else { return [] }
    return look(at: bounded(handle.dragged(study.box, to: position)))
  }

  private mutating func turn(_ direction: MouseEvent.Direction, over point: Point) -> [Effect] {
    let isForward = direction == .down || direction == .right
    if menu != nil {
      menu?.move(by: isForward ? 1 : -1)
      return []
    }
    let layout = Layout(self)
    if layout.joints?.contains(point) == true {
      return chooseJoint(by: isForward ? 1 : -1)
    }
    if layout.network?.contains(point) == true {
      let before = screen.focus
      screen.focus = .network
      let effects = step(isForward: isForward)
      screen.focus = before
      return effects
    }
    if layout.streams?.contains(point) == true, tastes.mapMode == .channel {
      return perform(isForward ? .nextChannel : .previousChannel)
    }
    if layout.picture?.contains(point) == true {
      return perform(
        screen.isEditingBox ? (isForward ? .gainDown : .gainUp) : isForward ? .pictureLayer : .previousPictureLayer)
    }
    return []
  }

  private mutating func clickInMenu(_ point: Point) -> [Effect] {
    guard let open = menu else { return [] }
    switch MenuOverlay(menu: open).place(of: point, on: screen.size) {
    case .outside: menu = nil
    case .inside: break
    case .item(let index):
      if index == open.selection { return choose() }
      menu?.select(index)
    }
    return []
  }
}
