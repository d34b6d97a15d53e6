import Cells
import Experiments
import Explorer
import HRNet
import Pictures
import Pose
import Testing

@Suite("Live frames")
struct LiveFrameTests {
  private static func frame(_ number: Int, width: Int = 120, height: Int = 160, dropped: Int = 0) -> LiveFrame {
    LiveFrame(
      scene: Scene(
        picture: SyntheticSession.picture(width: width, height: height), name: "frame-\(number)", path: nil, people: []),
      number: number, dropped: dropped, damaged: 0, seconds: Double(number) / 10)
  }

  /// A session that has been given its first frame.
  private static func session(size: Size = Size(width: 120, height: 40)) throws -> SyntheticSession {
    var session = try SyntheticSession(size: size, live: LiveFrames(source: "standard input"))
    session.give(frame(1))
    return session
  }

  private static func requests(_ session: SyntheticSession) -> [PassRequest] {
    session.effects.compactMap { if case .compute(let request, _) = $0 { request } else { nil } }
  }

  private static func asked(_ session: SyntheticSession) -> [Int] {
    session.effects.compactMap { if case .nextFrame(let after, _) = $0 { after } else { nil } }
  }

  @Test("nothing is computed before there is a frame; each is asked for when the one before is answered")
  func pulled() throws {
    var session = try SyntheticSession(live: LiveFrames(source: "standard input"))
    #expect(Self.requests(session).isEmpty && Self.asked(session) == [0])
    #expect(session.frame.text.contains("waiting for a frame"))
    session.give(Self.frame(1))
    #expect(session.model.study.scene.name == "frame-1" && Self.asked(session) == [0, 1])
    session.answers = false
    session.give(Self.frame(2))
    // Under way: nothing more is asked, and what is shown is the frame whose pass there is.
    #expect(session.model.study.scene.name == "frame-1" && Self.asked(session) == [0, 1])
    session.give(Self.frame(3))
    #expect(Self.requests(session).count == 2)
    let effect = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    let answer = session.answer(to: effect)
    session.perform(try #require(answer))
    #expect(session.model.study.scene.name == "frame-2" && Self.asked(session) == [0, 1, 2])
  }

  @Test("frames that answer an older question, and passes of frames that were given up, count for nothing")
  func stale() throws {
    var session = try Self.session()
    session.perform(.live(.frame(Self.frame(9), generation: 1)))
    #expect(session.model.study.scene.name == "frame-1")
    session.answers = false
    session.give(Self.frame(2))
    let effect = try #require(session.effects.last)
    let answer = session.answer(to: effect)
    let late = try #require(answer)
    // A cut concerns what is shown, and takes the place of the frame on its way.
    try session.press("1")
    session.perform(late)
    #expect(session.model.study.scene.name == "frame-1" && session.model.study.isComputing)
    let pass = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    guard case .compute(let request, _) = pass else { return }
    #expect(request.scene.name == "frame-1" && !request.interventions.isEmpty)
    let passed = session.answer(to: pass)
    session.perform(try #require(passed))
    #expect(Self.asked(session).last == 1)
  }

  @Test("cuts stay in force, and the person is followed by the joints of the network uncut")
  func following() throws {
    var session = try Self.session()
    #expect(session.model.study.box == Box(x: 0, y: 0, width: 120, height: 160))
    try session.press("1", "2", "3")
    session.give(Self.frame(2))
    let request = try #require(Self.requests(session).last)
    #expect(request.interventions == session.model.study.interventions && !request.interventions.isEmpty)
    // Joints lie from (30, 22) to (90, 135) with nothing cut; a tenth of the longer side is 11.3.
    let box = session.model.study.box
    #expect(abs(box.x - 18.7) < 1e-9 && abs(box.y - 10.7) < 1e-9)
    #expect(abs(box.width - 82.6) < 1e-9 && abs(box.height - 135.6) < 1e-9)
  }

  @Test("a frame of another size, and a person who is lost, begin with the whole frame")
  func lost() throws {
    var session = try Self.session()
    session.give(Self.frame(2))
    session.give(Self.frame(3, width: 60, height: 90))
    #expect(session.model.study.box == Box(x: 0, y: 0, width: 60, height: 90))
    session = try Self.session()
    session.give(Self.frame(2))
    let pose = try #require(session.model.study.baseline?.reading.pose)
    var joints = pose.joints
    for index in joints.indices.dropFirst(4) { joints[index].score = 0.05 }
    session.answers = false
    session.give(Self.frame(3))
    guard case .compute(_, let generation)? = session.effects.last else {
      Issue.record("no pass was asked for")
      return
    }
    let faint = PassResult(
      reading: .pose(PoseReading(joints: joints, heatMaps: pose.heatMaps, skeleton: pose.skeleton, box: pose.box)),
      recomputed: 98, total: 98, milliseconds: 1)
    session.perform(.passed(faint, baseline: faint, generation: generation))
    session.give(Self.frame(4))
    let all = Box(whole: SyntheticSession.picture(width: 120, height: 160))
    #expect(Self.requests(session).last?.frame.crop?.person == all)
  }

  @Test("b stops following; r takes the whole frame; it goes on from where the box is left")
  func box() throws {
    var session = try Self.session()
    session.give(Self.frame(2))
    try session.press("b", "Right", "Right")
    let box = session.model.study.box
    session.give(Self.frame(3))
    #expect(session.model.study.box == box)
    try session.press("r")
    session.give(Self.frame(4))
    #expect(session.model.study.box == Box(x: 0, y: 0, width: 120, height: 160))
    try session.press("Enter")
    session.give(Self.frame(5))
    #expect(abs(session.model.study.box.x - 18.7) < 1e-9)
  }

  @Test("Space stays on a frame, where everything works, and goes on with the newest")
  func staying() throws {
    var session = try Self.session()
    try session.press("Space")
    #expect(session.effects.suffix(1) == [.holdFrames(true)] && session.model.notice == "staying on this frame")
    #expect(session.frame.text.contains("staying, Space goes on"))
    session.give(Self.frame(2))
    #expect(session.model.study.scene.name == "frame-1")
    try session.press("Left", "{", "f", "t", "Escape", "b", "Right", "Enter")
    #expect(session.model.study.scene.name == "frame-1" && !session.model.study.interventions.isEmpty)
    let asked = Self.asked(session).count
    try session.press("Space")
    #expect(session.effects.suffix(2).first == .holdFrames(false) && Self.asked(session).count == asked + 1)
    session.give(Self.frame(7, dropped: 3))
    #expect(session.model.study.scene.name == "frame-7")
    #expect(session.frame.text.contains("3 dropped"))
  }

  @Test("staying while a frame is on its way computes the shown one anew", arguments: ["Space", "S"])
  func stayingInBetween(key: String) throws {
    var session = try Self.session()
    session.answers = false
    session.give(Self.frame(2))
    session.answers = true
    try session.press(key)
    #expect(session.model.live?.isPaused == true)
    #expect(Self.requests(session).last?.scene.name == "frame-1")
    #expect(session.model.study.scene.name == "frame-1" && !session.model.study.isComputing)
  }

  @Test("another picture, a sweep, occlusion and a lesson stay by themselves", arguments: [["S"], ["t", "B"], ["Y"]])
  func stayingByItself(keys: [String]) throws {
    var session = try Self.session()
    for key in keys { try session.press(key) }
    #expect(session.model.live?.isPaused == true && session.effects.contains(.holdFrames(true)))
    session = try Self.session()
    try session.press("O", "a", ".", "Enter")
    guard case .open(_, let generation)? = session.effects.last else {
      Issue.record("nothing was opened")
      return
    }
    let other = Scene(
      picture: SyntheticSession.picture(width: 50, height: 70), name: "a.jpg", path: "/pictures/a.jpg", people: [])
    session.perform(.opened(other, generation: generation))
    #expect(session.model.live?.isPaused == true && session.model.study.scene == other)
    // What was looked at in between is nobody to be followed.
    try session.press("Space")
    session.give(Self.frame(5))
    #expect(session.model.study.box == Box(x: 0, y: 0, width: 120, height: 160))
  }

  @Test("silence and the end are said, the last frame stays, and Space plays then")
  func ending() throws {
    var session = try Self.session()
    session.perform(.live(.silent("no frame for 2 s")))
    #expect(session.model.notice?.hasPrefix("no frame for 2 s") == true)
    try session.press("m")
    #expect(session.frame.text.contains("no frame for 2 s"))
    session.give(Self.frame(2))
    #expect(!session.frame.text.contains("no frame for 2 s"))
    // A frame that came before the silence and is shown after it does not end it.
    session.perform(.live(.silent("no newer frame", after: 3)))
    session.give(Self.frame(3))
    try session.press("m")
    #expect(session.model.study.scene.name == "frame-3" && session.frame.text.contains("no newer frame"))
    session.perform(.live(.ended("standard input: 2 frames, then it has ended; the last one stays")))
    #expect(session.model.notice?.contains("it has ended") == true)
    // What had come before the end is still shown.
    session.give(Self.frame(4))
    #expect(session.model.study.scene.name == "frame-4")
    try session.press("Home", "Space")
    #expect(session.model.playing.isOn && session.frame.text.contains("no more frames"))
  }

  @Test("how many frames a second are shown, over the last two seconds")
  func rate() throws {
    var session = try Self.session()
    #expect(session.model.live?.rate == nil)
    for number in 2...40 { session.give(Self.frame(number)) }
    #expect(abs(try #require(session.model.live?.rate) - 10) < 1e-6)
    #expect(session.frame.text.contains("10 frames/s"))
  }

  @Test("at 80×24 there is room for it, too")
  func small() throws {
    var session = try Self.session(size: Size(width: 80, height: 24))
    for number in 2...12 { session.give(Self.frame(number, dropped: number)) }
    #expect(session.frame.text.contains("10 frames/s") || session.frame.text.contains("10/s"))
  }
}

extension SyntheticSession {
  /// Gives a frame for the newest question.
  mutating func give(_ frame: LiveFrame) {
    let generation = effects.reduce(0) { newest, effect in
      if case .nextFrame(_, let generation) = effect { max(newest, generation) } else { newest }
    }
    perform(.live(.frame(frame, generation: generation)))
  }
}
