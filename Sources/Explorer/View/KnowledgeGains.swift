import Cells
import HRNet

/// What each exchange unit adds to what a probe finds of each stream: before it, behind it, and the difference.
struct KnowledgeGains {
  private struct Gain {
    let before: Double
    let after: Double
  }

  private let map: KnowledgeMap
  private let units: [(unit: ExchangeUnit, gains: [Stream: Gain])]
  private let streams: [Stream]

  init(_ map: KnowledgeMap, _ network: Network) {
    self.map = map
    units = network.exchangeUnits.compactMap { unit in
      var gains: [Stream: Gain] = [:]
      for (stream, node) in zip(unit.destinations, unit.outputs) {
        if let after = map[node], let former = map.former(node, in: network), let before = map[former] {
          gains[stream] = Gain(before: before, after: after)
        }
      }
      return gains.isEmpty ? nil : (unit, gains)
    }
    streams = Set(units.flatMap(\.gains.keys)).sorted { $0.index < $1.index }
  }

  var isEmpty: Bool { units.isEmpty }

  /// With the heading.
  var rows: Int { units.count + 1 }

  private static let label = 6

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !streams.isEmpty, rect.height >= 2 else { return }
    let width = min((rect.width - Self.label) / streams.count, 22)
    canvas.put("◆ adds", x: rect.x, y: rect.y, style: Theme.faint, limit: rect.width)
    for (place, stream) in streams.enumerated() {
      canvas.put(
        "\(stream)".paddedLeft(toColumns: max(width - 1, 1)), x: rect.x + Self.label + place * width, y: rect.y,
        style: Style(Theme.color(of: stream), on: nil, .bold), limit: width)
    }
    let most = units.flatMap(\.gains.values).map(improvement).max()
    for (row, entry) in units.suffix(rect.height - 1).enumerated() {
      let y = rect.y + 1 + row
      canvas.put("\(entry.unit.address)", x: rect.x, y: y, style: Theme.text, limit: Self.label)
      for (place, stream) in streams.enumerated() {
        guard let gain = entry.gains[stream] else { continue }
        let isMost = improvement(gain) == most
        canvas.put(
          text(gain, columns: width - 1).paddedLeft(toColumns: max(width - 1, 1)),
          x: rect.x + Self.label + place * width, y: y, style: isMost ? Theme.changed : Theme.text, limit: width)
      }
    }
  }

  /// By how much it has become better.
  private func improvement(_ gain: Gain) -> Double {
    map.source == .set ? gain.after - gain.before : gain.before - gain.after
  }

  /// `31.6 → 58.9 +27.3`, or as much of it as there is room for.
  private func text(_ gain: Gain, columns: Int) -> String {
    let difference = map.change(from: gain.before, to: gain.after)
    let numbers = [gain.before, gain.after].map { (map.text($0), Number.whole($0)) }
    let texts = [
      "\(numbers[0].0) → \(numbers[1].0) \(difference.paddedLeft(toColumns: 5))",
      "\(numbers[0].0)→\(numbers[1].0) \(difference)", "\(numbers[0].1)→\(numbers[1].1)", difference,
    ]
    return texts.first { $0.count <= columns } ?? ""
  }
}
