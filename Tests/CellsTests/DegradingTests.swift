import Testing

@testable import Cells

@Suite struct Quantizing {
  @Test(arguments: [ColorDepth.eight, .sixteen, .indexed256])
  func entriesOfThePaletteStayThemselves(depth: ColorDepth) {
    var quantizer = ColorQuantizer(depth)
    for index in Palette.entries(depth) {
      #expect(depth.index(of: Palette.colors[index]) == index)
      #expect(quantizer.color(nearest: Palette.colors[index]) == Palette.colors[index])
    }
  }

  /// The basic sixteen may look like anything; the cube holds the same colours or close ones under fixed numbers.
  @Test func basicColorsAreFoundInTheCube() {
    for index in 0..<16 {
      let found = ColorDepth.indexed256.index(of: Palette.colors[index])
      #expect(found.map { $0 >= 16 } == true, "entry \(index)")
    }
  }

  /// The search gives up early; a search that never does must agree.
  @Test(arguments: [ColorDepth.eight, .sixteen, .indexed256])
  func theNearestIsNearest(depth: ColorDepth) {
    var quantizer = ColorQuantizer(depth)
    for hex in stride(from: UInt32(0), to: 0x100_0000, by: 70_001) {
      let color = Color(hex: hex)
      let isGreyOnly = depth < .indexed256 && ColorQuantizer.isGrey(color.oklab)
      let distances = Palette.entries(depth).map { index in
        let difference = Palette.colors[index].oklab - color.oklab
        let isForbidden = isGreyOnly && !ColorQuantizer.isGrey(Palette.colors[index].oklab)
        return isForbidden ? Float.infinity : (difference * difference).sum()
      }
      for _ in 1...2 {
        let found = quantizer.color(nearest: color)
        let index = found.flatMap { depth.index(of: $0) }
        #expect(index.map { distances[$0 - Palette.entries(depth).lowerBound] } == distances.min(), "\(color.cssName)")
      }
    }
  }

  /// A border in medium grey would be red on a terminal of eight colours.
  @Test(arguments: [(ColorDepth.eight, UInt32(0xE5E5E5)), (.sixteen, 0x7F7F7F)])
  func greysStayGrey(depth: ColorDepth, expected: UInt32) {
    var quantizer = ColorQuantizer(depth)
    #expect(quantizer.color(nearest: Color(hex: 0x6C7680)) == Color(hex: expected))
  }

  /// The Linux console's font has what the first PCs had, and little else.
  @Test func theConsoleShowsOnlyItsGlyphs() {
    var canvas = Canvas(size: Size(width: 12, height: 1))
    canvas.put("●◇▣╲×é─▀…", x: 0, y: 0, style: Style())
    #expect(canvas.degraded(for: Appearance(depth: .sixteen, hasConsoleFont: true)).text == "●+@\\xé─▀~")
    #expect(canvas.degraded(for: Appearance(depth: .sixteen)).text == canvas.text)
  }

  @Test func oklabIsInvertible() {
    for hex in stride(from: UInt32(0), to: 0x100_0000, by: 98_765) {
      #expect(Color(oklab: Color(hex: hex).oklab) == Color(hex: hex))
    }
  }

  @Test func oklabAgreesWithItsAuthor() {
    // Values of the table in Ottosson's article, computed for D65 white and sRGB red.
    #expect(abs(Color.white.oklab.x - 1) < 1e-3)
    #expect(abs(Color(255, 0, 0).oklab.x - 0.628) < 1e-3)
    #expect(abs(Color(255, 0, 0).oklab.y - 0.225) < 1e-3)
    #expect(Color(128, 128, 128).oklab.y.magnitude < 1e-3)
  }

  @Test func depthsWithoutAPalette() {
    #expect(ColorDepth.trueColor.index(of: Color(1, 2, 3)) == 0x010203)
    #expect(ColorDepth.none.index(of: .white) == nil)
  }
}

@Suite struct Degrading {
  /// Half blocks of many colours, text in all scripts, boxes: what a frame may hold.
  private var crowded: Canvas {
    let full = Appearance.trueColor
    var canvas = Canvas(size: Size(width: 40, height: 12), style: Style(on: Color(17, 18, 19)))
    canvas.box(canvas.bounds, title: "日本 ●", style: Style(Color(99, 3, 7)), titleStyle: Style(.white), appearance: full)
    let colors = (0..<400).map { Optional(ColorMap.viridis.color(at: Double($0) / 399)) }
    let pixels = PixelGrid(width: 20, height: 20, values: colors)
    canvas.draw(pixels, at: Rect(x: 1, y: 1, width: 20, height: 9), appearance: full)
    canvas.put("×Δ…—✓✗▁▂▃░▒▓→⠿é😀", x: 22, y: 3, style: Style(Color(1, 200, 3), on: Color(200, 1, 3), .bold))
    return canvas
  }

  @Test(arguments: ColorDepth.allCases)
  func onlyWhatTheTerminalKnowsIsLeft(depth: ColorDepth) {
    for unicode in [true, false] {
      let canvas = crowded.degraded(for: Appearance(depth: depth, unicode: unicode))
      for cell in canvas.cells {
        if !unicode { #expect((0x20...0x7E).contains(cell.scalar.value)) }
        for color in [cell.style.foreground, cell.style.background].compactMap(\.self) where depth < .trueColor {
          #expect(Palette.entries(depth).contains { Palette.colors[$0] == color })
        }
      }
    }
    #expect(crowded.degraded(for: .trueColor) == crowded)
  }

  @Test func degradingAgainChangesNothing() {
    for depth in ColorDepth.allCases {
      for unicode in [true, false] {
        let appearance = Appearance(depth: depth, unicode: unicode)
        let once = crowded.degraded(for: appearance)
        #expect(once.degraded(for: appearance) == once, "\(appearance)")
      }
    }
  }

  @Test func glyphsHaveTellingNeighboursInASCII() {
    var canvas = Canvas(size: Size(width: 26, height: 1))
    canvas.put("┌─│●◆▣■▶◀↑↓←→▲▼·×Δ…—✓✗漢⠁", x: 0, y: 0, style: Style())
    #expect(canvas.degraded(for: .ascii).text == "+-|O*@#><^v<>^v.xD~-vX? .")
  }

  @Test func picturesKeepTheirBrightnessWithoutColors() {
    var canvas = Canvas(size: Size(width: 3, height: 1))
    canvas.draw(
      PixelGrid(width: 3, height: 2, values: [.black, .white, .white, .black, .white, .black]),
      at: canvas.bounds, appearance: .trueColor)
    #expect(canvas.degraded(for: .monochrome).text == " █▒")
    #expect(canvas.degraded(for: .ascii).text == " @+")
  }

  @Test func greyLinesAreSeenOnAnySurface() {
    var canvas = Canvas(size: Size(width: 2, height: 1))
    canvas.put("│", x: 0, y: 0, style: Style(Color(hex: 0x6C7680)))
    canvas.put("│", x: 1, y: 0, style: Style(Color(hex: 0x56B4E9)))
    let eight = canvas.degraded(for: Appearance(depth: .eight))
    #expect(eight[x: 0, y: 0].style == Style())
    #expect(eight[x: 1, y: 0].style.foreground != nil)
    #expect(canvas.degraded(for: Appearance(depth: .sixteen))[x: 0, y: 0].style.foreground == Color(hex: 0x7F7F7F))
  }

  /// A medium blue is nearest to a grey; letters in it would say something else.
  @Test(arguments: [0x2F8FD0, 0x1FA07A, 0xC87F0A, 0xC0679A, 0xE04040] as [UInt32])
  func lettersKeepTheirHue(hex: UInt32) throws {
    var canvas = Canvas(size: Size(width: 2, height: 1))
    canvas.put("a─", x: 0, y: 0, style: Style(Color(hex: hex)))
    let sixteen = canvas.degraded(for: Appearance(depth: .sixteen))
    for x in 0..<2 {
      let color = try #require(sixteen[x: x, y: 0].style.foreground)
      #expect(!ColorQuantizer.isGrey(color.oklab))
    }
  }

  @Test func textStaysReadableWhenItsColorsCollapse() {
    var canvas = Canvas(size: Size(width: 1, height: 1))
    canvas.put("x", x: 0, y: 0, style: Style(Color(20, 20, 20), on: Color(5, 5, 5)))
    let style = canvas.degraded(for: Appearance(depth: .eight))[x: 0, y: 0].style
    #expect(style.background == .black)
    #expect(style.foreground != .black)
  }
}
