import Cells
import TestSupport
import Testing

@testable import Console

@Suite struct Painting {
  private let depths: [ColorDepth] = [.none, .eight, .indexed256, .trueColor]

  /// What an eye sees of a cell: exchanged halves look the same, and so do blanks in any colour of letters.
  private struct Look: Hashable {
    var quarters: [String?]
    var glyph: Unicode.Scalar?
    var attributes: Attributes

    init(_ place: PaintedScreen.Place) {
      let masks: [Unicode.Scalar: Int] = [" ": 0, "▀": 0b0011, "▄": 0b1100, "█": 0b1111, "▘": 0b0001, "▟": 0b1110]
      guard let mask = masks[place.glyph], place.attributes.isDisjoint(with: [.reverse, .underline]) else {
        quarters = [place.foreground, place.background]
        glyph = place.glyph
        attributes = place.attributes
        return
      }
      let surfaces = (place.background.map { "on \($0)" }, place.foreground.map { "on \($0)" } ?? "ink")
      quarters = (0..<4).map { mask >> $0 & 1 == 1 ? surfaces.1 : surfaces.0 }
      glyph = nil
      attributes = []
    }
  }

  private func randomCanvas(_ base: Canvas, changes: Int, using random: inout SplitMix64) -> Canvas {
    var canvas = base
    let texts = ["日本", "x", "ab", "│─", " ", "▀", "▄", "█", "▘", "▟", "    "]
    let colors: [Color?] = [nil, .black, .white, Color(200, 30, 30), Color(30, 90, 200)]
    let attributes: [Attributes] = [[], [], [], .bold, .dim, [.reverse], [.underline, .bold]]
    for _ in 0..<changes {
      let style = Style(
        colors.randomElement(using: &random) ?? nil, on: colors.randomElement(using: &random) ?? nil,
        attributes.randomElement(using: &random) ?? [])
      canvas.put(
        texts.randomElement(using: &random) ?? "", x: Int.random(in: -1...base.size.width, using: &random),
        y: Int.random(in: 0..<base.size.height, using: &random), style: style)
    }
    return canvas
  }

  /// What was painted piece by piece looks like what is painted at once, whatever the order of frames.
  @Test func differencesAddUpToTheFrame() throws {
    let size = Size(width: 20, height: 4)
    var random = SplitMix64(state: 5)
    for depth in depths {
      var capabilities = PaintedScreen.capabilities(depth: depth)
      for variant in 0..<3 {
        if variant == 1 { capabilities.column = nil }
        capabilities.movesInAttributes = variant != 1
        capabilities.resetsColorsAlone = variant != 2
        var painter = Painter(capabilities)
        var screen = PaintedScreen(size: size)
        var canvas = Canvas(size: size)
        for round in 0..<40 {
          canvas = randomCanvas(canvas, changes: round % 5 * 2, using: &random)
          try screen.receive(painter.bytes(for: canvas))
          var fresh = PaintedScreen(size: size)
          var other = Painter(capabilities)
          try fresh.receive(other.bytes(for: canvas))
          let different = zip(screen.places, fresh.places).first { Look($0) != Look($1) }
          #expect(different == nil, "\(depth) \(variant) round \(round)")
          #expect(!screen.isStyled)
        }
      }
    }
  }

  /// The fresh painting above is right: glyphs and colours are those of the canvas.
  @Test func aFrameShowsItsCells() throws {
    let size = Size(width: 12, height: 2)
    var canvas = Canvas(size: size)
    canvas.put("a日b", x: 1, y: 0, style: Style(Color(255, 0, 0), on: Color(0, 0, 95), [.bold, .italic]))
    canvas.put("▀", x: 11, y: 1, style: Style(Color(95, 135, 175), on: Color(8, 8, 8)))
    var painter = Painter(PaintedScreen.capabilities(depth: .indexed256))
    var screen = PaintedScreen(size: size)
    try screen.receive(painter.bytes(for: canvas))
    let letter = PaintedScreen.Place(glyph: "a", attributes: [.bold, .italic], foreground: "196", background: "17")
    #expect(screen[x: 1, y: 0] == letter)
    #expect(screen[x: 2, y: 0].glyph == "日")
    #expect(screen[x: 4, y: 0].glyph == "b")
    #expect(screen[x: 0, y: 0] == PaintedScreen.Place())
    #expect(Look(screen[x: 11, y: 1]) == Look(.init(glyph: "▀", foreground: "67", background: "232")))

    var exact = Painter(PaintedScreen.capabilities(depth: .trueColor))
    screen = PaintedScreen(size: size)
    try screen.receive(exact.bytes(for: canvas))
    #expect(screen[x: 1, y: 0].foreground == "255;0;0")
    #expect(screen[x: 1, y: 0].background == "0;0;95")
  }

  /// A glyph that the terminal might take for a wider one would shift the rest of its row.
  @Test func glyphsOfUnknownWidthAreNotSent() throws {
    var capabilities = PaintedScreen.capabilities(depth: .none)
    capabilities.columns = { $0 == "é" ? 1 : -1 }
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.put("é日x", x: 0, y: 0, style: Style())
    var painter = Painter(capabilities)
    var screen = PaintedScreen(size: canvas.size)
    try screen.receive(painter.bytes(for: canvas))
    #expect(screen.places.map(\.glyph) == ["é", "?", "?", "x", " ", " "])
  }

  /// What the Linux console's font lacks is sent as something it has, in a whole frame and in a difference.
  @Test func glyphsOfNoConsoleAreNotSent() throws {
    let depth = ColorDepth.eight
    var painter = Painter(
      PaintedScreen.capabilities(depth: depth), Appearance(depth: depth, hasConsoleFont: true))
    var canvas = Canvas(size: Size(width: 12, height: 1))
    var screen = PaintedScreen(size: canvas.size)
    canvas.put("●◇▣╲×é─▀…⣿", x: 0, y: 0, style: Style())
    try screen.receive(painter.bytes(for: canvas))
    #expect(String(String.UnicodeScalarView(screen.places.map(\.glyph))) == "●+@\\xé─▀~#  ")
    canvas.put("◐⠁", x: 2, y: 0, style: Style())
    try screen.receive(painter.bytes(for: canvas))
    #expect(String(String.UnicodeScalarView(screen.places.map(\.glyph))) == "●+Q.xé─▀~#  ")
  }

  @Test func nothingIsSentForWhatLooksTheSame() {
    var painter = Painter(PaintedScreen.capabilities(depth: .indexed256))
    var canvas = Canvas(size: Size(width: 4, height: 2))
    canvas.put("x", x: 0, y: 0, style: Style(Color(255, 0, 0)))
    #expect(!painter.bytes(for: canvas).isEmpty)
    canvas.put("x", x: 0, y: 0, style: Style(Color(254, 1, 0)))
    #expect(painter.bytes(for: canvas).isEmpty)
    painter.forget()
    #expect(!painter.bytes(for: canvas).isEmpty)
  }

  /// Stripes of two colours need each colour once, though the denser half is that of the glyph.
  @Test func colorsAreChangedRarely() {
    let (dark, light) = (Color(0, 0, 95), Color(255, 255, 255))
    let values = (0..<20).map { Optional(($0 + $0 / 10) % 2 == 0 ? dark : light) }
    var canvas = Canvas(size: Size(width: 10, height: 1))
    canvas.draw(PixelGrid(width: 10, height: 2, values: values), at: canvas.bounds, appearance: .trueColor)
    var painter = Painter(PaintedScreen.capabilities(depth: .indexed256))
    let text = String(decoding: painter.bytes(for: canvas), as: UTF8.self)
    #expect(text.components(separatedBy: "8;5;").count - 1 == 2)
    #expect(text.hasPrefix("\u{1B}[m\u{1B}[H\u{1B}[2J\u{1B}[1;1H\u{1B}["))
    #expect(text.hasSuffix("\u{1B}[m"))
  }

  /// The costs by which ways are chosen are the bytes that are written.
  @Test func costsAreWhatIsWritten() {
    for depth in depths {
      let pen = Pen(PaintedScreen.capabilities(depth: depth))
      let colors: [Int32] = depth == .none ? [-1] : [-1, 0, 7, depth == .eight ? 3 : 120]
      let attributes: [Attributes] = [[], .bold, [.bold, .underline], .reverse]
      let inks = attributes.flatMap { attributes in
        colors.flatMap { front in
          colors.map { Ink(attributes: attributes, foreground: front, background: $0) }
        }
      }
      for old in inks {
        for next in inks {
          var writer = pen
          writer.take(old)
          writer.write([0x78])
          let before = writer.bytes.count
          writer.take(next)
          #expect(writer.bytes.count - before == pen.cost(from: old, to: next), "\(depth) \(old) to \(next)")
        }
      }
    }
  }

  @Test func theLastCellIsLeftWhereItWouldScroll() throws {
    var capabilities = PaintedScreen.capabilities(depth: .none)
    let canvas = Canvas(size: Size(width: 3, height: 2), cells: "x")
    for scrolls in [false, true] {
      capabilities.scrollsAtEnd = scrolls
      var painter = Painter(capabilities)
      var screen = PaintedScreen(size: canvas.size)
      try screen.receive(painter.bytes(for: canvas))
      #expect(screen.places.map(\.glyph) == ["x", "x", "x", "x", "x", scrolls ? " " : "x"])
    }
  }

  @Test func attributesGiveWayToColors() throws {
    var capabilities = PaintedScreen.capabilities(depth: .eight)
    capabilities.attributesWithoutColor = [.dim]
    var canvas = Canvas(size: Size(width: 2, height: 1))
    canvas.put("a", x: 0, y: 0, style: Style(Color(0, 205, 205), [.dim, .bold]))
    canvas.put("b", x: 1, y: 0, style: Style(nil, .dim))
    var painter = Painter(capabilities)
    var screen = PaintedScreen(size: canvas.size)
    try screen.receive(painter.bytes(for: canvas))
    #expect(screen[x: 0, y: 0].attributes == .bold)
    #expect(screen[x: 1, y: 0].attributes == .dim)
  }

  /// Only for frames that may arrive in pieces, and only where unknown sequences do no harm.
  @Test func largeFramesAreShownAtOnce() {
    let start = Array("\u{1B}[?2026h".utf8)
    for (width, isECMA, expected) in [(200, true, true), (200, false, false), (4, true, false)] {
      var capabilities = PaintedScreen.capabilities(depth: .none)
      capabilities.isControlSequenceTerminal = isECMA
      var painter = Painter(capabilities)
      let bytes = painter.bytes(for: Canvas(size: Size(width: width, height: 10), cells: "x"))
      #expect(bytes.starts(with: start) == expected)
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\u{1B}[?2026l") == expected)
    }
  }
}

extension Canvas {
  /// A canvas full of one letter.
  fileprivate init(size: Size, cells scalar: Unicode.Scalar) {
    self.init(size: size)
    fill(bounds, Cell(scalar: scalar))
  }
}

@Suite struct Renditions {
  @Test(arguments: [
    ("\u{1B}[1m", true), ("\u{1B}[38;5;9m", true), ("\u{1B}[m", true), ("\u{1B}(B", false), ("x", false),
  ])
  func sequencesThatMayBeJoined(text: String, isMergeable: Bool) {
    #expect(Rendition(Array(text.utf8)).isMergeable == isMergeable)
  }

  @Test(arguments: ["\u{1B}(B\u{1B}[m", "\u{1B}[m\u{F}", "\u{1B}[0m", "\u{1B}[0m\u{1B}[39;49m"])
  func resettingIsShort(text: String) {
    #expect(Rendition(resetting: Array(text.utf8)).bytes == Array("\u{1B}[m".utf8))
    #expect(Rendition(resetting: Array("\u{1B}G0".utf8)).bytes == Array("\u{1B}G0".utf8))
  }
}

@Suite struct ColorSupporting {
  @Test(arguments: [
    ("xterm-256color", 256, ["COLORTERM": "truecolor"], ColorDepth.trueColor),
    ("xterm-256color", 256, ["COLORTERM": "24bit"], .trueColor), ("xterm-256color", 256, [:], .indexed256),
    ("xterm-256color", 256, ["COLORTERM": "rxvt"], .indexed256), ("xterm", 8, ["COLORTERM": "truecolor"], .trueColor),
    ("xterm", 8, [:], .eight), ("xterm-16color", 16, [:], .sixteen), ("xterm-88color", 88, [:], .sixteen),
    ("xterm-256color", 256, ["COLORTERM": "truecolor", "NO_COLOR": "1"], .none),
    ("vt100", -1, ["COLORTERM": "truecolor"], .none), ("linux", 8, ["COLORTERM": "truecolor"], .eight),
    ("screen-256color", 256, ["COLORTERM": "truecolor"], .indexed256),
    ("screen-256color", 256, ["COLORTERM": "truecolor", "TMUX": "x"], .trueColor),
    ("screen", 8, ["COLORTERM": "truecolor", "TMUX": "x", "STY": "y"], .eight),
    ("tmux-256color", 256, ["COLORTERM": "truecolor", "TMUX": "x"], .trueColor),
    ("xterm", 8, ["XTERM_VERSION": "XTerm(379)"], .trueColor), ("xterm", 8, ["XTERM_VERSION": "XTerm(330)"], .eight),
    ("tmux-256color", 256, ["XTERM_VERSION": "XTerm(379)"], .indexed256),
    ("xterm", 8, ["XTERM_VERSION": "XTerm"], .eight),
  ])
  func whatIsClaimedIsBelievedWhereItCanBe(
    type: String, colors: Int, environment: [String: String], expected: ColorDepth
  ) {
    #expect(ColorSupport(type: type, colors: colors, environment: environment).depth == expected)
  }

  @Test(
    "what the person says bounds what the terminal tells; only 24-bit colours are believed beyond it, and NO_COLOR no more",
    arguments: [
      (ColorDepth.sixteen, 256, true, ColorDepth.sixteen), (.indexed256, 8, true, .eight), (.none, 256, true, .none),
      (.trueColor, 256, true, .trueColor), (.trueColor, 8, true, .trueColor), (.trueColor, 256, false, .indexed256),
      (.trueColor, -1, true, .none), (.eight, 0, true, .none),
    ])
  func asked(depth: ColorDepth, colors: Int, usesRenditions: Bool, expected: ColorDepth) {
    for environment in [[:], ["NO_COLOR": "1"]] {
      let support = ColorSupport(
        type: "a", colors: colors, usesRenditions: usesRenditions, asked: depth, environment: environment)
      #expect(support.depth == expected)
    }
  }

  @Test func entriesForDirectColor() {
    #expect(ColorSupport(type: "xterm-direct", colors: 1 << 24, entryIsDirect: true).depth == .trueColor)
    #expect(ColorSupport(type: "a", colors: 256, entryIsDirect: true).depth == .trueColor)
    #expect(ColorSupport(type: "a", colors: 256, entryIsDirect: true, usesRenditions: false).depth == .indexed256)
  }
}
