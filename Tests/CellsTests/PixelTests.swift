import Testing

@testable import Cells

private let dark = Color.black
private let light = Color.white

@Suite struct HalfBlocks {
  private func drawn(_ values: [Color?], _ appearance: Appearance = .trueColor, scalars: [Float]? = nil) -> Canvas {
    var canvas = Canvas(size: Size(width: values.count / 2, height: 1))
    let pixels = PixelGrid(width: values.count / 2, height: 2, values: values, scalars: scalars)
    canvas.draw(pixels, at: canvas.bounds, appearance: appearance)
    return canvas
  }

  @Test func aCellShowsTwoValues() {
    let canvas = drawn([light, dark, light, dark, light, nil, dark, light, light, dark, nil, light])
    #expect(canvas.text == "▀▄█ ▀▄")
    #expect(canvas[x: 0, y: 0].style == Style(light, on: dark))
    #expect(canvas[x: 1, y: 0].style == Style(light, on: dark))
    #expect(canvas[x: 3, y: 0].style == Style(on: dark))
    #expect(canvas[x: 4, y: 0].style == Style(light))
  }

  @Test func transparentValuesLeaveWhatIsBelow() {
    var canvas = drawn([light, light, dark, dark])
    let overlay = PixelGrid(width: 2, height: 2, values: [Color(9, 9, 9), nil, nil, nil])
    canvas.draw(overlay, at: canvas.bounds, appearance: .trueColor)
    #expect(canvas[x: 0, y: 0].style == Style(Color(9, 9, 9), on: dark))
    #expect(canvas[x: 1, y: 0].style == Style(light, on: dark))
  }

  @Test func withoutColorsTheNumbersAreDrawn() {
    let values: [Color?] = [dark, dark, dark, nil, dark, dark, dark, nil]
    #expect(drawn(values, .monochrome, scalars: [0, 0.5, 1, 1, 0, 0.5, 1, 1]).text == " ▒█")
    #expect(drawn(values, .ascii, scalars: [0, 0, 1, 1, 0, 1, .nan, 1]).text == " +?")
    #expect(drawn([light, dark, dark, light], .ascii).text == "++")
  }

  @Test func anOddLastRowIsHalfACell() {
    var canvas = Canvas(size: Size(width: 1, height: 2))
    canvas.draw(PixelGrid(width: 1, height: 3, filledWith: light), at: canvas.bounds, appearance: .trueColor)
    #expect(canvas.text == "█\n▀")
  }
}

@Suite struct Resampling {
  @Test func magnificationIsExact() {
    let grid = PixelGrid(width: 2, height: 1, scalars: [0, 1], map: .viridis)
    let large = grid.resampled(width: 6, height: 3)
    #expect(large.scalars == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1])
    #expect(grid.resampled(width: 1, height: 1).width == 1)
    #expect(grid.resampled(width: 0, height: 5).values.isEmpty)
  }

  @Test func aPhotographIsAveragedInLight() {
    // Half black, half white emits half the light of white, which sRGB writes as 188.
    let grid = PixelGrid.photograph(rgb: [0, 0, 0, 255, 255, 255], width: 2, height: 1, toWidth: 1, toHeight: 1)
    #expect(grid.values == [Color(188, 188, 188)])
  }

  @Test func aPhotographKeepsFlatColorsInAnySize() {
    let color = Color(12, 200, 77)
    let rgb = (0..<15).flatMap { _ in [color.r, color.g, color.b] }
    for width in 1...8 {
      for height in 1...7 {
        let grid = PixelGrid.photograph(rgb: rgb, width: 5, height: 3, toWidth: width, toHeight: height)
        #expect(grid.values == Array(repeating: color, count: width * height), "\(width)×\(height)")
      }
    }
  }
}

@Suite struct Lines {
  private func picture(_ points: [Point], _ width: Int, _ height: Int) -> String {
    (0..<height).map { y in
      String((0..<width).map { x in points.contains(Point(x: x, y: y)) ? "#" : "." })
    }.joined(separator: "\n")
  }

  @Test func aLineJoinsItsEnds() {
    let points = Line.points(from: Point(x: 0, y: 0), to: Point(x: 6, y: 2), in: Size(width: 7, height: 3))
    #expect(
      picture(points, 7, 3) == """
        ##.....
        ..###..
        .....##
        """)
  }

  /// Every direction: connected, both ends included, as long as its longer extent.
  @Test func linesAreConnected() {
    let size = Size(width: 9, height: 9)
    for x in 0..<9 {
      for y in 0..<9 {
        let points = Line.points(from: Point(x: 4, y: 4), to: Point(x: x, y: y), in: size)
        #expect(points.first == Point(x: 4, y: 4))
        #expect(points.last == Point(x: x, y: y))
        #expect(points.count == max(abs(x - 4), abs(y - 4)) + 1)
        for (a, b) in zip(points, points.dropFirst()) {
          #expect(max(abs(a.x - b.x), abs(a.y - b.y)) == 1, "to \(x), \(y)")
        }
      }
    }
  }

  @Test func endsMayBeFarAway() {
    let size = Size(width: 5, height: 5)
    let far = 1 << 40
    #expect(Line.points(from: Point(x: -far, y: 2), to: Point(x: far, y: 2), in: size).count == 5)
    #expect(Line.points(from: Point(x: -far, y: -1), to: Point(x: far, y: -1), in: size).isEmpty)
    // So far that a Double no longer knows the place exactly: no place may be outside nevertheless.
    let farther = Line.points(from: Point(x: -1 << 62, y: -1 << 61), to: Point(x: 1 << 61, y: 1 << 62), in: size)
    #expect(farther.allSatisfy { Rect(size).contains($0) })
    #expect(Line.points(from: Point(x: -9, y: 0), to: Point(x: 0, y: 9), in: size).isEmpty)
  }

  @Test func aLineIsDrawnIntoAGrid() {
    var grid = PixelGrid(width: 2, height: 2, scalars: [0, 0, 0, 0], map: .viridis)
    grid.line(from: Point(x: 0, y: 0), to: Point(x: 1, y: 1), color: .white)
    #expect(grid.scalars == [1, 0, 0, 1])
    #expect(grid[x: 1, y: 1] == .white)
    #expect(grid[x: 1, y: 0] == ColorMap.viridis.color(at: 0))
  }
}
