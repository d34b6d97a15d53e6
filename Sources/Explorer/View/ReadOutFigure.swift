import Cells
import Experiments
import Files
import HRNet
import Pictures
import Pose
import Recognition

/// What a head says at one moment, drawn as small as a stamp: a pose or boxes in dots, a class map in its colours, the names of
/// the likeliest classes.
struct ReadOutFigure {
  let model: Model
  let reading: Reading
  /// What frames the pose.
  let reference: ReadOutReference?

  func draw(on canvas: inout Canvas, in rect: Rect) {
    switch reading {
    case .pose(let pose): canvas.draw(limbs(of: pose.joints, pose.skeleton, size: rect.size), at: rect)
    case .classMap(let content): draw(content, on: &canvas, in: rect)
    case .classScores(let content): draw(content, on: &canvas, in: rect)
    case .boxes(let content): canvas.draw(outlines(of: content, size: rect.size), at: rect)
    case .features: break
    }
  }

  // MARK: - Classes

  private func draw(_ content: ClassMapReading, on canvas: inout Canvas, in rect: Rect) {
    let map = content.map
    guard map.width > 0, map.height > 0 else { return }
    let scale = min(Double(rect.width) / Double(map.width), 2 * Double(rect.height) / Double(map.height))
    let columns = max(Int(Double(map.width) * scale), 1)
    let rows = max(Int(Double(map.height) * scale / 2), 1)
    /// The class in the middle of a dot, of so many in a column.
    func label(_ x: Int, _ y: Int, of dots: Int) -> Int? {
      let label = Int(map[(2 * x + 1) * map.width / (2 * columns), (2 * y + 1) * map.height / (2 * dots)])
      return label < map.classes ? label : nil
    }
    guard model.screen.appearance.depth < .indexed256 else {
      var grid = PixelGrid(width: columns, height: 2 * rows)
      for y in 0..<grid.height {
        for x in 0..<columns { grid[x: x, y: y] = label(x, y, of: grid.height).map { content.names.color(of: $0) } }
      }
      canvas.draw(
        grid, at: Rect(x: rect.x, y: rect.y, width: columns, height: rows), appearance: model.screen.appearance)
      return
    }
    let commonest = map.commonest
    for y in 0..<rows {
      for x in 0..<columns {
        guard let label = label(x, y, of: rows), label != commonest else { continue }
        canvas.put(ClassNames.letter(of: label), x: rect.x + x, y: rect.y + y, style: Theme.strong)
      }
    }
  }

  private func draw(_ content: ClassScoresReading, on canvas: inout Canvas, in rect: Rect) {
    let best = content.items.enumerated().sorted { ($0.element.certainty ?? 0) > ($1.element.certainty ?? 0) }
    for (line, item) in best.prefix(rect.height).enumerated() {
      let share = Number.fixed(100 * (item.element.certainty ?? 0), places: 0)
      canvas.put(
        "\(share.paddedLeft(toColumns: 3))% \(printable(item.element.name))", x: rect.x, y: rect.y + line,
        style: line == 0 ? Theme.strong : Theme.faint, limit: rect.width)
    }
  }

  // MARK: - Places

  /// Boxes in the frame of the picture, the best last and so on top.
  private func outlines(of content: BoxReading, size: Size) -> BrailleGrid {
    var grid = BrailleGrid(size: size)
    let picture = model.study.scene.picture.size
    guard picture.width > 0, picture.height > 0 else { return grid }
    let scale = min(
      Double(grid.dots.width - 1) / Double(picture.width), Double(grid.dots.height - 1) / Double(picture.height))
    func place(_ x: Double, _ y: Double) -> Point { Point(x: Self.bounded(x * scale), y: Self.bounded(y * scale)) }
    for box in PicturePanel.drawn(content) {
      let (left, top, right, bottom) = (box.box.x, box.box.y, box.box.x + box.box.width, box.box.y + box.box.height)
      let corners = [place(left, top), place(right, top), place(right, bottom), place(left, bottom)]
      for (index, corner) in corners.enumerated() {
        grid.line(from: corner, to: corners[(index + 1) % 4], style: Style(Theme.color(of: content.stream(of: box))))
      }
    }
    return grid
  }

  /// The pose in dots, all figures in the frame of the reference.
  private func limbs(of joints: [Joint], _ skeleton: Skeleton, size: Size) -> BrailleGrid {
    var grid = BrailleGrid(size: size)
    guard let frame else { return grid }
    let scale = min(Double(grid.dots.width) / frame.width, Double(grid.dots.height) / frame.height)
    func place(_ position: PicturePoint) -> Point {
      Point(
        x: Self.bounded((position.x - frame.centre.x) * scale + Double(grid.dots.width) / 2),
        y: Self.bounded((position.y - frame.centre.y) * scale + Double(grid.dots.height) / 2))
    }
    for bone in skeleton.bones where max(bone.from, bone.to) < joints.count {
      let (from, to) = (joints[bone.from], joints[bone.to])
      guard !from.isLost, !to.isLost else { continue }
      grid.line(from: place(from.position), to: place(to.position), style: Style(Self.color(of: bone.side)))
    }
    return grid
  }

  private static func bounded(_ value: Double) -> Int {
    value.isFinite ? Int(min(max(value, -1000), 1000).rounded(.down)) : 0
  }

  /// Where the joints of the reference are.
  private var places: [PicturePoint] {
    switch reference {
    case .truth(.joints(let joints)): joints.filter(\.isLabelled).map(\.position)
    case .result(let reading): reading.items.compactMap(\.place)
    case nil: []
    }
  }

  /// Around the joints of the reference, with a margin.
  private var frame: Box? {
    let places = places
    guard let left = places.map(\.x).min(), let right = places.map(\.x).max(), let top = places.map(\.y).min(),
      let bottom = places.map(\.y).max()
    else { return nil }
    let margin = max(right - left, bottom - top, 1) / 8
    return Box(
      x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin)
  }

  /// The colours of limbs on a photograph are too bright for any background.
  private static func color(of side: Skeleton.Side) -> Color? {
    switch side {
    case .left: Theme.color(of: Stream(2))
    case .right: Theme.color(of: Stream(0))
    case .centre: nil
    }
  }
}
