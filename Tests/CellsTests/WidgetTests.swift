import Testing

@testable import Cells

@Suite struct Widgets {
  @Test("a window shows the choice, fills the room and never leaves the list")
  func scrolling() {
    for count in 0...7 {
      for room in -1...9 {
        for choice in -2...9 {
          let rows = ScrollWindow.rows(around: choice, of: count, room: room)
          #expect(rows.count == max(0, min(room, count)), "\(count) rows, room \(room)")
          #expect(rows.lowerBound >= 0 && rows.upperBound <= count)
          #expect(
            !(0..<count).contains(choice) || room < 1 || rows.contains(choice), "\(choice) of \(count) in \(room)")
        }
      }
    }
    #expect(ScrollWindow.rows(around: 5, of: 20, room: 4) == 3..<7)
  }

  @Test(
    "a bar fills its share, and what is no share fills nothing",
    arguments: [(0.0, "······"), (0.5, "▬▬▬···"), (1, "▬▬▬▬▬▬"), (7, "▬▬▬▬▬▬"), (-0.34, "‹‹····"), (.nan, "······")])
  func bars(share: Double, drawn: String) {
    var canvas = Canvas(size: Size(width: 8, height: 1))
    canvas.bar(share, in: Rect(x: 1, y: 0, width: 6, height: 1), style: Style(.white))
    #expect(canvas.row(y: 0, trimmed: false) == " \(drawn) ")
    canvas.bar(share, in: Rect(x: 1, y: 0, width: 0, height: 1), style: Style(.white))
  }

  @Test("words are wrapped whole, and broken only where a line cannot hold one")
  func wrapping() {
    #expect(Canvas.wrapped("the paper  retrained it", width: 9) == ["the paper", "retrained", "it"])
    #expect(Canvas.wrapped("retrained", width: 4) == ["retr", "aine", "d"])
    #expect(Canvas.wrapped("日本語", width: 4) == ["日本", "語"])
    #expect(Canvas.wrapped("日", width: 1) == [])
    // A number keeps its per cent.
    #expect(Canvas.wrapped("only 20.8 %. And", width: 10) == ["only", "20.8 %.", "And"])
    #expect(Canvas.wrapped("% first", width: 10) == ["% first"] && Canvas.wrapped("a % b", width: 3) == ["a %", "b"])
    #expect(Canvas.wrapped("", width: 5) == [] && Canvas.wrapped("a", width: 0) == [])
  }

  @Test("a table leaves out the columns it has no room for, and every line is as wide as it")
  func table() {
    let columns = [TextTable.Column("x", width: 5), TextTable.Column("Δpx", width: 6)]
    let wide = TextTable("joint", columns, width: 20)
    #expect(wide.headings == "joint        x   Δpx")
    #expect(wide.line("r. knee", ["46", "0.0"]) == "r. knee     46   0.0")
    #expect(TextTable("joint", columns, width: 14).headings == "joint        x")
    #expect(TextTable("joint", columns, width: 6).headings == "joint ")
    // Printed, it is as wide as its longest name needs on a screen, and never narrower than 16.
    let printed = TextTable("", columns, names: ["knee", "日本語日本語日本語日本語"])
    #expect(printed.line("knee", ["46"]) == "knee" + String(repeating: " ", count: 23) + "46")
    #expect(printed.line("日本語日本語日本語日本語", ["46"]).hasSuffix("語   46"))
    #expect(TextTable("", columns, names: ["knee"]).width == 27)
  }

  @Test(
    "numbers of fixed places are rounded to the nearest",
    arguments: [
      (0, 2, "0.00"), (1.005, 1, "1.0"), (-0.004, 2, "0.00"), (-0.5, 2, "-0.50"), (12.96, 1, "13.0"), (99.5, 0, "100"),
      (.infinity, 1, "–"), (1e12, 1, "–"), (0.0625, 4, "0.0625"),
    ])
  func fixed(value: Double, places: Int, text: String) { #expect(Number.fixed(value, places: places) == text) }

  @Test func shares() { #expect(Number.percent(0.414) == "41 %") }
}
