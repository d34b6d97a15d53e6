import Cells
import Explorer
import Pose
import Testing

@Suite("Waiting for work")
struct WaitingTests {
  private let half = WorkProgress(what: .pass, completed: 49, total: 98)

  @Test("what is done at once shows no sign of waiting; later, how far it is and how to stop it")
  func spinner() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("1")
    #expect(session.model.isWaiting)
    #expect(!session.frame.text.contains("49/98"))
    session.perform(.waited(half))
    #expect(session.frame.text.contains("computing nodes 49/98 · Esc stops"))
    let effect = try #require(session.effects.last { if case .compute = $0 { true } else { false } })
    if let answer = session.answer(to: effect) { session.perform(answer) }
    #expect(!session.model.isWaiting)
    #expect(!session.frame.text.contains("49/98"))
  }

  @Test("Escape stops a pass and takes back what it was for; undo then leads to what was before")
  func stopping() throws {
    var session = try SyntheticSession()
    try session.press("1")
    let before = session.model.study.interventions
    session.answers = false
    try session.press("2")
    session.perform(.waited(half))
    try session.press("Escape")
    #expect(session.effects.contains(.stop))
    #expect(session.model.study.interventions == before)
    #expect(session.model.notice?.contains("stopped") == true)
    session.answers = true
    try session.press("u")
    #expect(session.model.study.interventions.isEmpty)
  }

  @Test("a picture whose opening was stopped does not come after all")
  func opening() throws {
    var session = try SyntheticSession()
    let scene = session.model.study.scene
    try session.press("O", "Enter")
    #expect(session.model.study.opening == "a.jpg")
    session.perform(.waited(half))
    #expect(session.frame.text.contains("opening a.jpg · Esc stops"))
    try session.press("Escape")
    let other = Scene(picture: scene.picture, name: "a.jpg", path: "/pictures/a.jpg", people: [])
    session.perform(.opened(other, generation: 1))
    #expect(session.model.study.scene == scene)
    // The next one does, and what is wrong with a third is said.
    try session.press("O", "Enter")
    session.perform(.opened(other, generation: 2))
    #expect(session.model.study.scene == other)
    try session.press("O", "Enter")
    session.perform(.notOpened("a.jpg: damaged", generation: 3))
    #expect(session.model.notice == "a.jpg: damaged")
    #expect(!session.model.isWaiting)
  }

  @Test("a stopped change of the picture shows the one before, with its box")
  func stoppedPicture() throws {
    var session = try SyntheticSession()
    let (scene, box) = (session.model.study.scene, session.model.study.box)
    try session.press("O", "Enter")
    session.answers = false
    session.perform(
      .opened(Scene(picture: scene.picture, name: "a.jpg", path: "/pictures/a.jpg", people: []), generation: 1))
    session.perform(.waited(half))
    try session.press("Escape")
    #expect(session.model.study.scene == scene)
    #expect(session.model.study.box == box)
  }

  @Test("a folder that takes long says so, and Escape leaves")
  func listing() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("O")
    #expect(session.model.isWaiting)
    #expect(session.frame.text.contains("reading the folder"))
    try session.press("Escape")
    #expect(!session.model.isWaiting)
    try session.press("O")
    session.perform(.notListed("/secret: cannot be read"))
    #expect(session.model.menu == nil)
    #expect(session.model.notice == "/secret: cannot be read")
  }
}
