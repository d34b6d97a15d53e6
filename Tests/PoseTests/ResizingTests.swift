import Foundation
import Pictures
import Testing

@Suite("Pictures at another size")
struct ResizingTests {
  private struct Document: Decodable {
    struct Case: Decodable {
      let width: Int
      let height: Int
      let toWidth: Int
      let toHeight: Int
      let box: [Double]
      let bilinear: [Double]
      let antialiased: [Int]
    }
    let cases: [Case]
  }

  /// As `Scripts/make_resized.py` paints it.
  private func picture(_ width: Int, _ height: Int) -> Picture {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 {
          let value: Int = x * 37 + y * 91 + channel * 53 + (x * y) % 7 * 29
          pixels.append(UInt8(value % 256))
        }
      }
    }
    return Picture(width: width, height: height, pixels: pixels)
  }

  @Test("bilinear as PyTorch, antialiased as Pillow: larger, smaller, parts between pixels")
  func references() throws {
    let cases = try JSONDecoder().decode(Document.self, from: Data(fixtureBytes("resized.json"))).cases
    #expect(cases.count == 6)
    for one in cases {
      let source = picture(one.width, one.height)
      let part = Box(x: one.box[0], y: one.box[1], width: one.box[2], height: one.box[3])
      let size = PictureSize(width: one.toWidth, height: one.toHeight)
      let plain = source.resized(part, to: size, .bilinear)
      let departures = zip(plain.pixels, one.bilinear).map { abs(Double($0) - $1) }
      #expect(departures.count == size.width * size.height * 3)
      #expect((departures.max() ?? 1) <= 0.502, "\(one.width)")
      let smooth = source.resized(part, to: size, .antialiased)
      let others = zip(smooth.pixels, one.antialiased).map { abs(Int($0) - $1) }
      #expect((others.max() ?? 2) <= 1, "\(one.width)")
      #expect(others.count { $0 > 0 } * 25 <= others.count, "\(one.width)")
    }
  }

  @Test("the same size is the same picture; beyond it the outermost pixels go on")
  func identity() {
    let source = picture(9, 7)
    for resampling in [Resampling.bilinear, .antialiased] {
      #expect(source.resized(to: PictureSize(width: 9, height: 7), resampling) == source)
      let beside = source.resized(
        Box(x: -50, y: -50, width: 20, height: 20), to: PictureSize(width: 3, height: 2), resampling)
      #expect(beside.pixels == Array(repeating: Array(source.pixels[0..<3]), count: 6).flatMap(\.self))
    }
  }
}
