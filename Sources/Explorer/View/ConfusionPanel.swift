import Cells
import Experiments
import HRNet
import Pose

/// Which joints are one to the network on this picture: those above 0.9 by name, and the chosen joint beside every other.
struct ConfusionPanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let joint = model.screen.selectedItem
    let name = model.itemName(joint)
    let inside = canvas.panel(
      rect, title: "confusion · \(name)", isFocused: model.screen.focus == .streams, appearance: model.screen.appearance
    )
    var rows = Rows(inside)
    guard let likeness = model.study.current?.likeness else {
      let reason = model.study.jointAbsence.map { "\($0): there are no joints" } ?? "nothing has been computed yet"
      rows.put([(reason, Theme.changed)], on: &canvas)
      return
    }
    for line in heading(likeness, joint) {
      for text in Canvas.wrapped(line.0, width: inside.width) { rows.put([(text, line.1)], on: &canvas) }
    }
    let others = likeness.pairs.filter { $0.other(than: joint) != nil }
    guard !others.isEmpty else { return rows.put([("there is no other joint", Theme.text)], on: &canvas) }
    let columns = Columns(others.compactMap { $0.other(than: joint).map { model.itemName($0) } }, width: inside.width)
    rows.put([(columns.heading("\(name) beside"), Theme.faint)], on: &canvas)
    for pair in others.prefix(rows.left) {
      guard let other = pair.other(than: joint) else { continue }
      let y = inside.y + rows.used
      rows.put([(columns.row(model.itemName(other), pair), pair.isOne ? Theme.changed : Theme.text)], on: &canvas)
      let bar = Rect(x: inside.x + columns.beforeBar, y: y, width: columns.bar, height: 1).intersection(inside)
      if let correlation = pair.correlation {
        canvas.bar(correlation, in: bar, style: Style(Theme.color(of: Stream(0))))
      }
    }
  }

  /// What is one, and where the chosen joint was found.
  private func heading(_ likeness: JointLikeness, _ joint: Int) -> [(String, Style)] {
    let ones = likeness.ones.prefix(6).map { model.words(for: $0) }
    let further = likeness.ones.count > ones.count ? " and \(likeness.ones.count - ones.count) more" : ""
    let first: (String, Style) =
      ones.isEmpty
      ? ("no two heat maps correlate above \(JointLikeness.oneAbove) here: each joint has a map of its own", Theme.text)
      : ("one to the network here: " + ones.joined(separator: ", ") + further, Theme.changed)
    return [first] + (place(of: joint).map { [($0, Theme.text)] } ?? [])
  }

  /// Nil where the truth is not known.
  private func place(of joint: Int) -> String? {
    guard let truth = model.study.trueJoints, let pose = model.study.current?.reading.pose else { return nil }
    let skeleton = model.study.subject.skeleton
    let torso = Metrics.torso(truth: truth, skeleton: skeleton)
    let places = Metrics.places(found: pose.joints.map(\.position), truth: truth, skeleton: skeleton) { _ in
      torso.map { 0.2 * $0 }
    }
    guard places.indices.contains(joint), let place = places[joint] else { return nil }
    let mirror = skeleton.mirrors[joint].map { model.itemName($0) }
    let there =
      switch place {
      case .own: "at its own true place"
      case .mirror: "where the \(mirror ?? "other side's") truly is"
      case .elsewhere: mirror.map { "neither at its own true place nor at that of the \($0)" } ?? "off its true place"
      }
    return "\(model.itemName(joint)) lies \(there) (within 0.2 torsos, as PCK counts)"
  }

  /// Name, correlation with its bar, cosine, distance.
  private struct Columns {
    let name: Int
    let bar: Int

    private static let number = 13

    init(_ names: [String], width: Int) {
      let longest = max(20, names.reduce(0) { max($0, Canvas.columns(of: $1)) } + 2)
      let left = width - longest - 3 * Self.number
      bar = left >= 10 ? min(left - 2, 40) : 0
      name = max(8, min(longest, width - 3 * Self.number))
    }

    /// Columns in front of the bar.
    var beforeBar: Int { name + Self.number + 1 }

    func heading(_ first: String) -> String { line(first, ["correlation", "cosine", "peaks apart"]) }

    func row(_ first: String, _ pair: JointLikeness.Pair) -> String {
      func number(_ value: Double?, places: Int) -> String { value.map { Number.fixed($0, places: places) } ?? "–" }
      return line(
        first, [number(pair.correlation, places: 2), number(pair.cosine, places: 2), number(pair.distance, places: 1)])
    }

    private func line(_ first: String, _ numbers: [String]) -> String {
      let texts = numbers.map { $0.paddedLeft(toColumns: Self.number) }
      let gap = String(repeating: " ", count: bar > 0 ? bar + 2 : 0)
      return String(first.prefix(name)).padded(toColumns: name) + texts[0] + gap + texts[1] + texts[2]
    }
  }
}

extension Model {
  /// `right ankle ≈ left ankle 0.99`
  fileprivate func words(for pair: JointLikeness.Pair, isShort: Bool = false) -> String {
    let names = [pair.joints.first, pair.joints.second].map { itemName($0, isShort: isShort) }
    return "\(names.joined(separator: " ≈ ")) \(Number.fixed(pair.correlation ?? .nan, places: 2))"
  }

  /// Which of the joints that are listed are one, for the lower edge of their panel; nil where none are.
  var oneJointsNote: String? {
    guard !isReadingOut, side != .difference, let ones = study.current?.likeness?.ones, let first = ones.first else {
      return nil
    }
    return words(for: first, isShort: true) + (ones.count > 1 ? " +\(ones.count - 1)" : "")
  }
}
