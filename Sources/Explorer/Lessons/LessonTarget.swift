import HRNet

/// What a lesson's mention means on the screen.
enum LessonTarget: Hashable, Sendable {
  case panel(Panel)
  /// Nodes of the map, by their column and their place in it.
  case nodes([Place])
  /// A joint, a class or a box, by its place in the list.
  case item(Int)

  struct Place: Hashable, Sendable {
    let column: Int
    let stream: Int
  }
}

extension Model {
  /// What a name in a lesson means here: a panel, an edge, an exchange unit, a node as `network` names it, or an item of what
  /// is read; nil for anything else.
  func target(_ name: String) -> LessonTarget? {
    if let panel = Self.panels[name] { return .panel(panel) }
    if let places = places(of: name) { return .nodes(places) }
    return listed?.items.firstIndex { $0.name == name }.map { .item($0) }
  }

  private static let panels: [String: Panel] = [
    "map": .network, "network": .network, "streams": .streams, "matrix": .streams, "picture": .picture,
    "joints": .joints, "results": .joints,
  ]

  private func places(of name: String) -> [LessonTarget.Place]? {
    let network = study.network
    if let selection = try? EdgeSelection(name, in: network) {
      // An edge ends in a stream of its unit.
      return selection.edges.compactMap { edge in
        network.columns.firstIndex { $0.content == .exchange(edge.unit) }.map {
          LessonTarget.Place(column: $0, stream: edge.destination.index)
        }
      }
    }
    for (index, column) in network.columns.enumerated() {
      for (stream, id) in column.nodes.enumerated() {
        let address = network[id].address
        if address.referenceName == name || "\(address)" == name {
          return [LessonTarget.Place(column: index, stream: stream)]
        }
      }
    }
    return nil
  }

  /// Everything that the lesson's page marks now.
  var lessonTargets: [LessonTarget] { lesson.map { $0.page.points.compactMap { target($0.name) } } ?? [] }
}
