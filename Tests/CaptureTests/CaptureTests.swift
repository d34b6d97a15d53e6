import Cells
import Capture
import Pictures
import Testing

@Suite("Frames as files")
struct CaptureTests {
  /// `█▀▌▚` in white on black, a line of box drawing, and text.
  private static let frame: Canvas = {
    var canvas = Canvas(size: Size(width: 8, height: 2))
    canvas.put("█▀▌▚─│┼x", x: 0, y: 0, style: Style(.white, on: .black))
    canvas.put("bold", x: 0, y: 1, style: Style(Color(255, 0, 0), .bold))
    return canvas
  }()

  private func png(_ frame: Canvas) throws -> Picture {
    try Picture(decoding: CaptureFormat.png.encode(frame, appearance: .trueColor, title: ""), name: "capture.png")
  }

  /// Pixels of one colour in a cell of the PNG, 18 × 36 pixels behind a margin of 28.
  private func pixels(_ picture: Picture, column: Int, row: Int) -> [[UInt8]] {
    (0..<36 * 18).map { index in
      let x = 28 + column * 18 + index % 18
      let y = 28 + row * 36 + index / 18
      return Array(picture.pixels[(y * picture.width + x) * 3..<(y * picture.width + x) * 3 + 3])
    }
  }

  private static let white: [UInt8] = [255, 255, 255]
  private static let black: [UInt8] = [0, 0, 0]

  @Test("the name says the format")
  func formats() {
    #expect(["a.txt", "a.ans", "a.svg", "a.png"].map { CaptureFormat(path: $0) } == [.text, .ansi, .svg, .png])
    #expect(CaptureFormat(path: "a.jpg") == nil && CaptureFormat(path: "png") == nil)
  }

  @Test("text is the glyphs; ANSI has them with 24-bit colours, 256, or none")
  func text() throws {
    let frame = Self.frame
    let text = try CaptureFormat.text.encode(frame, appearance: .trueColor, title: "")
    #expect(text == Array("█▀▌▚─│┼x\nbold\n".utf8))
    let ansi = try CaptureFormat.ansi.encode(frame, appearance: .trueColor, title: "")
    #expect(
      String(decoding: ansi, as: UTF8.self)
        == "\u{1B}[0;38;2;255;255;255;48;2;0;0;0m█▀▌▚─│┼x\u{1B}[0m\n\u{1B}[0;1;38;2;255;0;0mbold\u{1B}[0m    \n")
    let indexed = try CaptureFormat.ansi.encode(frame, appearance: .indexed256, title: "")
    #expect(String(decoding: indexed, as: UTF8.self).contains("38;5;231;48;5;16m"))
    let eight = try CaptureFormat.ansi.encode(frame, appearance: Appearance(depth: .eight), title: "")
    #expect(String(decoding: eight, as: UTF8.self).contains("\u{1B}[0;1;31mbold"))
    let plain = try CaptureFormat.ansi.encode(frame, appearance: .ascii, title: "")
    #expect(String(decoding: plain, as: UTF8.self).unicodeScalars.allSatisfy { $0.isASCII })
  }

  @Test("a PNG has 18 × 36 pixels a cell and a margin; blocks cover their part of a cell and nothing else")
  func blocks() throws {
    let picture = try png(Self.frame)
    #expect(picture.width == 8 * 18 + 56 && picture.height == 2 * 36 + 56)
    #expect(pixels(picture, column: 0, row: 0).allSatisfy { $0 == Self.white })
    let isCovered: [(column: Int, (_ x: Int, _ y: Int) -> Bool)] = [
      (1, { _, y in y < 18 }),
      // 9 columns of the drawing: the left half has 5.
      (2, { x, _ in x < 10 }),
      (3, { x, y in (x < 8) == (y < 18) }),
      // One pixel of the drawing is two.
      (4, { _, y in y == 16 || y == 17 }),
      (5, { x, _ in x == 8 || x == 9 }),
      (6, { x, y in y == 16 || y == 17 || x == 8 || x == 9 }),
    ]
    for (column, isCovered) in isCovered {
      for (index, pixel) in pixels(picture, column: column, row: 0).enumerated() {
        let expected = isCovered(index % 18, index / 18) ? Self.white : Self.black
        #expect(pixel == expected, "column \(column), pixel \(index % 18),\(index / 18)")
        if pixel != expected { break }
      }
    }
  }

  @Test("letters are drawn in their colour, bold ones heavier, and stay near their cells")
  func letters() throws {
    func ink(_ style: Style) throws -> Double {
      var canvas = Canvas(size: Size(width: 3, height: 1), style: Style(on: .black))
      canvas.put("m", x: 1, y: 0, style: Style(style.foreground, on: .black, style.attributes))
      let picture = try png(canvas)
      #expect(pixels(picture, column: 0, row: 0).allSatisfy { $0 == Self.black })
      // Red alone was asked for.
      #expect(pixels(picture, column: 1, row: 0).allSatisfy { $0[1] == 0 && $0[2] == 0 })
      return pixels(picture, column: 1, row: 0).reduce(0) { $0 + Double($1[0]) / 255 }
    }
    let red = Color(255, 0, 0)
    let (regular, bold) = (try ink(Style(red)), try ink(Style(red, .bold)))
    #expect(regular > 60 && regular < 300)
    #expect(bold > 1.2 * regular)
    let dim = try ink(Style(red, .dim))
    #expect(abs(dim - 0.6 * regular) < 0.02 * regular)
  }

  @Test("the font has every glyph the explorer draws with")
  func glyphs() throws {
    // A font without a glyph draws its box, the same for all.
    func drawn(_ scalar: Unicode.Scalar) throws -> [[UInt8]] {
      var canvas = Canvas(size: Size(width: 1, height: 1))
      canvas[x: 0, y: 0] = Cell(scalar: scalar)
      return pixels(try png(canvas), column: 0, row: 0)
    }
    let missing = try drawn("\u{E123}")
    for scalar in "◆□▣■✕◇◈●○▪▫◎▬▶▼╲╱→←↑↓×·–−…²σΔµ⚠".unicodeScalars {
      let glyph = try drawn(scalar)
      #expect(glyph != missing, "\(scalar)")
    }
  }

  @Test("wide and hostile glyphs are drawn without harm")
  func hostile() throws {
    var canvas = Canvas(size: Size(width: 4, height: 1))
    canvas.put("日\u{1B}\u{10FFFF}", x: 0, y: 0, style: Style(nil, [.underline, .italic, .reverse]))
    let picture = try png(canvas)
    #expect(picture.width == 4 * 18 + 56)
  }
}
