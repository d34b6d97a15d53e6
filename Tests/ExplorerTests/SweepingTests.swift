import Cells
import Experiments
import Explorer
import HRNet
import Testing

@Suite("Sweeping in the explorer")
struct SweepingTests {
  /// The requests for a sweep so far.
  private func requests(_ session: SyntheticSession) -> [(request: SweepRequest, generation: Int)] {
    session.effects.compactMap {
      if case .sweep(let request, let generation) = $0 { (request, generation) } else { nil }
    }
  }

  /// Reports the first `count` cuts of the sweep that was last asked for.
  private func report(_ count: Int, _ session: inout SyntheticSession, generation: Int? = nil) throws {
    let plan = SweepPlan(session.model.study.subject.network)
    let last = try #require(requests(session).last)
    session.perform(
      .swept(
        SyntheticSession.sweep(plan, last.request, count: count),
        SweepProgress(done: count, total: plan.steps.count, secondsLeft: 64.2),
        generation: generation ?? last.generation))
  }

  @Test("S starts a sweep of what is on the screen, on top of the cuts in force")
  func start() throws {
    var session = try SyntheticSession()
    try session.press("1")
    session.answers = false
    try session.press("S")
    let (request, _) = try #require(requests(session).last)
    #expect(request.pass.interventions == session.model.study.interventions)
    #expect(request.pass.frame.crop?.person == session.model.study.box && request.contribution == .nothing)
    #expect(session.model.study.sweep?.isRunning == true)
  }

  @Test("while it runs a bar shows how far it is and what time is left, and everything else goes on")
  func running() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("S")
    #expect(session.frame.text.contains("sweep"))
    try report(11, &session)
    #expect(session.frame.text.contains("11/44 · 1:05 left · S stops"))
    session.answers = true
    try session.press("{", "f")
    #expect(session.model.study.effect > 0)
    #expect(session.model.study.sweep?.progress?.done == 11)
    try report(44, &session)
    #expect(session.model.study.sweep?.isRunning == false)
    #expect(session.frame.text.contains("0123456789"))
  }

  @Test("S or Escape stops it, and what the worker still says is dropped", arguments: ["S", "Escape"])
  func stopping(key: String) throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("S")
    try report(3, &session)
    let generation = try #require(requests(session).last?.generation)
    try session.press("Tab", key)
    #expect(session.model.study.sweep == nil)
    #expect(session.effects.contains(.stopSweep))
    try report(4, &session, generation: generation)
    #expect(session.model.study.sweep == nil)
  }

  @Test("afterwards exchange units show digits in tenths of the largest mean shift, with and without colour")
  func marks() throws {
    for appearance in [Appearance.indexed256, .ascii] {
      var session = try SyntheticSession(appearance: appearance)
      try session.press("S")
      let row = try #require(session.frame.text.split(separator: "\n").first { $0.contains("1/4 ") })
      // The plan, and with it the synthetic effect, goes from the last exchange unit to the first.
      #expect(row.filter(\.isNumber).hasSuffix("986410"), "\(row)")
    }
  }

  @Test("S again lists what was measured, strongest first, and Enter jumps there")
  func jumping() throws {
    var session = try SyntheticSession()
    try session.press("S", "S")
    let menu = try #require(session.model.menu)
    #expect(menu.items.count == 45)
    #expect(menu.items.contains { $0.text.contains("1 lost") })
    let effects = menu.items.prefix(35).compactMap { $0.text.firstMatch(of: #/([0-9.]+) %/#).flatMap { Double($0.1) } }
    #expect(effects == effects.sorted(by: >) && Set(effects).count > 20)
    try session.press("Down", "Enter")
    #expect(session.model.menu == nil)
    let edge = try #require(session.model.edge)
    #expect(menu.items[1].choice == .target(.edge(edge)))
    #expect(session.frame.text.contains("cut alone #2"))
    // A unit, then a kind.
    try session.press("S", "u", "n", "i", "t", "Space", "s", "3", ".", "m", "2", "Enter")
    #expect(session.model.exchangeUnit?.address == ExchangeAddress(stage: 3, module: 2))
    #expect(session.model.edge == nil)
    try session.press("S", "a", "l", "l", "Space", "a", "c", "r", "Enter")
    #expect(session.model.exchangeUnit?.kind == .across)
  }

  @Test("cuts made since are said, and a new sweep is offered; undone, it holds again")
  func stale() throws {
    var session = try SyntheticSession()
    try session.press("S", "1")
    #expect(session.frame.text.contains("before the last change"))
    try session.press("S")
    #expect(session.model.menu?.items.first?.choice == .sweepAgain)
    // The strongest is chosen all the same.
    #expect(session.model.menu?.selection == 1)
    try session.press("Up", "Enter")
    #expect(requests(session).count == 2)
    #expect(requests(session).last?.request.pass.interventions == session.model.study.interventions)
    #expect(!session.frame.text.contains("before the last change"))
    try session.press("u")
    #expect(session.frame.text.contains("before the last change"))
  }

  @Test("another person, box or picture takes the sweep away")
  func anotherPlace() throws {
    var session = try SyntheticSession()
    try session.press("S", "P")
    #expect(session.model.study.sweep == nil)
    session.answers = false
    try session.press("S", "P")
    #expect(session.effects.contains(.stopSweep))
  }

  @Test("Escape goes back to the network first, and then takes the colours away")
  func dismissing() throws {
    var session = try SyntheticSession()
    try session.press("S", "{", "Enter", "Escape")
    #expect(session.model.study.sweep != nil && session.model.screen.focus == .network)
    try session.press("Escape")
    #expect(session.model.study.sweep == nil)
    #expect(!session.frame.text.contains("0123456789"))
  }

  @Test("a model without a pose head says that there is nothing to measure")
  func noHead() throws {
    var architecture = SyntheticSession.architecture
    architecture.head = BackboneHead(streams: 4)
    var session = try SyntheticSession(architecture: architecture)
    try session.press("S")
    #expect(requests(session).isEmpty)
    #expect(session.model.notice?.contains("no pose head") == true)
  }
}
