import Engine
import Explorer
import Network
import Testing

@testable import Runner

@Suite("Summaries of a real pass")
struct SummaryTests {
  @Test("shares of every row add up to one; a cut edge has none")
  func shares() throws {
    var session = try RealSession()
    for _ in 0..<6 {
      try session.press("{")
      let exchange = try #require(session.model.summary?.exchange)
      for row in exchange.terms { #expect(abs(row.reduce(0) { $0 + $1.share } - 1) < 1e-9) }
    }
    try session.press("Enter", "Right", "f")
    let row = try #require(session.model.summary?.exchange).terms[0]
    #expect(row[1].share == 0)
    #expect(abs(row.reduce(0) { $0 + $1.share } - 1) < 1e-9)
  }

  @Test("the gain counts in a term's share")
  func gainInShare() throws {
    var session = try RealSession()
    try session.press("{", "Enter", "Right")
    let before = try #require(session.model.summary?.exchange).terms[0]
    for _ in 0..<10 { try session.press("]") }
    let after = try #require(session.model.summary?.exchange).terms[0]
    let expected = 2 * before[1].share / (1 + before[1].share)
    #expect(abs(after[1].share - expected) < 1e-6)
  }

  @Test("without a cut the difference from the baseline is zero everywhere; with one, downstream of it only")
  func difference() throws {
    var session = try RealSession()
    try session.press("n")
    #expect(session.model.mapMode == .difference)
    #expect(session.model.summary?.streams[0].range == 0...0)
    try session.press("1")
    let changed = try #require(session.model.summary?.streams[0].range)
    #expect(changed.lowerBound < changed.upperBound)
    try session.press("Home", "}", "}", "}")
    #expect(session.model.summary?.streams.allSatisfy { $0.range == 0...0 } == true)
  }

  @Test("a mosaic holds the strongest channels, strongest first")
  func mosaic() throws {
    var session = try RealSession()
    try session.press("{", "Left", "n", "n")
    for (index, stream) in try #require(session.model.summary).streams.enumerated() {
      #expect(stream.channels.count == session.model.summary?.request.mosaicCounts[index])
      let means = stream.maps.map { $0.values.reduce(0, +) }
      #expect(means == means.sorted(by: >))
    }
  }

  @Test("cutting fusion moves joints of the real network, and joining it brings them back exactly")
  func realCut() throws {
    var session = try RealSession()
    let before = try #require(session.model.current?.joints)
    try session.press("3")
    #expect(session.model.meanShift > 10)
    try session.press("3")
    #expect(session.model.current?.joints == before)
    #expect(session.model.current?.recomputed == 0)
  }
}
