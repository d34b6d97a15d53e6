import Experiments
import HRNet

// What a lesson expects, held against what is there.
extension Model {
  /// What a lesson's quantity is now; nil where it cannot be told, or there is no item of that name.
  func value(of quantity: LessonQuantity, item: String?) -> Double? {
    let items = shown?.items ?? []
    var index: Int?
    if let item {
      index = items.firstIndex { $0.name == item }
      guard index != nil else { return nil }
    }
    switch quantity {
    case .moved: return shown == nil ? nil : Double(shownChange?.items.count { ($0 ?? 0) >= smallestMove } ?? 0)
    case .lost: return shown == nil ? nil : Double(shownChange?.lost ?? 0)
    case .shift:
      guard let change = shownChange else { return shown == nil ? nil : 0 }
      return index.map { $0 < change.items.count ? change.items[$0] : nil } ?? change.headline.value
    case .score:
      let scores = items.map { $0.certainty ?? 0 }
      return index.map { Double(scores[$0]) }
        ?? (scores.isEmpty ? nil : Double(scores.reduce(0, +)) / Double(scores.count))
    case .error:
      let known = errors.compactMap(\.self)
      return index.map { $0 < errors.count ? errors[$0] : nil }
        ?? (known.isEmpty ? nil : known.reduce(0, +) / Double(known.count))
    case .pck: return shown.flatMap { study.comparison(of: $0) }?.value
    case .known: return study.probedKind.flatMap { study.subject.probes.facts(of: node.id, $0)?.entry.measured }
    case .cut:
      return Double(study.network.edges.count { !$0.isPassedOn && study.interventions[contributionOf: $0] == .nothing })
    case .channels: return Double(node.shape.channels)
    case .height: return Double(node.shape.height)
    case .width: return Double(node.shape.width)
    }
  }

  /// From where on an item counts as moved.
  private var smallestMove: Double {
    if case .heatMaps = study.output { max(study.box.width, study.box.height) / 20 } else { 1 }
  }

  /// What does not hold of a page whose keys have been pressed, in a line each.
  public func unmet(_ page: Lesson.Page) -> [(line: Int, text: String)] {
    var problems = page.expectations.compactMap { expectation -> (line: Int, text: String)? in
      guard let value = value(of: expectation.quantity, item: expectation.item) else {
        return (expectation.line, "expected \(expectation.text), which cannot be told here")
      }
      guard !expectation.comparison.holds(value, expectation.number) else { return nil }
      return (expectation.line, "expected \(expectation.text), found \(Self.written(value))")
    }
    problems += (lesson?.faults ?? []).map { (page.keysLine, $0) }
    problems += page.points.filter { target($0.name) == nil }.map {
      ($0.line, "'\(shortened($0.name))' is no part of the screen or of this network")
    }
    return problems
  }

  private static func written(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\((value * 1000).rounded() / 1000)"
  }
}
