import Network
import Pose

extension Model {
  /// Moves the cursor: in time and between streams, or within the panel that is a table.
  mutating func move(_ command: Command) -> [Effect] {
    isPlaying = false
    if focus == .joints || (focus == .streams && tracing.isOn), command == .streamUp || command == .streamDown {
      return chooseJoint(by: command == .streamDown ? 1 : -1)
    }
    if focus == .streams, isInspecting, moveMapCursor(command) { return summarise() }
    if focus == .streams, showsMatrix, let unit = exchangeUnit, moveInMatrix(command, unit) { return [] }

    let last = network.columns.count - 1
    switch command {
    case .stepForward: cursor.column = min(cursor.column + 1, last)
    case .stepBack: cursor.column = max(cursor.column - 1, 0)
    case .moduleForward: cursor.column = landmarks.first { $0 > cursor.column } ?? last
    case .moduleBack: cursor.column = landmarks.last { $0 < cursor.column } ?? 0
    case .rewind: cursor.column = 0
    case .finish: cursor.column = last
    case .streamUp: cursor.stream = currentStream - 1
    case .streamDown: cursor.stream = currentStream + 1
    default: return []
    }
    if command == .streamUp || command == .streamDown {
      cursor.stream = min(max(cursor.stream, 0), column.nodes.count - 1)
    }
    clampCursor()
    return summarise()
  }

  /// Steps the map cursor by one value of the current stream.
  private mutating func moveMapCursor(_ command: Command) -> Bool {
    let shape = network[column.nodes[currentStream]].shape
    var (x, y) = (probe.x, probe.y)
    switch command {
    case .stepForward: x = min(x + 1, shape.width - 1)
    case .stepBack: x = max(x - 1, 0)
    case .streamDown: y = min(y + 1, shape.height - 1)
    case .streamUp: y = max(y - 1, 0)
    default: return false
    }
    mapCursor = PicturePoint(
      x: (Double(x) + 0.5) / Double(shape.width), y: (Double(y) + 0.5) / Double(shape.height))
    return true
  }

  /// Left and right choose the source, up and down the destination. Everything else leaves the matrix.
  private mutating func moveInMatrix(_ command: Command, _ unit: ExchangeUnit) -> Bool {
    switch command {
    case .stepForward: cursor.source = min(cursor.source + 1, unit.sourceCount - 1)
    case .stepBack: cursor.source = max(cursor.source - 1, 0)
    case .streamUp: cursor.stream = max(cursor.stream - 1, 0)
    case .streamDown: cursor.stream = min(cursor.stream + 1, unit.destinationCount - 1)
    default: return false
    }
    return true
  }

  /// Keeps an edge of the matrix under the cursor. Outside of the matrix the stream is kept as the person chose it,
  /// so that stepping through a column with fewer streams does not lose it.
  mutating func clampCursor() {
    guard focus == .streams, showsMatrix, let unit = exchangeUnit else { return }
    cursor.stream = min(cursor.stream, unit.destinationCount - 1)
    cursor.source = min(cursor.source, unit.sourceCount - 1)
  }

  /// Where stepping by module stops: exchange units, and the last columns of the input, the stem, stage 1 and the
  /// network.
  private var landmarks: [Int] {
    network.columns.indices.filter { index in
      guard index + 1 < network.columns.count else { return true }
      let (column, next) = (network.columns[index], network.columns[index + 1])
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
    case .faster: speed = min(speed + 1, Self.playIntervals.count - 1)
    case .slower: speed = max(speed - 1, 0)
    default:
      isPlaying.toggle()
      if isPlaying, cursor.column == network.columns.count - 1 {
        cursor.column = 0
        return summarise()
      }
    }
    return []
  }

  mutating func playOn() -> [Effect] {
    guard isPlaying else { return [] }
    guard cursor.column < network.columns.count - 1 else {
      isPlaying = false
      return []
    }
    cursor.column += 1
    clampCursor()
    if cursor.column == network.columns.count - 1 { isPlaying = false }
    return summarise()
  }
}
