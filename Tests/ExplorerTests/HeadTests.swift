import Cells
import Experiments
import Explorer
import HRNet
import Recognition
import Testing

@Suite("What other heads say")
struct HeadTests {
  private static let classMap = Architecture(
    width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 3, 2], unitsPerStream: 2,
    head: V2Head(.classes, count: 7))
  private static let scores = Architecture(
    width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 3, 2], unitsPerStream: 2,
    head: ImageNetHead(classes: 1000))

  private static func session(
    _ architecture: Architecture, _ appearance: Appearance = .indexed256
  ) throws -> SyntheticSession {
    try SyntheticSession(appearance: appearance, architecture: architecture)
  }

  @Test("H reads the other head under the same cuts, and back; what was measured of the first is forgotten")
  func otherHead() throws {
    var session = try Self.session(SyntheticSession.twoHeads)
    let joints = session.model.study.output
    try session.press("1", "S", "t", "J", "v", "v", "H")
    guard case .compute(let request, _) = session.effects.last(where: { if case .compute = $0 { true } else { false } })
    else {
      Issue.record("H computes nothing")
      return
    }
    #expect(request.output == session.model.study.output && session.model.study.output != joints)
    #expect(request.interventions == session.model.study.interventions && !request.interventions.isEmpty)
    #expect(
      session.model.study.current?.reading.classMap != nil && session.model.study.baseline?.reading.classMap != nil)
    #expect(session.model.study.change?.headline.unit == "%")
    #expect(session.model.study.sweep == nil && session.model.contributions == nil)
    #expect(session.model.screen.selectedItem == 0)
    #expect(session.frame.text.contains("7 classes") && session.frame.text.contains("upper arms"))
    #expect(session.model.unavailable(.trace) == "the pose head is not read now: there are no joints")
    #expect(session.model.unavailable(.readOut) == nil)
    // The taste for a heat map waits until there are heat maps again.
    #expect(session.frame.text.contains("┌ picture "))
    try session.press("H")
    #expect(session.model.study.output == joints && session.model.study.current?.reading.pose != nil)
    #expect(session.frame.text.contains("heat map · "))
    #expect(session.model.study.interventions == request.interventions)
  }

  @Test("where there is one head, H says so")
  func oneHead() throws {
    for architecture in [SyntheticSession.architecture, Self.classMap, Self.scores] {
      var session = try Self.session(architecture)
      let output = session.model.study.output
      try session.press("H")
      #expect(session.model.study.output == output)
      #expect(session.model.notice == "this network has one head: there is no other to read")
    }
  }

  @Test("early read-outs and the ablation's rows are those of the head that is read")
  func experiments() throws {
    var session = try Self.session(SyntheticSession.twoHeads)
    try session.press("e", "p", "p", "H")
    #expect(session.model.study.lens.isOn)
    let readings = session.model.study.ablation?.readings.values.map { $0.classMap != nil } ?? []
    #expect(readings == [true])
  }

  @Test("a cut changes shares and legend; the layer of changes paints no place that stayed")
  func cut() throws {
    var session = try Self.session(Self.classMap)
    #expect(session.frame.text.contains("16.7 %") || session.frame.text.contains("17.5 %"))
    #expect(!session.frame.text.contains("lower legs"), "a class that occurs nowhere is in the legend")
    let before = session.frame
    try session.press("{", "f")
    let row = try #require(session.frame.text.split(separator: "\n").first { $0.contains(" background ") })
    #expect(row.contains("+"))
    #expect(session.frame != before)
    let changed = try #require(session.model.study.change?.headline.value)
    #expect(session.frame.text.contains("changed \(Number.fixed(changed, places: 2)) %"))
    try session.press("v", "v", "v")
    #expect(session.frame.text.contains("classes that changed"))
    try session.press("v")
    #expect(session.frame.text.contains("┌ picture ─"))
  }

  @Test("without colours classes are letters, the commonest left out where the picture is to be seen")
  func letters() throws {
    for appearance in [Appearance.monochrome, .ascii] {
      var session = try Self.session(Self.classMap, appearance)
      try session.press("v", "v")
      let inside = session.frame.text.split(separator: "\n").filter { $0.contains("bbb") }
      #expect(inside.count > 8)
      #expect(inside.allSatisfy { $0.contains("aaa") && $0.contains("ccc") && $0.contains("fff") })
      #expect(session.frame.text.contains(" b  head"))
      try session.press("V", "V")
      #expect(session.frame.text.contains("bbb"))
    }
  }

  @Test("the inspector names classes, the one that is said first, and the class at the map cursor everywhere")
  func inspector() throws {
    var session = try Self.session(Self.classMap)
    try session.press("i")
    #expect(session.frame.text.contains("every class at x "))
    #expect(session.frame.text.contains("class here: upper arms"))
    #expect(session.frame.text.contains("torso "))
    try session.press("Tab", "Tab", "Tab", "{", "Left", "Tab")
    #expect(session.frame.text.contains("class here: upper arms") && session.frame.text.contains("every channel at"))
  }

  @Test("a chosen channel of the logits is called by its class")
  func channels() throws {
    var session = try Self.session(Self.classMap)
    try session.press("c", "c", "c")
    #expect(session.frame.text.contains("torso, 3 of 7"))
  }

  @Test("class scores are ranked, and say what their rank was")
  func ranks() throws {
    var session = try Self.session(Self.scores)
    #expect(session.frame.text.contains("     1 class 0"))
    try session.press("{", "f")
    let row = try #require(session.frame.text.split(separator: "\n").first { $0.contains("2→1 class 1 ") })
    #expect(row.contains("+"))
  }

  @Test("classes are painted anew after a cut, and what the network sees is shown bare")
  func painting() throws {
    func picture(_ session: SyntheticSession) -> [Cell] {
      let frame = session.frame
      return (2..<28).flatMap { y in (85..<119).map { frame[x: $0, y: y] } }
    }
    for (keys, isPainted) in [(0, true), (1, false), (2, true), (3, true)] {
      var session = try Self.session(Self.classMap, .trueColor)
      for _ in 0..<keys { try session.press("v") }
      let before = picture(session)
      try session.press("{", "f")
      #expect((picture(session) != before) == isPainted, "layer \(keys)")
      try session.press("u")
      #expect(picture(session) == before, "layer \(keys)")
    }
  }
}
