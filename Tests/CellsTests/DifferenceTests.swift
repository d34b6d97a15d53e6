import TestSupport
import Testing

@testable import Cells

@Suite struct Differences {
  @Test func runsHoldWholeGlyphs() {
    var old = Canvas(size: Size(width: 8, height: 2))
    old.put("ab日cdef", x: 0, y: 0, style: Style())
    var new = old
    new.put("漢x", x: 2, y: 0, style: Style())
    new[x: 7, y: 1] = Cell(scalar: "!")
    #expect(new.runs(differingFrom: old) == [Canvas.Run(x: 2, y: 0, count: 3), Canvas.Run(x: 7, y: 1, count: 1)])
    #expect(new.runs(differingFrom: new) == [])
    #expect(new.runs(differingFrom: nil).map(\.count) == [8, 8])
    #expect(new.runs(differingFrom: Canvas(size: Size(width: 2, height: 2))).map(\.count) == [8, 8])
  }

  /// Painting the runs of random changes over the old canvas gives the new one, in every appearance.
  @Test(arguments: [Appearance.trueColor, .indexed256, .monochrome, .ascii])
  func runsAreAllThatChanged(appearance: Appearance) {
    var quantizer = ColorQuantizer(appearance.depth)
    var old = Canvas(size: Size(width: 12, height: 3))
    var random = SplitMix64(state: 6)
    for round in 0..<200 {
      var new = old
      for _ in 0...(round % 4) {
        let text = ["日本", "x", "ab", "│─", " "].randomElement(using: &random) ?? ""
        let style = Style(
          Color(UInt8.random(in: 0...255, using: &random), 9, 9), on: Bool.random(using: &random) ? .white : nil)
        new.put(
          text, x: Int.random(in: -1...12, using: &random), y: Int.random(in: 0...2, using: &random), style: style)
      }
      var painted = old.degraded(for: appearance)
      for run in new.runs(differingFrom: old) {
        for (offset, cell) in new.degraded(run, for: appearance, using: &quantizer).enumerated() {
          painted[x: run.x + offset, y: run.y] = cell
        }
      }
      #expect(painted == new.degraded(for: appearance), "round \(round)")
      old = new
    }
  }
}
