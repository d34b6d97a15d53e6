import Engine
import Explorer
import HRNet
import Testing

@testable import Runner

@Suite("Summaries of a real pass")
struct SummaryTests {
  @Test("shares of every row add up to one; a cut edge has none")
  func shares() throws {
    var session = try RealSession()
    for _ in 0..<6 {
      try session.press("{")
      let exchange = try #require(session.model.study.summary?.exchange)
      for row in exchange.terms { #expect(abs(row.reduce(0) { $0 + $1.share } - 1) < 1e-9) }
    }
    try session.press("Enter", "Right", "f")
    let row = try #require(session.model.study.summary?.exchange).terms[0]
    #expect(row[1].share == 0)
    #expect(abs(row.reduce(0) { $0 + $1.share } - 1) < 1e-9)
  }

  @Test("under the lens classes are those read at the cursor; at the end they are the network's own")
  func earlyClasses() throws {
    var session = try RealSession()
    try session.press("H", "e", "E", "{", "{")
    let depth = try #require(session.model.readOut)
    let early = try #require(depth.reading.classMap)
    let final = try #require(session.model.study.current?.reading.classMap)
    #expect(session.model.shown?.classMap == early && early.map != final.map)
    let share = zip(early.map.labels, final.map.labels).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    let end = try #require(session.model.study.current)
    let error = try #require(depth.error(from: .result(end.reading)).mean)
    #expect(abs(error - 100 * Double(share) / Double(final.map.labels.count)) < 0.01)
    var text = view(session.model).text
    #expect(text.contains("classes · head, early") && text.contains("changed until the end"))
    try session.press("{", "{", "{")
    text = view(session.model).text
    #expect(text.contains("1/32 not there yet: zeros"))
    try session.press("Home")
    text = view(session.model).text
    #expect(text.contains("classes · at the end") && session.model.shown == nil)
    try session.press("End")
    #expect(session.model.shown?.classMap == final && !view(session.model).text.contains("classes · head"))
    #expect(session.model.study.lens.course.last?.reading.classMap == final)
  }

  @Test("a unit's layers, one after another, lead to what the unit puts out")
  func layers() throws {
    var session = try RealSession()
    try session.press("Home", "}", "g", "g", "g", "Right")
    let pass = try #require(session.current)
    // The first layer of a bottleneck: a 1×1 convolution, here by hand for one place.
    let node = session.model.node
    let convolution = node.operation.convolutions[0]
    let weights = try EmbeddedFiles.model().weights(of: convolution)
    let summary = try #require(session.model.study.summary)
    #expect(summary.streams[0].shape.channels == convolution.outputChannels)
    let input = try #require(pass[node.inputs[0]])
    let layer = try #require(session.estimator.executor.activation(inside: node, after: 1, of: pass))
    let (before, after) = (input.values(x: 7, y: 9), layer.values(x: 7, y: 9))
    for output in 0..<convolution.outputChannels {
      var sum: Float = weights.bias[output]
      for (channel, value) in before.enumerated() {
        sum += value * weights.weights[output * before.count + channel] * weights.scale[output]
      }
      #expect(abs(max(sum, 0) - after[output]) < 1e-4)
    }
  }

  @Test("the gain counts in a term's share")
  func gainInShare() throws {
    var session = try RealSession()
    try session.press("{", "Enter", "Right")
    let before = try #require(session.model.study.summary?.exchange).terms[0]
    for _ in 0..<10 { try session.press("]") }
    let after = try #require(session.model.study.summary?.exchange).terms[0]
    let expected = 2 * before[1].share / (1 + before[1].share)
    #expect(abs(after[1].share - expected) < 1e-6)
  }

  @Test("without a cut the difference from the baseline is zero everywhere; with one, downstream of it only")
  func difference() throws {
    var session = try RealSession()
    try session.press("n")
    #expect(session.model.tastes.mapMode == .difference)
    #expect(session.model.study.summary?.streams[0].range == 0...0)
    try session.press("1")
    let changed = try #require(session.model.study.summary?.streams[0].range)
    #expect(changed.lowerBound < changed.upperBound)
    try session.press("Home", "}", "}", "}")
    #expect(session.model.study.summary?.streams.allSatisfy { $0.range == 0...0 } == true)
  }

  @Test("a mosaic holds the strongest channels, strongest first")
  func mosaic() throws {
    var session = try RealSession()
    try session.press("{", "Left", "n", "n")
    for (index, stream) in try #require(session.model.study.summary).streams.enumerated() {
      #expect(stream.channels.count == session.model.study.summary?.request.mosaicCounts[index])
      let means = stream.maps.map { $0.values.reduce(0, +) }
      #expect(means == means.sorted(by: >))
    }
  }

  @Test("cutting fusion moves joints of the real network, and joining it brings them back exactly")
  func realCut() throws {
    var session = try RealSession()
    let before = try #require(session.model.study.current?.reading)
    try session.press("3")
    #expect(session.model.study.effect > 10)
    try session.press("3")
    #expect(session.model.study.current?.reading == before)
    #expect(session.model.study.current?.recomputed == 0)
  }
}
