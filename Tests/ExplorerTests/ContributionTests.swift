import Cells
import Explorer
import HRNet
import Pictures
import Testing

@Suite("What a cut contributes")
struct ContributionTests {
  private static let edge = EdgeAddress(ExchangeAddress(stage: 4, module: 1), from: Stream(1), to: Stream(0))

  /// Into the matrix of s4.m1, on the edge from 1/8 to 1/4.
  private func session(size: Size = Size(width: 120, height: 40)) throws -> SyntheticSession {
    var session = try SyntheticSession(size: size)
    try session.press("{", "{", "Enter", "Right")
    return session
  }

  @Test("R chooses the mean, f then replaces and takes it back; the matrix, the map and the line say mean")
  func mean() throws {
    var session = try session()
    try session.press("R", "Down", "Enter", "f")
    #expect(session.model.study.interventions[contributionOf: Self.edge] == .mean)
    let text = session.frame.text
    #expect(text.contains("s4.m1:1/8>1/4 mean") && text.contains("mean 20 %") && text.contains("◈"))
    try session.press("x")
    #expect(session.frame.text.contains("μ"))
    try session.press("r", "f", "f")
    #expect(session.model.study.interventions.isEmpty)
  }

  @Test("a picture chosen to patch from is what cuts bring from then on, and can be chosen again")
  func patch() throws {
    var session = try session()
    try session.press("R", "Down", "Down", "Enter", "Enter")
    #expect(session.model.study.donors.map(\.name) == ["a.jpg"])
    // The picture on the screen stays.
    #expect(session.model.study.scene.name == "synthetic.jpg")
    try session.press("f")
    #expect(session.model.study.interventions[contributionOf: Self.edge] == .patch(donor: 0))
    #expect(session.frame.text.contains("patched from a.jpg") && session.frame.text.contains("patch 20 %"))
    // The same picture again is no second donor.
    try session.press("R", "Down", "Enter", "Enter")
    #expect(session.model.study.donors.count == 1)
    try session.press("R")
    #expect(session.model.menu?.items.map(\.label) == ["nothing", "mean", "patch", "patch from"])
    try session.press("Up", "Up", "Enter", "f")
    #expect(session.model.study.interventions[contributionOf: Self.edge] == .nothing)
  }

  @Test("the worker is told the donors")
  func request() throws {
    var session = try session()
    try session.press("R", "Down", "Down", "Enter", "Enter", "f")
    guard
      case .compute(let request, _)? = session.effects.last(where: { if case .compute = $0 { true } else { false } })
    else {
      Issue.record("nothing was asked of the worker")
      return
    }
    #expect(request.donors == session.model.study.framedDonors)
    #expect(request.donors.first?.sample.size == PictureSize(width: 160, height: 192))
  }

  @Test("X cuts a stream whole, its identity edge too, and joins it again")
  func stream() throws {
    var session = try session()
    try session.press("Down", "X")
    let edges = session.model.study.interventions.edges
    #expect(edges.count == 4 && edges.allSatisfy { $0.destination == Stream(1) && $0.unit.stage == 4 })
    try session.press("X")
    #expect(session.model.study.interventions.isEmpty)
  }

  @Test("weakening a replaced edge takes its own term again")
  func weakening() throws {
    var session = try session()
    try session.press("R", "Down", "Enter", "f", "[")
    #expect(session.model.study.interventions[contributionOf: Self.edge] == .gain(0.9))
  }

  @Test("what the network has never seen is said in plain words", arguments: [80, 120])
  func note(width: Int) throws {
    var session = try session(size: Size(width: width, height: 24))
    #expect(!session.frame.text.contains("training"))
    try session.press("f")
    #expect(session.frame.text.contains("1 cut: sums never seen in training"))
    try session.press("R", "Down", "Enter", "f")
    #expect(session.frame.text.contains("1 mean: never seen in training"))
    try session.press("R", "Down", "Enter", "Enter", "f")
    #expect(session.frame.text.contains("1 patched: real terms, but a mix never seen in training"))
    try session.press("Right", "[")
    #expect(session.frame.text.contains("sums never seen in training"))
  }
}

@Suite("The paper's ablation")
struct AblationTests {
  @Test("p walks the rows, each with the paper's figure beside the effect here", arguments: [(80, 24), (120, 40)])
  func walk(size: (Int, Int)) throws {
    var session = try SyntheticSession(size: Size(width: size.0, height: size.1))
    let network = session.model.study.subject.network
    for (row, name) in zip(PaperAblation.allCases, ["(a) final ", "(b) final + across ", "(c) all "]) {
      try session.press("p")
      #expect(session.model.study.ablation?.row == row)
      #expect(session.model.study.interventions == row.interventions(in: network))
      let line = try #require(session.frame.text.split(separator: "\n").first { $0.contains("▸ \(name)") })
      #expect(line.contains("\(row.averagePrecision)") && line.contains("px") && line.contains("/14"))
    }
    let text = session.frame.text
    #expect(text.contains("The paper retrained") && text.contains("this cuts") && text.contains("p next row"))
    #expect(!text.contains("not run yet"))
    try session.press("p")
    #expect(session.model.study.ablation?.row == .finalOnly)
  }

  @Test("the walk can be undone, and Escape closes its table")
  func leaving() throws {
    var session = try SyntheticSession()
    try session.press("p", "u")
    #expect(session.model.study.interventions.isEmpty)
    try session.press("Escape")
    #expect(session.model.study.ablation == nil)
    #expect(!session.frame.text.contains("Table 12"))
  }

  @Test("after another change no row is in force; another person has not been run yet")
  func otherCuts() throws {
    var session = try SyntheticSession()
    try session.press("p", "1")
    #expect(session.frame.text.contains("no row is in force"))
    try session.press("p", "P")
    let text = session.frame.text
    #expect(text.split(separator: "\n").first { $0.contains("(a) final ") }?.contains("not run yet") == true)
    #expect(text.split(separator: "\n").first { $0.contains("▸ (b)") }?.contains("px") == true)
  }
}
