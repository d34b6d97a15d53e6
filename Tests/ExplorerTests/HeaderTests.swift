import Cells
import Explorer
import HRNet
import Pose
import Testing

/// The first row of the screen.
@Suite("Header")
struct HeaderTests {
  private static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)]

  private func header(_ session: SyntheticSession) -> String {
    String(session.frame.text.split(separator: "\n", omittingEmptySubsequences: false)[0])
  }

  /// Answers the last question for a pass, with the first broken node.
  private func answer(_ session: inout SyntheticSession, firstNotFinite: Node.ID?) throws {
    let effect = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    guard case .passed(let result, let baseline, let generation)? = session.answer(to: effect) else { return }
    let broken = PassResult(
      reading: result.reading, recomputed: result.recomputed, total: result.total, milliseconds: result.milliseconds,
      firstNotFinite: firstNotFinite)
    session.perform(.passed(broken, baseline: baseline, generation: generation))
  }

  @Test("begins with the program's name and ends with the step at every size, whatever has been done", arguments: sizes)
  func fits(size: (Int, Int)) throws {
    var session = try SyntheticSession(size: Size(width: size.0, height: size.1))
    for keys in [[], ["{", "f"], ["1", "2", "3"], ["g"], ["g", "g"], ["u"], ["Space"]] as [[String]] {
      for key in keys { try session.press(key) }
      let line = header(session)
      #expect(line.hasPrefix(" hrscope "), "\(line)")
      #expect(line.contains("/\(session.model.study.subject.network.columns.count)"), "\(line)")
    }
    session.answers = false
    try session.press("r")
    session.perform(.waited(WorkProgress(what: .weights, completed: 49, total: 98)))
    #expect(header(session).hasPrefix(" hrscope ") && header(session).contains("49/98"))
  }

  @Test("names the first node with NaN or infinite values at every size, and forgets it with them", arguments: sizes)
  func notFinite(size: (Int, Int)) throws {
    var session = try SyntheticSession(size: Size(width: size.0, height: size.1))
    let node = try #require(session.model.study.subject.network.nodes.first { $0.address.description == "s3.m1>1/8" })
    #expect(!header(session).contains("NaN"))
    session.answers = false
    try session.press("1")
    try answer(&session, firstNotFinite: node.id)
    #expect(header(session).contains("NaN") && header(session).contains("s3.m1>1/8"), "\(header(session))")
    #expect(header(session).hasPrefix(" hrscope ") && header(session).contains("27/27"))
    try session.press("u")
    try answer(&session, firstNotFinite: nil)
    #expect(!header(session).contains("NaN"))
  }

  @Test("a node that the network does not have is not named")
  func foreignNode() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("1")
    try answer(&session, firstNotFinite: 100_000)
    #expect(!header(session).contains("NaN"))
  }

  @Test("says what was assumed about the file, as far as there is room for it")
  func assumptions() throws {
    let assumptions = ["nearest upsampling", "ImageNet mean"]
    var session = try SyntheticSession(size: Size(width: 160, height: 40), assumptions: assumptions)
    #expect(header(session).contains("assumed: nearest upsampling, ImageNet mean"))
    session.perform(.resized(Size(width: 120, height: 40)))
    #expect(header(session).contains("assumed: nearest upsampling, ImageNet mean"))
    session.perform(.resized(Size(width: 80, height: 24)))
    #expect(header(session).contains("assumed: nearest upsampling +1"))
    session.perform(.resized(Size(width: 40, height: 12)))
    #expect(header(session).contains("assumed") && header(session).hasPrefix(" hrscope "), "\(header(session))")
    #expect(!(try SyntheticSession()).frame.text.contains("assumed"))
  }

  @Test("a pose head that was left out is not said to be missing", arguments: [nil, "'head.deconv_layers.0'"])
  func headless(refusal: String?) throws {
    var body = SyntheticSession.architecture
    body.head = BackboneHead(streams: 1)
    let session = try SyntheticSession(
      size: Size(width: 160, height: 40), architecture: body, headRefusal: refusal.map { "\($0) \u{1B}[2J" })
    let text = session.frame.text
    #expect(text.contains("no pose head") == (refusal == nil) && text.contains("graph"))
    #expect(header(session).contains("pose head left out") == (refusal != nil))
    #expect(text.contains("'head.deconv_layers.0'") == (refusal != nil) && !text.contains("\u{1B}"))
  }

  @Test("what is broken is said before what was assumed")
  func brokenFirst() throws {
    var session = try SyntheticSession(assumptions: ["nearest upsampling"])
    session.answers = false
    try session.press("1")
    try answer(&session, firstNotFinite: 1)
    #expect(header(session).contains("NaN") && !header(session).contains("assumed"))
  }
}
