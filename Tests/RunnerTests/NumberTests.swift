import Cells
import Engine
import Experiments
import HRNet
import Pose
import Testing

@testable import Explorer
@testable import Runner

/// Sums, decoding, geometry and cost of the embedded model on its picture.
@Suite("Numbers of a real pass")
struct NumberTests {
  @Test(
    "Enter on a pixel writes out its sum, at every step of the network, and its value is the map's",
    arguments: ["", "f"])
  func sums(cut: String) throws {
    var session = try RealSession()
    if !cut.isEmpty { try session.press("{", "Enter", "Right", "f", "Left", "[", "Escape", "End") }
    for column in session.model.study.network.columns.indices.reversed() {
      #expect(session.model.screen.cursor.column == column)
      try session.press("i", "Enter")
      for key in ["Right", "Down", "c", "Left"] {
        try session.press(key)
        let summary = try #require(session.model.study.summary)
        let sum = try #require(summary.sum, "\(column)")
        // The map that is drawn is the channel's.
        let map = try #require(summary.streams.first { $0.node == sum.place.node }).maps[0]
        #expect(Double(map[x: sum.place.x, y: sum.place.y]) == sum.value)
        let printed = try #require(PrintedSum(sum, naming: 4))
        #expect(session.frame.contains(" = \(printed.value)"), "\(column): \(printed.value)")
        let size = (sum.ranked + sum.fixed).reduce(abs(sum.further.amount)) { $0 + abs($1.amount) }
        #expect(abs(sum.result(of: sum.sum) - sum.value) <= 1e-5 * max(size, 1e-3), "\(column)")
      }
      try session.press("Escape", "Escape", "Escape")
      #expect(session.model.screen.look == .step && session.model.screen.focus == .network)
      try session.press("Left")
    }
  }

  @Test("inside of a unit the sum is the layer's")
  func layers() throws {
    var session = try RealSession()
    try session.press("{", "Left", "g", "g", "g", "Left", "i", "Enter")
    let sum = try #require(session.model.study.summary?.sum)
    #expect(sum.place.layers == 1)
    #expect(session.frame.contains("layer 1 of 2: 3×3 conv"))
  }

  @Test("the sum follows a cut, and what is cut stands in it")
  func follows() throws {
    var session = try RealSession()
    try session.press("{", "i", "Enter")
    let before = try #require(session.model.study.summary?.sum)
    #expect(before.fixed.count == 4 && before.fixed.allSatisfy { $0.amount != 0 })
    try session.press("1")
    let after = try #require(session.model.study.summary?.sum)
    #expect(after.place == before.place && after.fixed.dropFirst().allSatisfy { $0.amount == 0 })
    #expect(session.frame.contains("1/32 cut"))
    #expect(abs(max(0, before.fixed[0].amount) - after.value) < 1e-5)
  }

  @Test("the flip test is off until it is asked for, and forgotten with what it is of")
  func flipTest() throws {
    var session = try RealSession()
    try session.press("d")
    #expect(session.model.study.flipTest == nil && session.frame.contains("off: what is shown is read"))
    #expect(!session.frame.contains("+DARK"))
    try session.press("Enter")
    let averaged = try #require(session.model.study.flipTest)
    #expect(averaged != session.model.study.current?.reading.pose?.heatMaps)
    #expect(session.frame.contains("+DARK"))
    try session.press("1")
    #expect(session.model.study.flipTest == nil && !session.frame.contains("+DARK"))
  }

  @Test("errors are those of the table, and the place shown is one of the rows")
  func errors() throws {
    var session = try RealSession()
    try session.press("d")
    for joint in 0..<14 {
      let decoded = try #require(session.model.decodedJoint)
      let shown = try #require(session.model.study.current?.reading.pose).joints[joint]
      let way = try #require(decoded.ways.first { $0.picture == shown.position })
      #expect(way.error == session.model.errors[joint])
      // Back through the crop: input pixels are heat-map pixels times four.
      #expect(abs(way.input.x - 4 * way.u) < 1e-9 && abs(way.input.y - 4 * way.v) < 1e-9)
      try session.press("Down")
    }
  }

  @Test("what stands in the geometry is what the frame does, and nothing is lost on the way back")
  func geometry() throws {
    var session = try RealSession()
    try session.press(":", "g", "e", "o", "m", "Enter")
    let crop = try #require(session.model.study.frame.crop)
    #expect(session.frame.contains("padded box"))
    #expect(session.frame.contains(Number.fixed(crop.scale, places: 4)))
    #expect(session.frame.contains("off by 0.000000000 picture pixels"))
    try session.press("Escape")
    #expect(session.model.screen.look == .step)
  }

  @Test("costs add up to the network's, however they are grouped, and times only stand there once measured")
  func cost() throws {
    var session = try RealSession()
    try session.press(":", "c", "o", "s", "t", "Enter")
    let network = session.model.study.network
    for grouping in CostTally.Grouping.allCases {
      let rows = CostTally(network, by: grouping).rows
      #expect(rows.reduce(0) { $0 + $1.parameters } == network.parameters)
      #expect(rows.reduce(0) { $0 + $1.multiplyAccumulates } == network.multiplyAccumulates)
      #expect(rows.flatMap(\.nodes).sorted() == network.nodes.filter(\.isComputed).map(\.id))
    }
    #expect(!session.frame.contains("measured on this machine"))
    try session.press("Enter")
    let times = try #require(session.model.study.nodeTimes)
    #expect(times.whole > 0 && times.passes == 3)
    let all = try #require(times.milliseconds(of: Array(network.nodes.indices)))
    #expect(all > 0 && all <= times.whole * 1.5)
    #expect(session.frame.contains("measured on this machine: median of 3 passes"))
    try session.press("1")
    #expect(session.model.study.nodeTimes == nil && !session.frame.contains("measured on this machine: median"))
  }
}

extension RealSession {
  /// What stands on the screen.
  var frame: String { view(model).text }
}
