import Testing

@testable import Cells

@Suite struct QuarterBlockPictures {
  /// A photograph of one cell for each mask, in two colours.
  private func photograph(_ masks: [Int], _ front: Color, _ back: Color) -> PixelGrid {
    var grid = PixelGrid(width: 2 * masks.count, height: 2)
    for (x, mask) in masks.enumerated() {
      for i in 0..<4 { grid[x: 2 * x + i % 2, y: i / 2] = mask >> i & 1 == 1 ? front : back }
    }
    return grid
  }

  private func drawn(_ photograph: PixelGrid, _ depth: ColorDepth = .trueColor, lines: PixelGrid? = nil) -> Canvas {
    let blocks = QuarterBlocks(photograph, depth: depth)
    var canvas = Canvas(size: blocks.size)
    canvas.draw(blocks, lines: lines, at: canvas.bounds)
    return canvas
  }

  @Test func twoColorsAreDrawnExactly() {
    let canvas = drawn(photograph(Array(0..<16), Color(250, 200, 90), Color(20, 40, 60)))
    #expect(canvas.text == " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟")
    for x in 1..<15 { #expect(canvas[x: x, y: 0].style == Style(Color(250, 200, 90), on: Color(20, 40, 60))) }
    #expect(canvas[x: 0, y: 0].style.background == Color(20, 40, 60))
    #expect(canvas[x: 15, y: 0] == Cell(style: Style(on: Color(250, 200, 90))))
  }

  @Test func anOutlineIsKeptAmongManyColors() {
    var grid = photograph([0b1010], Color(230, 230, 220), Color(30, 30, 30))
    grid[x: 0, y: 0] = Color(40, 30, 35)
    grid[x: 1, y: 1] = Color(200, 240, 220)
    #expect(drawn(grid).text == "▐")
  }

  /// The search leaves out what cannot be best, and nothing else.
  @Test func thePairIsTheBestOfAllItsCandidates() {
    let palette = Palette.entries(.indexed256).map { Palette.colors[$0].oklab }
    func square(_ vector: SIMD3<Float>) -> Float { (vector * vector).sum() }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      let quarters = (0..<4).map { _ in Color(hex: .random(in: 0...0xFF_FFFF, using: &random)).oklab }
      let aims = quarters.map(PaletteMixer.lifted)
      let mean = aims.reduce(.zero, +) / 4
      func error(_ block: (Int) -> SIMD3<Float>) -> Float {
        let places = (0..<4).map(block)
        return zip(places, aims).reduce(0) { $0 + square($1.0 - $1.1) }
          + 4 * square(mean - places.reduce(.zero, +) / 4)
      }
      let found = PaletteMixer.shared.block(quarters)
      let candidates = (aims + [mean]).flatMap { aim in
        palette.sorted { square($0 - aim) < square($1 - aim) }.prefix(4)
      }
      var best = Float.infinity
      for first in candidates {
        for second in candidates {
          for mask in 0..<16 { best = min(best, error { mask >> $0 & 1 == 1 ? first : second }) }
        }
      }
      #expect(abs(error { found[$0].oklab } - best) < 1e-5)
    }
  }

  @Test(arguments: [ColorDepth.indexed256, .trueColor])
  func whatIsAlikeIsTakenFromTheEarlierOne(depth: ColorDepth) {
    var random = SystemRandomNumberGenerator()
    let earlier = PixelGrid(
      width: 12, height: 8, values: (0..<96).map { _ in Color(hex: .random(in: 0...0xFF_FFFF, using: &random)) })
    var later = earlier
    for _ in 0..<9 {
      later[x: .random(in: 0..<12), y: .random(in: 0..<8)] = Color(hex: .random(in: 0...0xFF_FFFF, using: &random))
    }
    let known = QuarterBlocks(earlier, depth: depth)
    #expect(QuarterBlocks(later, depth: depth, earlier: (earlier, known)) == QuarterBlocks(later, depth: depth))
    let small = PixelGrid(width: 4, height: 4, filledWith: .white)
    #expect(QuarterBlocks(small, depth: depth, earlier: (earlier, known)) == QuarterBlocks(small, depth: depth))
  }

  /// The pair comes nearer to what is aimed at than one colour could, and consists of fixed colours.
  @Test func pairsOfThePaletteMix() {
    var (mixed, single): (Float, Float) = (0, 0)
    for hex in stride(from: UInt32(0x10_2030), to: 0xC0_C0C0, by: 500_009) {
      let color = Color(hex: hex)
      let block = QuarterBlocks(PixelGrid(width: 2, height: 2, filledWith: color), depth: .indexed256).blocks[0]
      let aim = PaletteMixer.lifted(color.oklab)
      let mean = (0..<4).map { block[$0].oklab }.reduce(.zero, +) / 4
      let nearest = ColorDepth.indexed256.index(of: Color(oklab: aim)).map { Palette.colors[$0].oklab } ?? .zero
      mixed += ((mean - aim) * (mean - aim)).sum()
      single += ((nearest - aim) * (nearest - aim)).sum()
      for color in [block.foreground, block.background] { #expect(Palette.exactIndex(of: color, .indexed256) != nil) }
    }
    #expect(mixed < 0.7 * single)
  }

  @Test func linesAreExactInQuarters() {
    let (line, other) = (Color(240, 160, 0), Color(80, 180, 230))
    for depth in [ColorDepth.indexed256, .trueColor] {
      var lines = PixelGrid(width: 8, height: 2)
      lines[x: 1, y: 0] = line
      for (x, color) in [(2, line), (3, other)] { for y in 0...1 { lines[x: x, y: y] = color } }
      for y in 0...1 { for x in 4...5 { lines[x: x, y: y] = line } }
      let canvas = drawn(PixelGrid(width: 8, height: 2, filledWith: .black), depth, lines: lines)
      #expect(canvas[x: 0, y: 0] == Cell(scalar: "▝", style: Style(line, on: .black)))
      // Two lines side by side, the brighter one as the glyph.
      #expect(["▌", "▐"].contains(canvas[x: 1, y: 0].scalar))
      #expect(Set([canvas[x: 1, y: 0].style.foreground, canvas[x: 1, y: 0].style.background]) == [line, other])
      #expect(canvas[x: 2, y: 0] == Cell(style: Style(on: line)))
      #expect(canvas[x: 3, y: 0].style.background == .black)
    }
  }

  @Test func isClipped() {
    let blocks = QuarterBlocks(PixelGrid(width: 8, height: 8, filledWith: .white), depth: .trueColor)
    var canvas = Canvas(size: Size(width: 4, height: 4))
    canvas.draw(blocks, at: Rect(x: 1, y: 2, width: 2, height: 9))
    let painted = (0..<16).filter { canvas[x: $0 % 4, y: $0 / 4].style.background == .white }
    #expect(painted == [9, 10, 13, 14])
    #expect(QuarterBlocks(PixelGrid(width: 1, height: 0), depth: .indexed256).size == Size(width: 0, height: 0))
  }

  @Test func poorerTerminalsGetTheMixture() {
    let canvas = drawn(photograph([0b0001, 0b0111], .white, .black))
    #expect(canvas.degraded(for: .monochrome).text == "░▓")
    let ascii = canvas.degraded(for: Appearance(depth: .trueColor, unicode: false))
    #expect(ascii[x: 0, y: 0] == Cell(style: Style(on: Color.black.mixed(with: .white, 0.25))))
    #expect(Appearance.indexed256.showsQuarterBlocks)
    #expect(!Appearance(depth: .eight).showsQuarterBlocks && !Appearance.ascii.showsQuarterBlocks)
  }

  @Test func documentsShowRectangles() {
    let svg = drawn(photograph([0b0110], .white, .black)).svg(title: nil)
    #expect(
      svg.contains("<rect x=\"5\" y=\"0\" width=\"4\" height=\"9\" fill=\"#ffffff\"/>")
        || svg.contains("<rect x=\"4\" y=\"0\" width=\"5\" height=\"9\" fill=\"#ffffff\"/>"))
    #expect(svg.contains("y=\"9\" width="))
    #expect(!svg.contains("<text"))
  }
}
