import Cells
import Engine
import Experiments
import HRNet
import Testing

@testable import Explorer

@Suite("What every stream knows")
struct KnowledgeTests {
  private static let sizes = [(80, 24), (120, 40), (200, 60)]

  private func session(
    _ keys: String..., size: (Int, Int) = (120, 40), probes: SyntheticSession.Probes = .joints,
    architecture: Architecture = SyntheticSession.architecture, appearance: Appearance = .indexed256
  ) throws -> SyntheticSession {
    var session = try SyntheticSession(
      size: Size(width: size.0, height: size.1), appearance: appearance, architecture: architecture, probes: probes)
    for key in keys { try session.press(key) }
    return session
  }

  /// The lines of the panel's table, by their stream.
  private func table(_ session: SyntheticSession) -> [String: String] {
    let lines = session.frame.text.split(separator: "\n").map(String.init)
    let start = lines.firstIndex { $0.contains(" knowledge ") } ?? lines.count
    var rows: [String: String] = [:]
    for line in lines.dropFirst(start + 3).prefix(4) {
      for stream in ["1/4", "1/8", "1/16", "1/32"] where Self.label(line) == stream { rows[stream] = line }
    }
    return rows
  }

  /// What stands first in a line, behind the frame.
  private static func label(_ line: String) -> String? {
    line.dropFirst().split(separator: " ").first.map(String.init)
  }

  @Test("without probes the key says what would bring some")
  func missing() throws {
    for keys in [["N"], [":", "v", "e", "r", "s", "i", "Enter"]] {
      var session = try session(probes: .none)
      for key in keys { try session.press(key) }
      #expect(session.model.notice?.contains("hrscope probe SET") == true)
      #expect(session.model.screen.look == .step)
    }
  }

  @Test("every probe's share over the set stands in the row of its stream, in every size and without colour or UTF-8")
  func set() throws {
    for size in Self.sizes {
      for appearance in [Appearance.indexed256, .monochrome, .ascii] {
        let session = try session("N", size: size, appearance: appearance)
        #expect(session.frame.text.contains("PCK@0.2 in % on lsp-100"))
        let rows = table(session)
        let probes = session.model.study.subject.probes
        #expect(rows.count == 4)
        for node in probes.nodes(.joints) {
          let share = try #require(probes.facts(of: node, .joints)?.entry.measured)
          let stream = "\(try #require(session.model.study.network.probedStream(node)))"
          let row = try #require(rows[stream])
          let whole = row.contains(" \(Int((100 * share).rounded())) ")
          #expect(
            whole || row.contains(" \(Number.fixed(100 * share, places: 1))"), "\(size): \(stream) \(share)\n\(row)")
        }
      }
    }
  }

  @Test("on the map each stream and column has the tenth of its share, a digit on the scale's colour")
  func map() throws {
    var session = try session("N", size: (200, 60))
    try session.press("Home")
    let (canvas, network) = (view(session.model), session.model.study.network)
    let panel = NetworkPanel(model: session.model, rowStep: Layout(session.model).mapRowStep)
    let rect = try #require(Layout(session.model).network)
    var seen = 0
    for (index, column) in network.columns.enumerated() {
      for (stream, node) in column.nodes.enumerated() {
        guard let share = session.model.study.subject.probes.facts(of: node, .joints)?.entry.measured,
          let point = panel.point(of: LessonTarget.Place(column: index, stream: stream), in: rect)
        else { continue }
        #expect("\(canvas[x: point.x, y: point.y].scalar)" == "\(min(Int(share * 10), 9))")
        #expect(canvas[x: point.x, y: point.y].style.background == ColorMap.viridis.color(at: share))
        seen += 1
      }
    }
    #expect(seen == network.probedNodes.count)
    // Elsewhere the map is as ever.
    try session.press("Escape")
    #expect(view(session.model).text.contains("◆"))
  }

  @Test("a second press shows the picture: asked once, with numbers that are this pass's and no other's")
  func picture() throws {
    var session = try session("N")
    func asked() -> Int { session.effects.count { if case .probe = $0 { true } else { false } } }
    // So that the change is there at once.
    #expect(asked() == 1)
    try session.press("N")
    #expect(session.frame.text.contains("this picture: px to the true joints") && asked() == 1)
    try session.press("Left", "Left", "Up", "N", "N", "Escape", "N")
    #expect(asked() == 1)
    session.answers = false
    try session.press("1")
    // What is on the screen is the pass before, and so are the numbers.
    #expect(session.frame.text.contains("this picture: px to the true joints") && asked() == 1)
    let before = table(session)
    #expect(before.count == 4)
    let effects = session.effects
    let compute = try #require(effects.last { if case .compute = $0 { true } else { false } })
    let passed = session.answer(to: compute)
    session.perform(try #require(passed))
    #expect(asked() == 2 && table(session).isEmpty && session.frame.text.contains("reading through the probes …"))
    let question = try #require(session.effects.last { if case .probe = $0 { true } else { false } })
    // An answer to the older question counts for nothing.
    let older = try #require(effects.first { if case .probe = $0 { true } else { false } })
    let late = session.answer(to: older)
    session.perform(try #require(late))
    #expect(table(session).isEmpty)
    let answer = session.answer(to: question)
    session.perform(try #require(answer))
    #expect(table(session).count == 4 && table(session) != before)
  }

  @Test("a stopped pass leaves what was asked to be asked again")
  func stopped() throws {
    var session = try session()
    session.answers = false
    try session.press("N", "1")
    func asked() -> Int { session.effects.count { if case .probe = $0 { true } else { false } } }
    let before = asked()
    session.perform(.waited(WorkProgress(what: .pass, completed: 3, total: 98)))
    try session.press("Escape")
    #expect(session.model.notice == "stopped: everything is as it was" && asked() == before)
    let compute = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    let passed = session.answer(to: compute)
    session.perform(try #require(passed))
    #expect(asked() == before + 1)
  }

  @Test("under a cut both say that the probes were fitted on the uncut network", arguments: sizes.indices)
  func cut(index: Int) throws {
    var session = try session("N", "1", size: Self.sizes[index])
    #expect(session.frame.text.contains("probe fitted on the uncut network"))
    #expect(session.frame.text.contains("measured with nothing cut"))
    try session.press("N", "Left", "Left")
    #expect(session.frame.text.contains("probe fitted on the uncut network"))
    #expect(session.frame.text.contains("with nothing cut)"))
    try session.press("r")
    #expect(!session.frame.text.contains("uncut network") && !session.frame.text.contains("with nothing cut)"))
  }

  @Test("the line of the cursor: number, what came about since, what its grid allows")
  func cursor() throws {
    var session = try session("N", size: (200, 60))
    #expect(session.frame.text.contains("is read by no probe"))
    try session.press("{")
    let unit = try #require(session.model.exchangeUnit)
    let (node, map) = (unit.outputs[0], try #require(KnowledgeMap(session.model)))
    let former = try #require(map.former(node, in: session.model.study.network))
    let (now, then) = (try #require(map[node]), try #require(map[former]))
    let words =
      "\(session.model.study.network[node].address) \(Number.fixed(now, places: 1)) % · "
      + "+\(Number.fixed(now - then, places: 1)) since \(session.model.study.network[former].address) · its grid allows 100.0"
    #expect(session.frame.text.contains(words))
    // The last unit of HRNetV1 has one destination.
    try session.press("{", "Down", "Down", "Down")
    #expect(session.frame.text.contains("its grid allows 62.5"))
    try session.press("N")
    #expect(session.frame.text.contains(" of 14 right"))
  }

  @Test("what each exchange unit adds stands below, where there is room")
  func gains() throws {
    let session = try session("N", size: (200, 60))
    let map = try #require(KnowledgeMap(session.model))
    let lines = session.frame.text.split(separator: "\n").map(String.init)
    let network = session.model.study.network
    for unit in network.exchangeUnits {
      let line = try #require(lines.last { $0.contains("\(unit.address) ") && $0.contains("→") })
      for node in unit.outputs {
        let former = try #require(map.former(node, in: network))
        #expect(network.probedStream(former) == network.probedStream(node))
        let (now, then) = (try #require(map[node]), try #require(map[former]))
        #expect(line.contains("\(Number.fixed(then, places: 1)) → \(Number.fixed(now, places: 1))"))
      }
    }
  }

  @Test("without truth it is the network's own joints, without a head what the last probe says, and the title says so")
  func references() throws {
    var session = try session("N", "N")
    #expect(session.frame.text.contains("px to the true joints"))
    // Of a box made by hand nothing is known.
    try session.press("Escape", "Y", "Enter", "N")
    #expect(session.model.study.trueJoints == nil && session.frame.text.contains("px to the network's own joints"))
    let backbone = Architecture(width: 16, modules: [1, 1, 1], head: BackboneHead(streams: 4))
    session = try self.session("Y", "Enter", "N", "N", architecture: backbone)
    #expect(session.frame.text.contains("px to what the last probe of 1/4 says"))
  }

  @Test("classes are told of where classes are read")
  func classes() throws {
    let session = try session("N", probes: .classes)
    #expect(session.frame.text.contains("mean IoU in % on lsp-100"))
  }

  @Test(
    "every network's own columns, however many, show the cursor's", arguments: [[1, 4, 3], [1, 1, 1], [2, 2, 2]])
  func networks(modules: [Int]) throws {
    let architecture = Architecture(width: 32, modules: modules, head: PoseHead(joints: 14))
    for size in [(40, 12), (60, 20), (80, 24), (120, 40), (300, 80)] {
      var session = try session("N", size: size, architecture: architecture)
      for key in ["{", "{", "{", "Left", "N", "Home", "Right", "}", "}"] {
        try session.press(key)
        #expect(session.frame.size == session.model.screen.size)
      }
      let map = try #require(KnowledgeMap(session.model))
      for room in [8, 20, 60, 75, 200] {
        let cursor = session.model.study.network.columns.count - 3
        let grid = KnowledgeGrid(map, session.model.study.network, room: room, cursor: cursor)
        #expect(!grid.columns.isEmpty && grid.columns.count * grid.cell <= max(room, 4))
      }
    }
  }

  @Test("leaves as other views do")
  func leaving() throws {
    var session = try session("N", "N", "Escape")
    #expect(session.model.screen.look == .step && session.model.screen.focus == .network)
    // It is the picture's again, as it was left.
    try session.press("N")
    #expect(session.model.screen.look == .knowledge && session.model.screen.knowledge == .picture)
  }
}

extension Network {
  /// The stream of a node of a column.
  fileprivate func probedStream(_ node: Node.ID) -> Stream? {
    for column in columns {
      if let place = column.nodes.firstIndex(of: node) { return column.streams[place] }
    }
    return nil
  }
}

@Suite("V1 or V2")
struct VersionsTests {
  private static let open = [":", "v", "e", "r", "s", "i", "Enter"]

  @Test(
    "one stream beside all of them, for joints and classes, and what a file lacks", arguments: [(80, 24), (120, 40)])
  func table(width: Int, height: Int) throws {
    var session = try SyntheticSession(size: Size(width: width, height: height), probes: .jointsAndClasses)
    for key in Self.open { try session.press(key) }
    let text = session.frame.text
    #expect(text.contains("V1 or V2 · probes of one stream"))
    let probes = session.model.study.subject.probes
    let nodes = probes.nodes(.joints, isConcatenated: true)
    #expect(nodes.count == 2)
    for node in nodes {
      let alone = try #require(probes.facts(of: node, .joints)?.entry.measured)
      let all = try #require(probes.facts(of: node, .joints, isConcatenated: true)?.entry.measured)
      let line = try #require(
        text.split(separator: "\n").first {
          $0.contains("\(session.model.study.network[node].address) ") && $0.contains("75.0")
        })
      #expect(
        line.contains(Number.fixed(100 * alone, places: 1))
          && line.contains("+\(Number.fixed(100 * (all - alone), places: 1))"))
    }
    #expect(text.contains("hrscope probe SET --concatenate fits them"))
    #expect(text.contains("V1h"))
  }

  @Test("tells how far off both are on this picture, and of the cut that is in force")
  func picture() throws {
    var session = try SyntheticSession(probes: .joints)
    for key in Self.open { try session.press(key) }
    #expect(session.frame.text.contains("this picture, px off"))
    #expect(session.frame.text.contains("→ 100"))
    try session.press("1")
    #expect(session.frame.text.contains("probe fitted on the uncut network") && session.frame.text.contains("→ 200"))
    try session.press("Escape")
    #expect(session.model.screen.look == .step)
  }
}
