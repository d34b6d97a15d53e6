import Testing

@testable import Cells

private let plain = Style()
private let red = Style(Color(200, 0, 0))

@Suite struct CanvasWriting {
  @Test func textKeepsItsColumns() {
    var canvas = Canvas(size: Size(width: 12, height: 2))
    let used = canvas.put("日本 e\u{301}x", x: 1, y: 0, style: red)
    #expect(used == 7)
    #expect(canvas.text == " 日本 ex\n")
    #expect(canvas[x: 2, y: 0].isContinuation)
    #expect(canvas[x: 2, y: 1] == .blank)
    #expect(Canvas.columns(of: "日本 e\u{301}x") == 7)
  }

  @Test func hostileTextCannotSteerTheTerminal() {
    var canvas = Canvas(size: Size(width: 12, height: 1))
    canvas.put("a\u{1B}[2J\n\u{9B}\u{202E}b\u{200B}c\u{7F}", x: 0, y: 0, style: plain)
    #expect(canvas.text == "a\u{FFFD}[2J\u{FFFD}\u{FFFD}bc\u{FFFD}")
    #expect(Cell(scalar: "\u{7}").scalar == "\u{FFFD}")
    #expect(Cell(scalar: "\0").isContinuation == false)
  }

  @Test(arguments: [
    (10, "skeleton"), (8, "skeleton"), (7, "skelet…"), (2, "s…"), (1, "…"), (0, ""), (-1, ""),
  ])
  func longTextEndsInAnEllipsis(limit: Int, shown: String) {
    var canvas = Canvas(size: Size(width: 12, height: 1))
    let used = canvas.put("skeleton", x: 0, y: 0, style: plain, limit: limit)
    #expect(canvas.text == shown)
    #expect(used == shown.count)
  }

  @Test func aWideGlyphIsNotCutByTheLimit() {
    var canvas = Canvas(size: Size(width: 12, height: 1))
    #expect(canvas.put("日本語", x: 0, y: 0, style: plain, limit: 4) == 3)
    #expect(canvas.text == "日…")
  }

  @Test func halvesOfWideGlyphsAreBlankedTogether() {
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.put("日本語", x: 0, y: 0, style: plain)
    canvas[x: 1, y: 0] = Cell(scalar: "x")
    #expect(canvas.text == " x本語")
    canvas[x: 2, y: 0] = Cell(scalar: "y")
    #expect(canvas.text == " xy 語")
    canvas[x: 3, y: 0] = Cell(scalar: "字")
    #expect(canvas.text == " xy字")
    canvas[x: 5, y: 0] = Cell(scalar: "字")
    #expect(canvas.text == " xy字")
    #expect(canvas[x: 5, y: 0] == .blank)
  }

  /// Writes of every kind at every offset, on a canvas in the middle of a larger one that must not change.
  @Test func nothingIsWrittenOutside() {
    for x in -9...9 {
      for y in -3...4 {
        for width in 0...6 {
          var canvas = Canvas(size: Size(width: 6, height: 3))
          canvas.put("a日b本c", x: x, y: y, style: red, limit: width)
          canvas.put("a日b本c", x: x, y: y, style: red)
          let rect = Rect(x: x, y: y, width: width, height: 3)
          canvas.fill(rect, Cell(scalar: "字"))
          canvas.box(rect, title: "日本", style: red, titleStyle: plain, appearance: .trueColor)
          canvas.restyle(rect) { $0.adding(.bold) }
          canvas.draw(PixelGrid(width: 5, height: 5, filledWith: .white), at: rect, appearance: .trueColor)
          canvas.legend(.viridis, from: 0, to: 1, in: rect, style: plain, appearance: .trueColor)
          canvas.draw(canvas, at: Point(x: x, y: y))
          expectInvariant(canvas, "x \(x) y \(y) width \(width)")
        }
      }
    }
  }

  @Test func wideGlyphsAtBothEdgesBecomeBlank() {
    var canvas = Canvas(size: Size(width: 4, height: 1), style: red)
    canvas.put("日本語", x: -1, y: 0, style: plain)
    #expect(canvas.text == " 本")
    #expect(canvas[x: 0, y: 0] == .blank)
    #expect(canvas[x: 3, y: 0] == .blank)
    #expect(canvas[x: 9, y: 9] == .blank)
  }

  private func expectInvariant(_ canvas: Canvas, _ context: Comment) {
    #expect(canvas.cells.count == canvas.size.width * canvas.size.height, context)
    for y in 0..<canvas.size.height {
      for x in 0..<canvas.size.width {
        let follows = x > 0 && canvas[x: x - 1, y: y].width == 2
        #expect(canvas[x: x, y: y].isContinuation == follows, context)
      }
    }
  }
}

@Suite struct Boxes {
  @Test func aBoxCarriesItsTitle() {
    var canvas = Canvas(size: Size(width: 16, height: 3))
    canvas.box(canvas.bounds, title: "network", style: plain, titleStyle: red, appearance: .trueColor)
    #expect(
      canvas.snapshot() == """
        +----------------+
        |┌ network ─────┐|
        |│              │|
        |└──────────────┘|
        +----------------+
        |.aaaaaaaaa......|
        |................|
        |................|
        +----------------+
        a #c80000 on default

        """)
  }

  @Test func aNarrowBoxTruncatesItsTitle() {
    var canvas = Canvas(size: Size(width: 9, height: 2))
    canvas.box(canvas.bounds, title: "network", style: plain, titleStyle: plain, appearance: .ascii)
    #expect(canvas.text == "+ net… -+\n+-------+")
  }
}

@Suite struct Rectangles {
  @Test func splitsComeInReadingOrderAndNeverGrow() {
    let rect = Rect(x: 2, y: 1, width: 10, height: 4)
    #expect(rect.splitLeft(3) == (Rect(x: 2, y: 1, width: 3, height: 4), Rect(x: 5, y: 1, width: 7, height: 4)))
    #expect(rect.splitRight(3) == (Rect(x: 2, y: 1, width: 7, height: 4), Rect(x: 9, y: 1, width: 3, height: 4)))
    #expect(rect.splitTop(1) == (Rect(x: 2, y: 1, width: 10, height: 1), Rect(x: 2, y: 2, width: 10, height: 3)))
    #expect(rect.splitBottom(9) == (Rect(x: 2, y: 1, width: 10, height: 0), rect))
    #expect(rect.splitLeft(-1).left.isEmpty)
  }

  @Test func extentsAreNeverNegative() {
    #expect(Rect(x: 0, y: 0, width: 3, height: 9).inset(by: 2).isEmpty)
    let apart = Rect(x: 0, y: 0, width: 2, height: 2).intersection(Rect(x: 5, y: 5, width: 2, height: 2))
    #expect(apart.isEmpty)
    #expect(Rect(x: 1, y: 1, width: 1, height: 1).contains(Point(x: 1, y: 1)))
    #expect(!Rect(x: 1, y: 1, width: 1, height: 1).contains(Point(x: 2, y: 1)))
  }
}
