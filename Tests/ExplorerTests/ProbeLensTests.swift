import Cells
import Engine
import Experiments
import HRNet
import Testing

@testable import Explorer

@Suite("The read-out lens with probes")
struct ProbeLensTests {
  private static var backbone: Architecture {
    var architecture = SyntheticSession.architecture
    architecture.head = BackboneHead(streams: 4)
    return architecture
  }

  @Test("at every stream and column that has a probe it reads through that; E goes over to the head and back")
  func everywhere() throws {
    var session = try SyntheticSession(probes: .joints)
    let network = session.model.study.network
    let (probed, heads) = (
      Set(network.probedNodes), Set(network.earlyReadOuts(of: network.readOutput).map(\.column))
    )
    try session.press("e")
    var seen: Set<Node.ID> = []
    while session.model.screen.cursor.column > 0 {
      try session.press("Left")
      for stream in session.model.column.nodes.indices {
        if stream > 0 { try session.press("Down") }
        let (column, node) = (session.model.screen.cursor.column, session.model.column.nodes[stream])
        let reader = session.model.readOut?.reader
        if probed.contains(node) {
          #expect(reader == .probe(node, isConcatenated: false))
          #expect(session.frame.text.contains("probe \(network[node].address)"))
          seen.insert(node)
        } else if heads.contains(column) {
          #expect(reader == .head(ReadOut(column: column, output: network.readOutput)))
          #expect(session.frame.text.contains("joints · head, early"))
        } else {
          #expect(reader == nil && session.model.shown == nil)
        }
        try session.press("E")
        if probed.contains(node), heads.contains(column) {
          #expect(session.model.readOut?.reader == .head(ReadOut(column: column, output: network.readOutput)))
          try session.press("E")
          #expect(session.model.readOut?.reader == reader)
        } else if probed.contains(node) || heads.contains(column) {
          #expect(session.model.notice?.contains("alone reads") == true && session.model.readOut?.reader == reader)
        } else {
          try session.press("E")
        }
      }
      for _ in session.model.column.nodes.dropFirst() { try session.press("Up") }
    }
    #expect(seen == probed && seen.count == 57)
  }

  @Test("the course is of the resolution under the cursor, with what each probe finds of the validation set")
  func course() throws {
    var session = try SyntheticSession(probes: .joints)
    try session.press("e", "{", "Down", "Down")
    let network = session.model.study.network
    let shapes = session.model.course.map { depth -> Shape? in
      guard case .probe(let node, isConcatenated: false) = depth.reader else { return nil }
      return network[node].shape
    }
    #expect(!shapes.isEmpty && shapes.map { $0?.height ?? 0 } == shapes.map { _ in 12 })
    #expect(session.frame.text.contains("early read-out by probes of 1/16 · px to the true pose"))
    let facts = try #require(session.model.study.subject.probes.facts(of: session.model.node.id, .joints)?.entry)
    let share = Number.fixed(100 * (facts.measured ?? 0), places: 0)
    #expect(session.frame.text.contains("PCK \(share) % on lsp-100"))
    try session.press("E")
    #expect(session.model.course.count == network.earlyReadOuts(of: network.readOutput).count)
    #expect(session.frame.text.contains("early read-out by the head, trained for the end"))
  }

  @Test(
    "under a cut it says that the probe was fitted on the uncut network", arguments: [(120, 40), (80, 24), (200, 60)])
  func cut(width: Int, height: Int) throws {
    var session = try SyntheticSession(size: Size(width: width, height: height), probes: .joints)
    try session.press("e", "{")
    #expect(!session.frame.text.contains("fitted on the uncut"))
    try session.press("1")
    #expect(session.frame.text.contains("fitted on the uncut"))
    try session.press("E")
    #expect(!session.frame.text.contains("fitted on the uncut"))
    try session.press("E", "r")
    #expect(!session.frame.text.contains("fitted on the uncut"))
  }

  @Test("E says why where there is only one of the two")
  func reasons() throws {
    var session = try SyntheticSession(probes: .joints)
    try session.press("E")
    #expect(session.model.notice == "nothing is read early now: e begins")
    session = try SyntheticSession()
    try session.press("e", "E")
    #expect(session.model.notice?.contains("this network has no probes") == true)
    session = try SyntheticSession(architecture: Self.backbone, probes: .joints)
    try session.press("e", "E")
    #expect(session.model.notice?.contains("probes alone read early") == true)
  }

  @Test("a backbone without a head gains joints: they are listed, chosen, sorted, drawn and compared with the truth")
  func backbone() throws {
    var session = try SyntheticSession(architecture: Self.backbone, probes: .joints)
    #expect(session.frame.text.contains("14 joints by probes"))
    #expect(session.model.shown?.pose == nil && session.model.study.parts == .people)
    try session.press("e", "J")
    let shown = try #require(session.model.shown?.pose)
    #expect(shown.skeleton == .lsp14 && session.model.errors.compactMap(\.self).count == 14)
    #expect(session.model.screen.selectedItem == 1 && session.frame.text.contains("px to the true pose"))
    for name in ["r. ankle", "l. hip", "neck"] { #expect(session.frame.text.contains(name), "\(name)") }
    try session.press("v", "v")
    #expect(session.model.layer == .heatMap && session.frame.text.contains("heat map · right knee"))
    // Where nobody knows the truth, what is read in the end takes its place.
    try session.press("P")
    #expect(session.frame.text.contains("px to the last pose"))
    #expect(session.model.readOutReference == session.model.course.last.map { .result($0.reading) })
    try session.press("e")
    #expect(session.model.shown?.pose == nil)
  }

  @Test("probes of classes show classes, also where the network itself knows joints")
  func classes() throws {
    for architecture in [SyntheticSession.architecture, Self.backbone] {
      var session = try SyntheticSession(architecture: architecture, probes: .classes)
      try session.press("e", "{")
      #expect(session.model.shown?.classMap?.names.names == ["background", "arm", "leg"])
      #expect(session.frame.text.contains("classes · probe s4.m") && session.frame.text.contains(" leg "))
    }
    // Of both kinds, that of the head which is read.
    var session = try SyntheticSession(architecture: SyntheticSession.twoHeads, probes: .jointsAndClasses)
    try session.press("e", "{")
    #expect(session.model.shown?.pose != nil)
    try session.press("H")
    #expect(session.model.shown?.classMap?.names.names == ["background", "arm", "leg"])
  }

  @Test("what was read of the pass before is not shown beside the one that is shown")
  func stale() throws {
    var session = try SyntheticSession(probes: .joints)
    try session.press("e", "{")
    #expect(session.model.readOut != nil)
    session.answers = false
    try session.press("1")
    // The old pass is still the one that is shown.
    #expect(session.model.readOut != nil)
    let asked = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    let pass = session.answer(to: asked)
    session.perform(try #require(pass))
    #expect(session.model.readOut == nil && session.model.course.isEmpty && session.model.shown == nil)
    let question = try #require(session.effects.last { if case .readOut = $0 { true } else { false } })
    let course = session.answer(to: question)
    session.perform(try #require(course))
    #expect(session.model.readOut != nil)
  }

  @Test("A's probes are A's: a state without any is read by its head")
  func pinned() throws {
    var session = try SyntheticSession(
      size: Size(width: 200, height: 50), pinned: SyntheticSession.architecture, probes: .joints)
    try session.press("e", "{")
    #expect(session.model.readOut?.reader.isProbe == true && session.model.sideA?.readOut?.reader.isProbe == false)
  }
}

extension ReadOutDepth.Reader {
  fileprivate var isProbe: Bool { if case .probe = self { true } else { false } }
}
