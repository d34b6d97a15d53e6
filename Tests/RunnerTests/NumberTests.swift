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

  @Test("from the matrix Enter writes out what an edge brings, for every edge, follows a cut, and goes back")
  func edgeSums() throws {
    var session = try RealSession()
    try session.press("{", "Enter", "c", "c", "c")
    let unit = try #require(session.model.exchangeUnit)
    for destination in 0..<unit.destinationCount {
      for source in 0..<unit.sourceCount {
        let edge = EdgeAddress(unit.address, from: Stream(source), to: Stream(destination))
        try session.press("Enter")
        #expect(session.model.screen.look == .edgeSum && session.model.edge == edge)
        for key in ["Left", "Up", "c"] {
          try session.press(key)
          let summary = try #require(session.model.study.summary)
          let sum = try #require(summary.sum, "\(edge)")
          #expect(session.model.study.network[sum.place.node].address == .edge(edge))
          // What is upsampled only when it is added has its map at its source's resolution.
          let shape = session.model.study.network[sum.place.node].shape
          let map = try #require(summary.streams.first { $0.node == sum.place.node }).maps[0]
          let value = map[x: sum.place.x * map.width / shape.width, y: sum.place.y * map.height / shape.height]
          #expect(Double(value) == sum.value, "\(edge)")
          let printed = try #require(PrintedSum(sum, naming: 4))
          #expect(session.frame.contains(" = \(printed.value)"), "\(edge)")
        }
        try session.press("f")
        #expect(session.model.study.interventions[contributionOf: edge] == .nothing)
        #expect(session.frame.contains("cut, nothing of it is added: "), "\(edge)")
        try session.press("u", "Enter")
        #expect(session.model.place == .matrix && session.model.edge == edge)
        if source + 1 < unit.sourceCount { try session.press("Right") }
      }
      try session.press("Left", "Left", "Left", "Down")
    }
    // Away from the matrix the sum stays the edge's.
    try session.press("Enter", "Tab")
    #expect(
      session.model.study.summary?.sum?.place.node
        == session.model.summedEdge.flatMap { session.model.study.network.node(.edge($0)) }?.id)
    try session.press("Escape", "Enter", "Escape")
    #expect(session.model.screen.look == .step)
  }

  @Test("a kernel is written out folded and as stored, and one is the other times the scale")
  func storedKernels() throws {
    for (size, heading) in [
      (Size(width: 200, height: 60), "kernel, BN folded in"), (Size(width: 120, height: 40), "as stored"),
    ] {
      var session = try RealSession(size: size)
      try session.press("{", "Left", "i", "Enter")
      let sum = try #require(session.model.study.summary?.sum)
      let (folding, term) = (try #require(sum.folding), try #require(sum.ranked.first))
      let window = try #require(term.window)
      #expect(folding.scale != 1 && zip(window.stored, window.weights).allSatisfy { $0 * folding.scale == $1 })
      #expect(session.frame.contains(heading))
      let printed = try #require(PrintedSum(sum, naming: 1)?.terms.first?.window)
      for row in 0..<window.side {
        #expect(session.frame.contains(printed.storedLine(row)))
      }
    }
    // A weight of a 1×1 kernel stands beside the one that is applied.
    var session = try RealSession()
    try session.press("{", "Enter", "Right", "Enter")
    #expect(session.frame.contains("(as stored)"))
    // Without batch normalisation there is one kernel.
    try session.press("Escape", "Escape", "End", "i", "Enter")
    #expect(session.model.study.summary?.sum?.folding?.stored == nil && !session.frame.contains("as stored"))
  }

  @Test("at 80×24 the microscope keeps all of its arithmetic with the flip test's rows, for every joint")
  func smallMicroscope() throws {
    for appearance in [Appearance.indexed256, .ascii] {
      var session = try RealSession(size: Size(width: 80, height: 24), appearance: appearance)
      try session.press("d")
      for isFlipTest in [false, true] {
        if isFlipTest { try session.press("Enter") }
        for _ in 0..<14 {
          let decoded = try #require(session.model.decodedJoint)
          #expect(decoded.dark.refusal == nil && !decoded.quarter.isNearEdge)
          let step = try #require(decoded.dark.expansion).step
          let taylor = "= (\(Number.fixed(step.x, places: 4)), \(Number.fixed(step.y, places: 4)))"
          for words in ["argmax", "quarter", "DARK", "D (", "H (", "Taylor step -H^-1", taylor] {
            #expect(session.frame.contains(words), "\(words)")
          }
          #expect(session.frame.contains("+DARK") == isFlipTest)
          try session.press("Down")
        }
      }
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
