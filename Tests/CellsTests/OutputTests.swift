import Foundation
import Testing

@testable import Cells

@Suite struct Snapshots {
  @Test func stylesBecomeLetters() {
    var canvas = Canvas(size: Size(width: 5, height: 2))
    canvas.put("ab", x: 0, y: 0, style: Style(Color(1, 2, 3), on: .white, [.bold, .underline]))
    canvas.put("日", x: 2, y: 1, style: Style(nil, .reverse))
    #expect(
      canvas.snapshot() == """
        +-----+
        |ab   |
        |  日 |
        +-----+
        |aa...|
        |..bb.|
        +-----+
        a #010203 on #ffffff bold underline
        b default on default reverse

        """)
  }

  @Test func piecesOfPicturesShowHowLightTheyAre() {
    var canvas = Canvas(size: Size(width: 4, height: 1))
    canvas[x: 0, y: 0] = Cell(scalar: "▀", style: Style(.white, on: .white))
    canvas[x: 1, y: 0] = Cell(scalar: "▀", style: Style(.white, on: .black))
    canvas[x: 2, y: 0] = Cell(style: Style(on: .black))
    canvas.put("→", x: 3, y: 0, style: Style(.white, on: .black))
    #expect(canvas.snapshot().contains("|950a|\n+----+\na #ffffff on #000000\n"))
  }
}

@Suite struct SVG {
  @Test func isAnExactDocument() {
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.put("a<b", x: 0, y: 0, style: Style(Color(1, 2, 3), .bold))
    canvas.put("▀▀", x: 4, y: 0, style: Style(.white, on: .black))
    #expect(
      canvas.svg(title: "A & B") == """
        <svg xmlns="http://www.w3.org/2000/svg" width="82" height="46" viewBox="0 0 82 46" role="img">
        <title>A &amp; B</title>
        <rect width="82" height="46" rx="8" fill="#14171c"/>
        <g transform="translate(14 14)">
        <g shape-rendering="crispEdges">
        <rect x="36" y="0" width="18" height="18" fill="#000000"/>
        <rect x="36" y="0" width="18" height="9" fill="#ffffff"/>
        </g>
        <g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, 'SF Mono', Consolas, monospace" \
        font-size="14.95" fill="#d7dae0" xml:space="preserve">
        <text x="0" y="14" textLength="27" fill="#010203" font-weight="bold">a&lt;b</text>
        </g>
        </g>
        </svg>

        """)
  }

  @Test func drawsBrailleAsDots() {
    var canvas = Canvas(size: Size(width: 1, height: 1))
    // Upper left and lower right of the eight.
    canvas.put("⢁", x: 0, y: 0, style: Style(.white))
    let svg = canvas.svg(title: "")
    #expect(svg.contains(##"<rect x="1" y="1" width="3" height="3" fill="#ffffff"/>"##))
    #expect(svg.contains(##"<rect x="5" y="14" width="3" height="3" fill="#ffffff"/>"##))
    #expect(svg.components(separatedBy: #"width="3""#).count == 3)
    #expect(!svg.contains("⢁"))
  }

  @Test func hostileTextKeepsItWellFormed() throws {
    var canvas = Canvas(size: Size(width: 30, height: 3), style: Style(on: Color(9, 9, 9)))
    canvas.put("<&>\"'\u{1B}\u{0}\u{FFFE}]]>日█░▌", x: 0, y: 1, style: Style(.white, [.underline, .reverse, .dim]))
    let svg = canvas.svg(title: "]]>\u{1}</title>")
    // Neither element nor entity beyond our own, and no character that XML forbids.
    #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || $0.columns != -1 })
    #expect(svg.components(separatedBy: "</title>").count == 2)
    for piece in svg.components(separatedBy: "&").dropFirst() {
      #expect(["amp;", "lt;", "gt;"].contains { piece.hasPrefix($0) })
    }
  }
}
