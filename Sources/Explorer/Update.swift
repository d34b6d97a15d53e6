import Canvas
import Network

extension Model {
  /// The effects to start a session with: the baseline's pass.
  public mutating func start() -> [Effect] {
    preparePhotograph()
    return compute()
  }

  /// The only place where the model changes.
  public mutating func update(_ action: Action) -> [Effect] {
    let effects = react(to: action)
    preparePhotograph()
    return effects
  }

  private mutating func react(to action: Action) -> [Effect] {
    switch action {
    case .key(let key):
      notice = nil
      guard let command = Command(key: key) else { return helpScroll == nil ? [] : closeHelp() }
      return perform(command)
    case .command(let command):
      notice = nil
      return perform(command)
    case .resized(let size):
      self.size = size
      return summarise()
    case .tick:
      return playOn()
    case .passed(let result, let generation):
      guard generation == passGeneration else { return [] }
      isComputing = false
      current = result
      if interventions.isEmpty { baseline = result }
      return summarise() + applyStartingInterventions()
    case .summarised(let summary, let generation):
      guard generation == summaryGeneration else { return [] }
      self.summary = summary
      return []
    }
  }

  private mutating func perform(_ command: Command) -> [Effect] {
    if helpScroll != nil, let effects = performInHelp(command) { return effects }
    switch command {
    case .stepForward, .stepBack, .moduleForward, .moduleBack, .rewind, .finish, .streamUp, .streamDown:
      return move(command)
    case .play, .faster, .slower:
      return changePlaying(command)
    case .cut, .gainUp, .gainDown, .cutRow, .keepOnly, .cutFinal, .cutAcross, .cutWithin, .reset, .undo, .redo:
      return intervene(command)
    case .mapMode, .previousMapMode:
      let modes = MapMode.allCases
      let index = (modes.firstIndex(of: mapMode) ?? 0) + (command == .mapMode ? 1 : modes.count - 1)
      mapMode = modes[index % modes.count]
      return summarise()
    case .nextChannel, .previousChannel:
      return changeChannel(by: command == .nextChannel ? 1 : -1)
    case .enter, .back, .focusNext, .focusPrevious:
      changeFocus(command)
      return summarise()
    case .zoom:
      // The streams have a second step: one of them alone.
      let hasTwoSteps = focus == .streams && exchangeUnit == nil && !isInspecting
      zoom = zoom == .none ? .panel : zoom == .panel && hasTwoSteps ? .stream : .none
      return summarise()
    case .inspect:
      isInspecting.toggle()
      focus = isInspecting ? .streams : focus
      clampCursor()
      return summarise()
    case .pictureLayer, .previousPictureLayer, .groundTruth, .nextJoint, .previousJoint, .sortJoints:
      changePicture(command)
      return []
    case .help:
      helpScroll = 0
      isPlaying = false
      return []
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit: return [.quit]
    }
  }

  /// Asks for the current step's summary.
  mutating func summarise() -> [Effect] {
    guard current != nil else { return [] }
    summaryGeneration += 1
    return [.summarise(summaryRequest, generation: summaryGeneration)]
  }

  /// Asks for a pass under the current interventions.
  mutating func compute() -> [Effect] {
    passGeneration += 1
    isComputing = true
    return [.compute(interventions, generation: passGeneration)]
  }

  private mutating func changeChannel(by step: Int) -> [Effect] {
    let channels = node.shape.channels
    if mapMode == .channel { channel = ((channel + step) % channels + channels) % channels }
    mapMode = .channel
    return summarise()
  }

  private mutating func changePicture(_ command: Command) {
    switch command {
    case .pictureLayer, .previousPictureLayer:
      let layers = PictureLayer.allCases
      let index = (layers.firstIndex(of: layer) ?? 0) + (command == .pictureLayer ? 1 : layers.count - 1)
      layer = layers[index % layers.count]
    case .groundTruth:
      showsTruth.toggle()
      if subject.truth == nil { notice = "the true joints of this picture are not known" }
    case .sortJoints:
      let orders = JointOrder.allCases.filter { $0 != .error || subject.truth != nil }
      jointOrder = orders[((orders.firstIndex(of: jointOrder) ?? 0) + 1) % orders.count]
    default: chooseJoint(by: command == .nextJoint ? 1 : -1)
    }
  }

  /// Moves along the rows of the table, however it is sorted.
  mutating func chooseJoint(by step: Int) {
    let rows = jointRows
    guard let row = rows.firstIndex(of: selectedJoint) else { return }
    selectedJoint = rows[min(max(row + step, 0), rows.count - 1)]
  }

  private mutating func changeFocus(_ command: Command) {
    let panels = Panel.allCases
    let index = panels.firstIndex(of: focus) ?? 0
    switch command {
    case .enter: focus = focus == .network ? .streams : focus
    case .back:
      if zoom != .none {
        zoom = .none
      } else if isInspecting, focus == .streams {
        isInspecting = false
      } else {
        focus = .network
      }
    case .focusNext: focus = panels[(index + 1) % panels.count]
    default: focus = panels[(index + panels.count - 1) % panels.count]
    }
    clampCursor()
  }

  private mutating func performInHelp(_ command: Command) -> [Effect]? {
    guard let scroll = helpScroll else { return nil }
    switch command {
    case .streamDown: helpScroll = min(scroll + 1, HelpOverlay.longestScroll(self))
    case .streamUp: helpScroll = max(scroll - 1, 0)
    case .quit, .back, .help, .enter: return closeHelp()
    case .redraw, .suspend: return nil
    default: return closeHelp()
    }
    return []
  }

  private mutating func closeHelp() -> [Effect] {
    helpScroll = nil
    return []
  }
}
