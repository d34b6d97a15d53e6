import Cells
import Experiments
import Files

/// Where the network decides nothing: why there are no joints, and how far its features are from what they were.
struct FeaturesPanel {
  let model: Model
  let features: FeatureReading

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: model.study.output.items, isFocused: model.screen.focus == .joints,
      appearance: model.screen.appearance)
    guard inside.height >= 2 else { return }
    let text = printable("\(features.absence)") + "; maps and graph work, nothing is decided of the picture"
    let lines = Canvas.wrapped(text, width: inside.width - 2) + changes
    for (row, line) in lines.enumerated() where row < inside.height {
      canvas.put(
        line, x: inside.x + 1, y: inside.y + row, style: Theme.text, limit: inside.width - 1)
    }
  }

  /// One line for all levels and one for each, where anything is changed.
  private var changes: [String] {
    guard let change = model.study.change, model.study.isCompared else { return [] }
    return [""]
      + ([change.headline] + change.further).map { measure in
        "\(measure.name) \(measure.value.map(Number.short) ?? "–") \(measure.unit)"
      }
  }
}
