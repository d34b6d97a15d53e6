import Cells
import Experiments

/// What the network says of the picture: a panel for every sort of reading.
struct ResultPanel {
  let model: Model

  /// Rows for all there is to list, and for what stands around it.
  static func fullHeight(_ model: Model) -> Int {
    switch model.said {
    case .heatMaps, .levels: JointsPanel.fullHeight(model)
    case .boxes: BoxesPanel.fullHeight
    case .classMap, .classScores: ClassesPanel.fullHeight(classes: classes(model))
    }
  }

  /// How many there are, whether they are listed or not.
  private static func classes(_ model: Model) -> Int {
    if model.isReadingOut, model.study.prefersProbes, let targets = model.study.subject.probes.targets(.classes) {
      return targets.count
    }
    return model.study.network[model.study.output.nodes[0]].shape.channels
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    switch model.listed {
    case .pose, nil: JointsPanel(model: model).draw(on: &canvas, in: rect)
    case .classMap(let map): ClassesPanel(model: model, content: map).draw(on: &canvas, in: rect)
    case .classScores(let scores): ClassesPanel(model: model, content: scores).draw(on: &canvas, in: rect)
    case .boxes(let boxes): BoxesPanel(model: model, content: boxes).draw(on: &canvas, in: rect)
    case .features(let features): FeaturesPanel(model: model, features: features).draw(on: &canvas, in: rect)
    }
  }

  /// The item in a row of the screen.
  func item(at point: Point, in rect: Rect) -> Int? {
    switch model.listed {
    case .pose, nil: JointsPanel(model: model).joint(at: point, in: rect)
    case .classMap(let map): ClassesPanel(model: model, content: map).item(at: point, in: rect)
    case .classScores(let scores): ClassesPanel(model: model, content: scores).item(at: point, in: rect)
    case .boxes(let boxes): BoxesPanel(model: model, content: boxes).item(at: point, in: rect)
    case .features: nil
    }
  }
}
