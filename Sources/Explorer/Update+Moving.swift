import HRNet
import Pictures
import Pose

extension Model {
  /// Moves the cursor in time.
  mutating func step(isForward: Bool) -> [Effect] {
    playing.isOn = false
    let before = screen.cursor
    step(by: stageUnderCursor == nil ? tastes.grain : .stage, isForward: isForward)
    noteEnd(since: before, isForward: isForward)
    return summarise()
  }

  /// Where there is nowhere to step to, the person is told.
  private mutating func noteEnd(since before: Cursor, isForward: Bool) {
    guard screen.cursor == before else { return }
    let key = keyMap.text(of: isForward ? .rewind : .finish)
    notice = isForward ? "the network ends here · \(key) rewinds" : "the network begins here · \(key) goes to its end"
  }

  mutating func stepModule(isForward: Bool) -> [Effect] {
    playing.isOn = false
    let before = screen.cursor
    step(by: .module, isForward: isForward)
    noteEnd(since: before, isForward: isForward)
    return summarise()
  }

  mutating func rewind() -> [Effect] {
    playing.isOn = false
    let before = screen.cursor
    go(to: 0)
    noteEnd(since: before, isForward: false)
    return summarise()
  }

  mutating func finish() -> [Effect] {
    playing.isOn = false
    let before = screen.cursor
    go(to: study.network.columns.count - 1)
    noteEnd(since: before, isForward: true)
    return summarise()
  }

  private mutating func go(to column: Int) {
    screen.cursor.column = column
    screen.cursor.layersLeft = 0
    screen.cursor.isOnHeading = false
  }

  /// Moves the cursor between streams. Above the finest stands the heading of the stage.
  mutating func chooseStream(by step: Int) -> [Effect] {
    playing.isOn = false
    let before = (currentStream, screen.cursor.isOnHeading)
    if stageUnderCursor == nil {
      screen.cursor.isOnHeading = screen.focus == .network && currentStream + step < 0 && column.section.isPartOfBody
      screen.cursor.stream = min(max(currentStream + step, 0), column.nodes.count - 1)
    } else {
      screen.cursor.isOnHeading = step < 0
    }
    if (currentStream, screen.cursor.isOnHeading) == before {
      notice = "there is no stream \(step < 0 ? "above" : "below") here · " + wayThroughTime
    }
    return summarise()
  }

  private var wayThroughTime: String {
    "\(keyMap.text(of: .stepBack)) \(keyMap.text(of: .stepForward)) step through time"
  }

  mutating func moveToJoint(by step: Int) -> [Effect] {
    playing.isOn = false
    return chooseJoint(by: step)
  }

  /// One step in time. Of a unit that has run in part, the first step forward runs the rest.
  private mutating func step(by grain: Grain, isForward: Bool) {
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
        let section = study.network.columns[stop].section
        return !screen.cursor.isOnHeading || section.isPartOfBody && section != self.column.section
      }
      screen.cursor.column =
        (isForward ? stops.first { $0 > column } : stops.last { $0 < column })
        ?? (screen.cursor.isOnHeading ? column : isForward ? last : 0)
    }
    let isNew = screen.cursor.column != column
    screen.cursor.layersLeft = grain == .layer && isForward && isNew ? study.network.layerCount(of: self.column) - 1 : 0
  }

  /// Steps the map cursor by values of the current stream.
  mutating func moveMapCursor(x: Int = 0, y: Int = 0) -> [Effect] {
    playing.isOn = false
    let (shape, before) = (shape(ofStream: currentStream), probe)
    let place = (
      x: min(max(probe.x + x, 0), shape.width - 1), y: min(max(probe.y + y, 0), shape.height - 1)
    )
    screen.mapCursor = PicturePoint(
      x: (Double(place.x) + 0.5) / Double(shape.width), y: (Double(place.y) + 0.5) / Double(shape.height))
    let size = "\(shape.width)×\(shape.height)"
    if probe == before {
      notice = "the map ends here: it is \(size)"
    } else if screen.size.width < Layout.widthForTwoColumns {
      notice = "the map cursor is at \(probe.x), \(probe.y) of \(size)"
    }
    return summarise()
  }

  /// Chooses another edge of the matrix; `clampCursor` keeps to it.
  mutating func moveInMatrix(source: Int = 0, destination: Int = 0) -> [Effect] {
    playing.isOn = false
    let before = screen.cursor
    screen.cursor.source = max(screen.cursor.source + source, 0)
    screen.cursor.stream = max(screen.cursor.stream + destination, 0)
    clampCursor()
    if screen.cursor == before {
      notice =
        "the matrix ends here · \(keyMap.text(of: .moduleBack)) \(keyMap.text(of: .moduleForward)) other units · "
        + "\(keyMap.text(of: .back)) leaves it"
    }
    return []
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
        return column.section != next.section
      }
      switch column.content {
      case .exchange, .input, .decoder: return true
      case .stem, .stack: return next.section != column.section
      case .unit(let module, _): return next.module != module
      case .transition, .head: return false
      }
    }
  }

  mutating func togglePlaying() -> [Effect] {
    if let live, live.isRunning || live.isPaused { return toggleFrames() }
    playing.isOn.toggle()
    guard playing.isOn, isAtEnd else { return [] }
    go(to: 0)
    return summarise()
  }

  mutating func changeSpeed(by step: Int) -> [Effect] {
    let before = playing.interval
    playing.changeSpeed(by: step)
    notice =
      playing.interval == before
      ? "\(before) ms a step is the \(step > 0 ? "fastest" : "slowest")"
      : "\(playing.interval) ms a step" + (playing.isOn ? "" : " · \(keyMap.text(of: .play)) plays")
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
