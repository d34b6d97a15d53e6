import HRNet
import Pictures
import Pose

extension Model {
  /// Moves the cursor: in time and between streams, or within the panel that is a table.
  mutating func move(_ command: Command) -> [Effect] {
    playing.isOn = false
    if screen.focus == .joints || (screen.focus == .streams && screen.look == .trace),
      command == .streamUp || command == .streamDown
    {
      return chooseJoint(by: command == .streamDown ? 1 : -1)
    }
    if screen.focus == .streams, screen.look == .inspector, moveMapCursor(command) { return summarise() }
    if let unit = matrix, moveInMatrix(command, unit) { return [] }

    switch command {
    case .stepForward: step(by: stageUnderCursor == nil ? tastes.grain : .stage, isForward: true)
    case .stepBack: step(by: stageUnderCursor == nil ? tastes.grain : .stage, isForward: false)
    case .moduleForward: step(by: .module, isForward: true)
    case .moduleBack: step(by: .module, isForward: false)
    case .rewind: go(to: 0)
    case .finish: go(to: study.network.columns.count - 1)
    case .streamUp: chooseStream(by: -1)
    case .streamDown: chooseStream(by: 1)
    default: return []
    }
    return summarise()
  }

  private mutating func go(to column: Int) {
    screen.cursor.column = column
    screen.cursor.layersLeft = 0
    screen.cursor.isOnHeading = false
  }

  /// Above the finest stream stands the heading of the stage.
  private mutating func chooseStream(by step: Int) {
    guard stageUnderCursor == nil else {
      screen.cursor.isOnHeading = step < 0
      return
    }
    screen.cursor.isOnHeading = screen.focus == .network && currentStream + step < 0 && column.stage != nil
    screen.cursor.stream = min(max(currentStream + step, 0), column.nodes.count - 1)
  }

  /// One step in time. Of a unit that has run in part, the first step forward runs the rest.
  mutating func step(by grain: Grain, isForward: Bool) {
    let (column, last) = (screen.cursor.column, study.network.columns.count - 1)
    let layers = study.network.layerCount(of: self.column)
    if isForward, screen.cursor.layersLeft > 0 {
      screen.cursor.layersLeft = grain == .layer ? screen.cursor.layersLeft - 1 : 0
      return
    }
    if grain == .layer, !isForward, screen.cursor.layersLeft < layers - 1 {
      screen.cursor.layersLeft += 1
      return
    }
    switch grain {
    case .layer, .unit: screen.cursor.column = min(max(column + (isForward ? 1 : -1), 0), last)
    case .module, .stage:
      // From one heading to another, only other stages count.
      let stops = stops(of: grain).filter { stop in
        guard screen.cursor.isOnHeading, let stage = study.network.columns[stop].stage else {
          return !screen.cursor.isOnHeading
        }
        return stage != self.column.stage
      }
      screen.cursor.column =
        (isForward ? stops.first { $0 > column } : stops.last { $0 < column })
        ?? (screen.cursor.isOnHeading ? column : isForward ? last : 0)
    }
    let isNew = screen.cursor.column != column
    screen.cursor.layersLeft = grain == .layer && isForward && isNew ? study.network.layerCount(of: self.column) - 1 : 0
  }

  /// Steps the map cursor by one value of the current stream.
  private mutating func moveMapCursor(_ command: Command) -> Bool {
    let shape = shape(ofStream: currentStream)
    var (x, y) = (probe.x, probe.y)
    switch command {
    case .stepForward: x = min(x + 1, shape.width - 1)
    case .stepBack: x = max(x - 1, 0)
    case .streamDown: y = min(y + 1, shape.height - 1)
    case .streamUp: y = max(y - 1, 0)
    default: return false
    }
    screen.mapCursor = PicturePoint(
      x: (Double(x) + 0.5) / Double(shape.width), y: (Double(y) + 0.5) / Double(shape.height))
    return true
  }

  /// Left and right choose the source, up and down the destination. Everything else leaves the matrix.
  private mutating func moveInMatrix(_ command: Command, _ unit: ExchangeUnit) -> Bool {
    switch command {
    case .stepForward: screen.cursor.source = min(screen.cursor.source + 1, unit.sourceCount - 1)
    case .stepBack: screen.cursor.source = max(screen.cursor.source - 1, 0)
    case .streamUp: screen.cursor.stream = max(screen.cursor.stream - 1, 0)
    case .streamDown: screen.cursor.stream = min(screen.cursor.stream + 1, unit.destinationCount - 1)
    default: return false
    }
    return true
  }

  /// Keeps an edge of the matrix under the cursor, whatever has brought the matrix there. Outside of the matrix the stream
  /// is kept as the person chose it, so that stepping through a column with fewer streams does not lose it.
  mutating func clampCursor() {
    guard let unit = matrix else { return }
    screen.cursor.stream = min(screen.cursor.stream, unit.destinationCount - 1)
    screen.cursor.source = min(screen.cursor.source, unit.sourceCount - 1)
  }

  /// Where steps of a module or a stage end. Modules end at exchange units; input, stem, stage 1 and head at their last
  /// columns.
  private func stops(of grain: Grain) -> [Int] {
    let columns = study.network.columns
    return columns.indices.filter { index in
      guard index + 1 < columns.count else { return true }
      let (column, next) = (columns[index], columns[index + 1])
      if grain == .stage {
        return column.stage != next.stage || column.stage == nil && column.content != next.content
      }
      switch column.content {
      case .exchange, .input: return true
      case .stem: return next.content != .stem
      case .unit(let module, _): return module.stage == 1 && next.module != module
      case .transition, .head: return false
      }
    }
  }

  mutating func changePlaying(_ command: Command) -> [Effect] {
    switch command {
    case .faster: playing.speedUp()
    case .slower: playing.slowDown()
    default:
      playing.isOn.toggle()
      if playing.isOn, isAtEnd {
        go(to: 0)
        return summarise()
      }
    }
    return []
  }

  mutating func playOn() -> [Effect] {
    guard playing.isOn else { return [] }
    step(by: tastes.grain, isForward: true)
    if isAtEnd { playing.isOn = false }
    return summarise()
  }

  private var isAtEnd: Bool { screen.cursor.column == study.network.columns.count - 1 && screen.cursor.layersLeft == 0 }
}
