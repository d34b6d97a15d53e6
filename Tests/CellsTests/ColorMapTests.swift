import Foundation
import Testing

@testable import Cells

@Suite struct ColorMaps {
  /// As near as the eye can see: our stops are fitted to 8 bits, and there are 65 colours.
  @Test func agreesWithMatplotlib() throws {
    let map = ColorMap.viridis
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "reference/colormaps.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
    let own = lines.filter { $0[0] == map.name }
    #expect(own.count == 52)
    for line in own {
      let step = try #require(Double(line[1].split(separator: "/")[0]))
      let expected = Color(hex: try #require(UInt32(line[2], radix: 16)))
      let found = map.color(at: step / 255)
      let error = found.oklab - expected.oklab
      #expect(
        (error * error).sum() <= 0.015 * 0.015, "\(map.name) at \(step): \(found.cssName), not \(expected.cssName)")
    }
  }

  @Test func getsEverLighter() {
    let lightness = (0...255).map { ColorMap.viridis.color(at: Double($0) / 255).lightness }
    for (i, (a, b)) in zip(lightness, lightness.dropFirst()).enumerated() {
      // Rounding to 8 bits may hold a step back, never by more than this.
      #expect(b > a - 0.002, "step \(i)")
    }
    #expect(lightness[255] - lightness[0] > 0.5)
  }

  /// Neighbours can hardly be told apart: more colours would only be more to send.
  @Test func stepsAreAsFineAsTheEyeSees() {
    for map in [ColorMap.viridis, .diverging] {
      let colors = (0...4000).map { map.color(at: Double($0) / 4000) }
      #expect(Set(colors).count <= 65)
      for (a, b) in zip(colors, colors.dropFirst()) {
        let step = a.oklab - b.oklab
        #expect((step * step).sum() < 0.026 * 0.026)
      }
    }
  }

  @Test func divergingIsBalanced() {
    let map = ColorMap.diverging
    let middle = map.color(at: 0.5)
    #expect(middle.oklab.y.magnitude < 0.01 && middle.oklab.z.magnitude < 0.01)
    for t in stride(from: 0.0, through: 0.5, by: 0.02) {
      #expect(abs(map.color(at: t).lightness - map.color(at: 1 - t).lightness) < 0.02, "at \(t)")
    }
    #expect(map.color(at: 0).b > map.color(at: 0).r)
    #expect(map.color(at: 1).r > map.color(at: 1).b)
  }

  @Test func numbersOutsideAreClamped() {
    for map in [ColorMap.viridis, .diverging] {
      #expect(map.color(at: -.infinity) == map.color(at: 0))
      #expect(map.color(at: 7) == map.color(at: 1))
      #expect(map.color(at: .nan) == ColorMap.notANumber)
      #expect((0...255).allSatisfy { map.color(at: Double($0) / 255) != ColorMap.notANumber })
    }
  }
}

@Suite struct Numbers {
  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (1, "1"), (3.14159, "3.14"), (-0.0213, "-0.0213"), (99.95, "100"), (0.0999951, "0.1"),
    (123456, "123000"), (999_999, "1e+06"), (1.236e6, "1.24e+06"), (0.0001, "0.0001"), (1e-5, "1e-05"),
    (-1.5e-120, "-1.5e-120"), (.nan, "nan"), (-.infinity, "-inf"), (41.0, "41"), (0.5, "0.5"), (100, "100"),
  ])
  func areShort(value: Double, text: String) {
    #expect(Number.short(value) == text)
  }

  @Test func sparklinesStandOnZero() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7, 8]) == "▁▂▃▄▅▆▇██")
    #expect(Sparkline.text([4, 8]) == "▅█")
    #expect(Sparkline.text([-1, 0, 1]) == "▁▅█")
    #expect(Sparkline.text([0, .nan, 1]) == "▁ █")
    #expect(Sparkline.text([0, 0]) == "▁▁")
    #expect(Sparkline.text([]) == "")
    #expect(Sparkline.text([1, 9], maximum: 2) == "▅█")
  }

  @Test func aLegendNamesBothEnds() {
    var canvas = Canvas(size: Size(width: 14, height: 2))
    let row = canvas.bounds
    canvas.legend(.viridis, from: 0, to: 3.4, in: row, style: Style(), appearance: .ascii)
    #expect(canvas.text == "0  .:=+#%@ 3.4\n")
    canvas.legend(.viridis, from: 0, to: 3.4, in: row, style: Style(), appearance: .trueColor)
    #expect(canvas.text == "0 ████████ 3.4\n")
    #expect(canvas[x: 2, y: 0].style.foreground == ColorMap.viridis.color(at: 0))
    #expect(canvas[x: 9, y: 0].style.foreground == ColorMap.viridis.color(at: 1))
  }
}
