import Cells

/// The names of panels that take turns in one place, in the lower edge of the one that is shown. A click changes it.
struct PanelTabs {
  struct Tab {
    let panel: Panel
    let text: String
    let rect: Rect
  }

  private let model: Model
  /// Below the map the streams stand for the network's panel too; a zoomed map has a tab of its own.
  private let isZoomed: Bool
  private(set) var tabs: [Tab] = []

  init(_ model: Model) {
    self.model = model
    let layout = Layout(model)
    isZoomed = layout.isZoomed
    guard let row = layout.tabs else { return }
    var x = row.x
    for panel in Panel.allCases where panel != .network || layout.isZoomed {
      let text = " \(panel.title(model)) "
      let width = Canvas.columns(of: text)
      guard x + width <= row.maxX else { break }
      tabs.append(Tab(panel: panel, text: text, rect: Rect(x: x, y: row.y, width: width, height: 1)))
      x += width + 1
    }
  }

  func draw(on canvas: inout Canvas) {
    for tab in tabs {
      let isShown =
        tab.panel == model.screen.focus || (!isZoomed && tab.panel == .streams && model.screen.focus == .network)
      canvas.put(
        tab.text, x: tab.rect.x, y: tab.rect.y,
        style: isShown ? Theme.focusedBorder.adding(.reverse) : Theme.text)
    }
  }

  func panel(at point: Point) -> Panel? { tabs.first { $0.rect.contains(point) }?.panel }
}

extension Panel {
  fileprivate func title(_ model: Model) -> String {
    switch self {
    case .network, .streams, .picture: rawValue
    case .joints: model.said.items
    case .caption: "lesson"
    }
  }
}
