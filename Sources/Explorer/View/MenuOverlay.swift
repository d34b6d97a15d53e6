import Cells
import Files

/// A menu over the rest of the screen: what was typed, what fits it, and the choice in reverse.
struct MenuOverlay {
  let menu: Menu

  func draw(on canvas: inout Canvas, appearance: Appearance) {
    let matches = menu.matches
    let rect = rect(on: canvas.size)
    let inside = canvas.panel(rect, title: title, isFocused: true, appearance: appearance)
    let (line, list) = inside.splitTop(1)
    canvas.put(
      [
        (" \(prompt) ", Theme.key), (queryShown(room: line.width - 4), Theme.strong), ("▏", Theme.key),
        (menu.problem.map { "  \($0)" } ?? "", Theme.changed),
      ], x: line.x, y: line.y, limit: line.width)

    let labels = labels(list)
    let rows = rows(matches, width: list.width)
    let first = first(of: rows, room: list.height)
    for (line, row) in rows.dropFirst(first).prefix(list.height).enumerated() {
      let (item, y) = (matches[row.item], list.y + line)
      guard !row.isHeading else {
        canvas.put(row.text, x: list.x + 1, y: y, style: Theme.strong.adding(.underline), limit: list.width - 1)
        continue
      }
      let isSelected = row.item == menu.selection
      if isSelected { canvas.fill(Rect(x: list.x, y: y, width: list.width, height: 1), Cell(style: Theme.selected)) }
      func style(_ usual: Style) -> Style { isSelected ? Theme.selected : item.isAvailable ? usual : Theme.faint }
      if row.isFirst { canvas.put(item.label, x: list.x + 1, y: y, style: style(Theme.key), limit: labels) }
      canvas.put(
        row.text, x: list.x + labels + 2, y: y, style: style(Theme.text), limit: max(list.width - labels - 2, 0))
    }
    if matches.isEmpty {
      canvas.put(emptyText, x: list.x + 1, y: list.y, style: Theme.faint, limit: list.width - 1)
    }
  }

  /// What stands where nothing can be chosen.
  private var emptyText: String {
    if menu.isLoading { return "reading the folder…" }
    if menu.isOpening { return "opening…" }
    return menu.problem == nil && menu.purpose != nil ? "nothing fits; Enter opens what is typed" : "nothing fits"
  }

  /// The end of what was typed, where all of it has no room.
  private func queryShown(room: Int) -> String {
    let query = printable(menu.query)
    let tooMany = Canvas.columns(of: query) - max(room, 1)
    return tooMany > 0 ? "…" + String(query.dropFirst(tooMany + 1)) : query
  }

  private func rect(on screen: Size) -> Rect {
    // The first and the last row stay: they say where the person is and how to get out.
    let height = min(screen.height - 2, isTall ? rows(menu.items, width: min(screen.width, 96) - 2).count + 3 : 16)
    let width = min(screen.width, 96)
    return Rect(
      x: (screen.width - width) / 2, y: max(1, (screen.height - height) / 2), width: width, height: height)
  }

  /// A row of the list; an item's text has as many as it needs.
  private struct Row {
    let item: Int
    let isFirst: Bool
    let text: String
    /// Whether it stands above the item.
    var isHeading = false
  }

  private var hasWords: Bool { menu.kind == .help || menu.kind == .palette || menu.kind == .lessons }

  private func labels(_ list: Rect) -> Int { min(labelWidth, list.width / 2) }

  private func rows(_ matches: [Menu.Item], width: Int) -> [Row] {
    let room = max(1, width - min(labelWidth, width / 2) - 3)
    return matches.enumerated().flatMap { index, item in
      // Tables and names of files have their own blanks; words break where they must.
      let isTooLong = hasWords && Canvas.columns(of: item.text) > room
      let lines = isTooLong ? Canvas.wrapped(item.text, width: room) : [item.text]
      let heading = menu.heading(above: index, of: matches).map {
        Row(item: index, isFirst: false, text: $0, isHeading: true)
      }
      return (heading.map { [$0] } ?? []) + lines.enumerated().map { Row(item: index, isFirst: $0 == 0, text: $1) }
    }
  }

  /// The first row shown, such that all of the choice is among those there is room for.
  private func first(of rows: [Row], room: Int) -> Int {
    let chosen = rows.firstIndex { $0.item == menu.selection && !$0.isHeading } ?? 0
    let first = ScrollWindow.rows(around: chosen, of: rows.count, room: room).lowerBound
    let last = rows.lastIndex { $0.item == menu.selection } ?? 0
    return max(first, last - room + 1)
  }

  /// What is at a cell of the screen.
  enum Place: Hashable {
    case outside, inside
    /// Index into the menu's matches.
    case item(Int)
  }

  func place(of point: Point, on screen: Size) -> Place {
    let rect = rect(on: screen)
    guard rect.contains(point) else { return .outside }
    let list = rect.inset(by: 1).splitTop(1).rest
    let rows = rows(menu.matches, width: list.width)
    let row = first(of: rows, room: list.height) + point.y - list.y
    return list.contains(point) && row < rows.count && !rows[row].isHeading ? .item(rows[row].item) : .inside
  }

  private var isTall: Bool { menu.kind != .palette }

  private var title: String {
    switch menu.kind {
    case .help: "help"
    case .palette: "actions"
    case .pictures(let folder, .look): "open a picture · \(printable(menu.listedFolder ?? folder))"
    case .pictures(let folder, .donor): "patch from a picture · \(printable(menu.listedFolder ?? folder))"
    case .ranking: "what every cut does, strongest first"
    case .contributions: "what a cut contributes"
    case .lessons: "lessons"
    case .boxes: "keep boxes beside the picture"
    case .outputs: "write to a file in the current folder"
    }
  }

  private var prompt: String { menu.kind == .palette ? ":" : "/" }

  private var labelWidth: Int {
    if case .pictures = menu.kind { return 60 }
    return menu.items.map { Canvas.columns(of: $0.label) }.max() ?? 0
  }
}

/// What the glyphs of the map mean; the end of help.
enum HelpLegend {
  static func items(_ keyMap: KeyMap) -> [Menu.Item] {
    let ablation = [.cutFinal, .cutAcross, .cutWithin, .preset].map(keyMap.text).joined(separator: " ")
    return [
      ("■ ● ◆ ▣", "has run: stem and bottlenecks, residual units, exchange units, input and head"),
      ("□ ○ ◇", "still to run"),
      ("◈ ✕ ┊", "exchange unit with changed edges, with every foreign edge cut; changed connections"),
      ("0 … 9", "on an exchange unit after a sweep: mean shift, in tenths of the largest of an edge"),
      ("μ ⇄", "an edge replaced by the mean of its term, or by its term on another picture"),
      (ablation, "the paper's ablation retrained each network; this cuts a trained one"),
    ].map { Menu.Item(label: $0.0, text: $0.1, choice: .nothing) }
  }
}
