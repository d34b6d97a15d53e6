import Experiments
import HRNet
import Pose

extension Model {
  /// Starts a sweep, stops the one that runs, or shows the ranking of the one that has run.
  mutating func toggleSweep() -> [Effect] {
    guard let sweep = study.sweep else { return startSweep() }
    if sweep.isRunning { return stopSweep() }
    openRanking(sweep)
    return []
  }

  mutating func startSweep() -> [Effect] {
    let stay = stayOnFrame()
    let request = SweepRequest(pass: study.passRequest, contribution: study.cutContribution)
    study.sweepAsked.answer = SweepState(request)
    return stay + [.sweep(request, generation: study.sweepAsked.ask())]
  }

  private mutating func stopSweep() -> [Effect] {
    notice = "the sweep is stopped, and what it had measured forgotten"
    return dismissSweep()
  }

  /// Takes the colours away, and stops a sweep that runs.
  mutating func dismissSweep() -> [Effect] {
    guard let sweep = study.sweep else { return [] }
    study.sweepAsked.forget()
    return sweep.isRunning ? [.stopSweep] : []
  }

  /// What going back means while an experiment shows: stops a sweep, closes the ablation, takes the sweep's colours away.
  /// Nil where something else is to be left first.
  mutating func leaveExperiment() -> [Effect]? {
    if study.sweep?.isRunning == true { return stopSweep() }
    guard screen.zoom == .none, screen.focus == .network, screen.look == .step else { return nil }
    if study.ablation != nil {
      study.ablation = nil
      return summarise()
    }
    return study.sweep == nil ? nil : dismissSweep()
  }

  /// Takes in how far the sweep has come.
  mutating func take(_ result: SweepResult, _ progress: SweepProgress, generation: Int) {
    guard var sweep = study.sweep else { return }
    (sweep.result, sweep.progress) = (result, progress)
    guard study.sweepAsked.take(sweep, generation: generation), !sweep.isRunning else { return }
    let strongest = result.edges.first.map { "; \($0.target) matters most" } ?? ""
    notice = "\(progress.total) cuts measured\(strongest): \(keyMap.text(of: .sweep)) lists them"
  }

  /// The list of what has been measured, strongest first, from which one can jump.
  private mutating func openRanking(_ sweep: SweepState) {
    guard let result = sweep.result else { return }
    playing.isOn = false
    var items: [Menu.Item] = []
    if study.isSweepStale {
      items.append(
        Menu.Item(label: "sweep again", text: "with the cuts now in force; below: without them", choice: .sweepAgain))
    }
    func add(_ measurements: [SweepMeasurement], _ name: (SweepMeasurement) -> String) {
      for (index, measurement) in measurements.enumerated() {
        let label = "\(String(index + 1).paddedLeft(toColumns: 3)) \(name(measurement))"
        items.append(
          Menu.Item(label: label, text: SweepText.line(measurement), choice: .target(measurement.target)))
      }
    }
    add(result.edges) { "\($0.target)" }
    add(result.units) { "unit \($0.target)" }
    add(result.kinds) { "all \($0.target)" }
    items.append(Menu.Item(label: "forget", text: "take the sweep's colours off the map", choice: .forgetSweep))
    menu = Menu(.ranking, items: items)
    if study.isSweepStale { menu?.move(by: 1) }
  }

  /// Goes to what a sweep cut: into the exchange unit for an edge, to the unit, to the first unit of a kind.
  mutating func jump(to target: SweepTarget) -> [Effect] {
    let unit: ExchangeAddress?
    switch target {
    case .edge(let edge): unit = edge.unit
    case .unit(let address): unit = address
    case .kind(let kind): unit = study.network.exchangeUnits.first { $0.kind == kind }?.address
    }
    guard let unit, let column = study.network.columns.firstIndex(where: { $0.content == .exchange(unit) }) else {
      return []
    }
    let left = screen.look == .trace ? stopTracing() : []
    (screen.cursor.column, screen.cursor.layersLeft, screen.cursor.isOnHeading) = (column, 0, false)
    (screen.look, screen.zoom) = (.step, .none)
    if case .edge(let edge) = target {
      screen.focus = .streams
      (screen.cursor.stream, screen.cursor.source) = (
        exchangeUnit?.destinations.firstIndex(of: edge.destination) ?? 0,
        exchangeUnit?.sources.firstIndex(of: edge.source) ?? 0
      )
    } else {
      screen.focus = .network
    }
    return left + summarise()
  }
}
