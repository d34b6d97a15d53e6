import Cells
import Experiments
import Explorer
import HRNet
import Recognition
import Testing

@Suite("What a detector says")
struct BoxReadingTests {
  private static let detector = Architecture(
    width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 1, 1], unitsPerStream: 2,
    head: FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, stride: 2), units: 1))

  @Test("a box is listed with its level, its class and its score; a cut shows what is lost and what is left")
  func panel() throws {
    var session = try SyntheticSession(architecture: Self.detector)
    #expect(session.frame.text.contains(" 5 boxes ") && session.frame.text.contains("boxes of 3 classes"))
    #expect(session.frame.text.contains(" 1/128 class 1") && session.frame.text.contains("0.900"))
    try session.press("{", "f")
    #expect(session.frame.text.contains(" 4 boxes ") && session.frame.text.contains("1 lost · 0 new"))
    #expect(!session.frame.text.contains(" 1/128 class 1"))
    #expect(session.model.study.change?.lost == 1)
  }

  @Test("boxes are drawn on the picture in their level's colour")
  func overlay() throws {
    let session = try SyntheticSession(appearance: .trueColor, architecture: Self.detector)
    // 1/8, the level of the best box, as it is on the map.
    let line = try #require(session.frame.text.split(separator: "\n").firstIndex { $0.hasPrefix("│ 1/8") })
    let color = session.frame[x: 2, y: line].style.foreground
    let cells = (2..<24).flatMap { y in (85..<119).map { session.frame[x: $0, y: y].style } }
    #expect(color != nil && cells.contains { $0.foreground == color || $0.background == color })
  }

  @Test(
    "shown are the boxes of a score of .3 or more, and where those are fewer than three, the best three",
    arguments: [
      ([0.9, 0.31, 0.3, 0.299], 3), ([0.9, 0.8, 0.7, 0.6, 0.3], 5), ([0.2, 0.1, 0.05, 0.04], 3),
      ([0.9, 0.1, 0.05, 0.04], 3),
      ([0.5, 0.4], 2), ([0.01], 1), ([], 0),
    ])
  func shown(scores: [Double], count: Int) {
    let boxes = scores.map { FoundBox(left: 0, top: 0, right: 10, bottom: 10, score: $0, label: 0) }
    #expect(BoxReading(boxes: boxes, names: ClassNames(numbered: 1), strides: [8]).shownCount == count)
  }

  @Test("what has become of boxes keeps their order and number, whatever was found since")
  func items() throws {
    func reading(_ boxes: [(x: Double, label: Int)]) -> BoxReading {
      BoxReading(
        boxes: boxes.map {
          FoundBox(left: $0.x, top: 0, right: $0.x + 10, bottom: 10, score: 0.5, label: $0.label)
        }, names: ClassNames(numbered: 2), strides: [8])
    }
    let before = reading([(0, 0), (40, 1), (80, 0)])
    for (after, found, lost, new) in [
      (reading([(80, 0), (40, 1), (1, 0)]), [true, true, true], 0, 0.0),
      (reading([(0, 0)]), [true, false, false], 2, 0),
      (reading([(0, 1), (40, 1), (81, 0), (200, 0), (300, 0)]), [false, true, true], 1, 3),
      (reading([]), [false, false, false], 3, 0),
    ] {
      let items = Reading.boxes(after).items(after: .boxes(before))
      let change = try #require(Reading.boxes(after).change(from: .boxes(before)))
      #expect(items.map(\.isFound) == found && change.items.map { $0 != nil } == found)
      #expect(items.map(\.name) == before.items.map(\.name))
      #expect(change.lost == lost && change.further.last?.value == new)
    }
    #expect(try #require(reading([]).change(from: reading([]))).effect == 0)
    #expect(try #require(before.change(from: reading([]))).effect == 100)
    let moved = try #require(reading([(1, 0), (40, 1), (80, 0)]).change(from: before))
    #expect(abs(moved.effect - 100 * (2.0 / 11) / 3) < 1e-9)
  }
}
