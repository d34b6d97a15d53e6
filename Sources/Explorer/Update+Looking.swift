import HRNet

// How the network is looked at: steps, maps, panels.
extension Model {
  mutating func changeGrain() -> [Effect] {
    tastes.grain = tastes.grain.next(in: Grain.allCases)
    return tell("a step is now one \(tastes.grain)")
  }

  mutating func changeMapMode(by step: Int) -> [Effect] {
    tastes.mapMode = tastes.mapMode.next(in: MapMode.allCases, by: step)
    noteUnseenMaps()
    return summarise()
  }

  mutating func changeChannel(by step: Int) -> [Effect] {
    let channels = channelCount
    // A sum is one channel's, however maps are drawn elsewhere.
    if tastes.mapMode == .channel || screen.look.isSum {
      screen.channel = ((screen.channel + step) % channels + channels) % channels
    }
    if !screen.look.isSum { tastes.mapMode = .channel }
    noteUnseenMaps()
    return summarise()
  }

  /// Where no map of a stream is drawn, the way to draw them changes all the same, and the person is told.
  private mutating func noteUnseenMaps() {
    // A trace has maps only where there is something to trace.
    let isTrace = if case .trace = main { true } else { false }
    let isDifference = pinned?.view == .difference
    let isSum = screen.look.isSum && tastes.mapMode != .channel
    guard !showsMaps || isTrace || isDifference || isSum else { return }
    let way = tastes.mapMode == .channel ? "channel \(screen.channel + 1)" : tastes.mapMode.title
    if isDifference {
      notice = "maps are A−B here, however they are drawn elsewhere: \(way)"
      return
    }
    let isMatrix = if case .matrix = main { Layout(self).streams != nil } else { false }
    notice =
      isMatrix ? "a matrix keeps to mean |x|; streams now: \(way)" : "streams now show: \(way)"
  }

  mutating func toggleInspector() -> [Effect] {
    look(in: screen.look == .inspector || screen.look.isSum ? .step : .inspector)
  }

  /// Looks at the step in another way; what went on in the way before is stopped.
  mutating func look(in look: Look) -> [Effect] {
    let left = screen.look == .trace ? stopTracing() : []
    (screen.look, screen.focus) = (look, .streams)
    return left + summarise()
  }

  /// Writes out how the value under the map cursor comes about, or goes back to the stream. Where no channel was chosen, it
  /// is the one that answers most there.
  mutating func toggleSum() -> [Effect] {
    guard !screen.look.isSum else { return look(in: screen.look == .sum ? .inspector : .step) }
    if tastes.mapMode != .channel, let probed = step?.probed, let first = probed.indices.first {
      screen.channel = probed.indices.reduce(first) { abs(probed[$1]) > abs(probed[$0]) ? $1 : $0 }
    }
    return look(in: .sum)
  }

  /// Writes out how what the chosen edge brings comes about, at the map cursor.
  mutating func sumOfEdge() -> [Effect] { look(in: .edgeSum) }

  mutating func enterStreams() -> [Effect] {
    if screen.focus == .network {
      screen.focus = .streams
    } else {
      notice =
        "there is nothing to go into here · \(keyMap.text(of: .back)) goes back to the network, "
        + "\(keyMap.text(of: .focusNext)) to the next panel"
    }
    return summarise()
  }

  mutating func changeFocus(by step: Int) -> [Effect] {
    screen.focus = screen.focus.next(in: Panel.allCases + (lesson == nil ? [] : [.caption]), by: step)
    return summarise()
  }

  mutating func changeZoom() -> [Effect] {
    // The streams have a second step: one of them alone.
    let hasTwoSteps = if case .maps = main { screen.focus == .streams } else { false }
    screen.zoom = screen.zoom == .none ? .panel : screen.zoom == .panel && hasTwoSteps ? .stream : .none
    return summarise()
  }

  /// Leaves what was gone into last: what is under way, the box, an experiment, the panel.
  mutating func goBack() -> [Effect] {
    if waiting.count > 0, live?.coming == nil, let effects = stopWaiting() { return effects }
    if screen.isEditingBox { return screen.beforeNewBox == nil ? leaveBox() : giveUpBox() }
    if let effects = leaveExperiment() ?? leaveComparison() { return effects }
    return leavePanel() + summarise()
  }

  private mutating func leavePanel() -> [Effect] {
    if screen.zoom != .none {
      screen.zoom = .none
    } else if screen.look == .sum, screen.focus == .streams {
      screen.look = .inspector
    } else if screen.look == .inspector || screen.look == .edgeSum, screen.focus == .streams {
      screen.look = .step
    } else if screen.look == .trace, screen.focus == .streams || screen.focus == .network {
      screen.focus = .network
      return stopTracing()
    } else if screen.look.isOfNumbers, screen.focus == .streams || screen.focus == .network {
      (screen.focus, screen.look) = (.network, .step)
    } else if screen.focus == .network {
      notice = "there is nothing to leave here · \(keyMap.text(of: .quit)) quits"
    } else {
      screen.focus = .network
    }
    return []
  }

  mutating func togglePresenter() -> [Effect] {
    tastes.isPresenting.toggle()
    let key = keyMap.text(of: .presenter)
    notice = tastes.isPresenting ? "presenter view · \(key) leaves it" : "the usual view"
    return summarise()
  }

  mutating func toggleMouse() -> [Effect] {
    screen.capturesMouse.toggle()
    notice =
      screen.capturesMouse
      ? "the mouse points and clicks here again"
      : "the mouse is the terminal's: select text, \(keyMap.text(of: .mouse)) takes it back"
    return [.captureMouse(screen.capturesMouse)]
  }
}

extension Equatable {
  /// What stands some places further in a list, around its end.
  func next(in values: [Self], by step: Int = 1) -> Self {
    guard !values.isEmpty else { return self }
    let index = (values.firstIndex(of: self) ?? 0) + step
    return values[(index % values.count + values.count) % values.count]
  }
}
