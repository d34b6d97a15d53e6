import Cells
import Pose
import Testing

@testable import Explorer

@Suite("Joints that are one, on the screen")
struct ConfusionTests {
  private static let open = [":", "c", "o", "n", "f", "u", "Enter"]

  private func session(anklesAreOne: Bool, size: Size = Size(width: 120, height: 40)) throws -> SyntheticSession {
    var session = try SyntheticSession(size: size)
    session.takesAnklesForOne = anklesAreOne
    try session.press("1")
    return session
  }

  @Test("pairs above 0.9 are named beside the joints, and others are not", arguments: [(120, 40), (80, 24), (200, 60)])
  func named(width: Int, height: Int) throws {
    let size = Size(width: width, height: height)
    #expect(try session(anklesAreOne: true, size: size).frame.text.contains("r. ankle ≈ l. ankle 0.99"))
    #expect(try !session(anklesAreOne: false, size: size).frame.text.contains("≈"))
  }

  @Test("the panel names them by their whole names, and puts the most alike first")
  func panel() throws {
    var session = try session(anklesAreOne: true)
    for key in Self.open { try session.press(key) }
    #expect(session.frame.text.contains("one to the network here: right ankle ≈ left ankle 0.99"))
    let lines = session.frame.text.split(separator: "\n").map(String.init)
    let heading = try #require(lines.firstIndex { $0.contains("right ankle beside") })
    #expect(lines[heading + 1].contains("left ankle") && lines[heading + 1].contains("0.93"))
    // The other joint's list begins with this one.
    for _ in 1...5 { try session.press("Down") }
    let again = session.frame.text.split(separator: "\n").map(String.init)
    let second = try #require(again.firstIndex { $0.contains("left ankle beside") })
    #expect(again[second + 1].contains("right ankle"))
    try session.press("Escape")
    #expect(!session.frame.text.contains("beside"))
  }

  @Test("what is not defined is a dash, never a number")
  func undefined() throws {
    var session = try session(anklesAreOne: false)
    for key in Self.open { try session.press(key) }
    for _ in 1...12 { try session.press("Down") }
    let text = session.frame.text
    #expect(text.contains("neck beside") && !text.contains("nan"))
    let row = try #require(text.split(separator: "\n").first { $0.contains("head top") && $0.contains("–") })
    #expect(row.filter { $0 == "–" }.count >= 3, "\(row)")
    #expect(text.contains("no two heat maps correlate above 0.9 here"))
  }

  @Test("where the chosen joint lies is said by PCK's measure, and follows the joint")
  func place() throws {
    var session = try session(anklesAreOne: false)
    for key in Self.open { try session.press(key) }
    #expect(session.frame.text.contains("right ankle lies at its own true place (within 0.2 torsos"))
    try session.press("Down")
    #expect(session.frame.text.contains("right knee lies at its own true place"))
  }

  @Test("any size draws something")
  func sizes() throws {
    var session = try session(anklesAreOne: true)
    for key in Self.open { try session.press(key) }
    for (width, height) in [(40, 12), (60, 20), (80, 24), (152, 22), (300, 100)] {
      session.perform(.resized(Size(width: width, height: height)))
      #expect(session.frame.text.contains("confusion · right ankle"), "\(width)×\(height)")
    }
  }
}
