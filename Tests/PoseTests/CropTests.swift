import Foundation
import HRNet
import Pictures
import Pose
import Testing

@Suite("The crop is the published geometry")
struct CropTests {
  private let input = InputSize(height: 256, width: 192)

  @Test("A narrow box grows in width, a wide one in height, both by a quarter more")
  func grows() {
    let narrow = Crop(box: Box(x: 10, y: 20, width: 30, height: 160), input: input)
    #expect(narrow.size == (150, 200))
    #expect(narrow.centre == PicturePoint(x: 25, y: 100))
    #expect(narrow.scale == 192.0 / 150)
    let wide = Crop(box: Box(x: 0, y: 0, width: 240, height: 100), input: input, padding: 1)
    #expect(wide.size == (240, 320))
  }

  @Test("The centre lies in the middle of the input; a corner of the crop in its corner")
  func inputPoints() {
    let crop = Crop(box: Box(x: 10, y: 20, width: 30, height: 160), input: input)
    #expect(crop.inputPoint(crop.centre) == PicturePoint(x: 96, y: 128))
    #expect(crop.inputPoint(PicturePoint(x: 25 - 75, y: 100 - 100)) == PicturePoint(x: 0, y: 0))
    #expect(crop.box == Box(x: -50, y: 0, width: 150, height: 200))
  }

  @Test("A heat map's pixel is four input pixels: there and back", arguments: [(0.0, 0.0), (13.25, 40.75), (47, 63)])
  func picturePoints(u: Double, v: Double) {
    let crop = Crop(box: Box(x: 31.5, y: -7, width: 211, height: 99.25), input: input)
    let point = crop.picturePoint(heatMapX: u, heatMapY: v, heatMapWidth: 48, heatMapHeight: 64)
    let back = crop.inputPoint(point)
    #expect(abs(back.x - 4 * u) < 1e-9 && abs(back.y - 4 * v) < 1e-9)
  }

  @Test("A crop of the picture's own size is the picture")
  func identity() throws {
    let picture = try Picture(contentsOf: fixture("crop-source.png"))
    let crop = Crop(
      box: Box(whole: picture), input: InputSize(height: picture.height, width: picture.width), padding: 1)
    #expect(crop.sample(picture) == picture)
  }

  @Test("Half a pixel between black and white is grey, and outside is black")
  func halves() {
    let picture = Picture(width: 2, height: 1, pixels: [0, 0, 0, 255, 255, 255])
    let crop = Crop(box: Box(x: 0, y: -0.5, width: 2, height: 1), input: InputSize(height: 2, width: 4), padding: 1)
    // Columns lie at 0, ½, 1, 1½; rows at −½ and 0.
    let sampled = crop.sample(picture)
    let reds = stride(from: 0, to: sampled.pixels.count, by: 3).map { sampled.pixels[$0] }
    #expect(reds == [0, 64, 128, 64, 0, 128, 255, 128])
  }

  private struct Cases: Decodable {
    var input: [Int]
    var boxes: [[Double]]
  }

  /// OpenCV (before 5) rounds positions to 1/32 pixel: at most 1/64 off on each axis, where the steepest step of this
  /// picture is about 100 levels a pixel: 2 × 100 / 64 and the rounding to whole levels make 4. On average it must be
  /// far less.
  @Test("Sampling agrees with OpenCV's warpAffine", arguments: 0..<5)
  func openCV(index: Int) throws {
    let cases = try JSONDecoder().decode(Cases.self, from: Data(fixtureBytes("crops.json")))
    let box = cases.boxes[index]
    let crop = Crop(
      box: Box(x: box[0], y: box[1], width: box[2], height: box[3]),
      input: InputSize(height: cases.input[0], width: cases.input[1]))
    let sampled = crop.sample(try Picture(contentsOf: fixture("crop-source.png")))
    let expected = try Picture(contentsOf: fixture("crop-\(index).png"))
    let apart = try #require(difference(sampled, expected))
    #expect(apart.largest <= 4)
    #expect(apart.mean < 0.5)
  }

  @Test(
    "A meaningless box gives a black crop",
    arguments: [
      Box(x: .nan, y: 0, width: 10, height: 10), Box(x: 0, y: 0, width: .infinity, height: 10),
      Box(x: 1e300, y: 0, width: 10, height: 10),
      Box(x: 0, y: -1e18, width: 1e-300, height: 1e-300),
    ])
  func meaningless(box: Box) {
    let picture = Picture(width: 2, height: 2, pixels: [UInt8](repeating: 255, count: 12))
    let sampled = Crop(box: box, input: InputSize(height: 32, width: 32)).sample(picture)
    #expect(sampled.pixels == [UInt8](repeating: 0, count: 32 * 32 * 3))
  }

  @Test("Usable boxes are finite and enclose something")
  func usable() {
    #expect(Box(x: -5, y: 3, width: 0.1, height: 7).isUsable)
    #expect(!Box(x: 0, y: 0, width: 0, height: 7).isUsable)
    #expect(!Box(x: 0, y: 0, width: 5, height: -7).isUsable)
    #expect(!Box(x: .nan, y: 0, width: 5, height: 7).isUsable)
    #expect(!Box(x: 0, y: 0, width: 5, height: .infinity).isUsable)
  }
}

@Suite("InputNormalization")
struct InputNormalizationTests {
  @Test("Channels stay side by side and become (RGB / 255 − mean) / std")
  func tensor() {
    let picture = Picture(width: 1, height: 2, pixels: [0, 128, 255, 255, 0, 1])
    let tensor = InputNormalization.imageNet.tensor(picture)
    let expected: [Float] = [
      -0.485 / 0.229, (128 / 255 - 0.456) / 0.224, (1 - 0.406) / 0.225,
      (1 - 0.485) / 0.229, -0.456 / 0.224, (1 / 255 - 0.406) / 0.225,
    ]
    // Single precision: a few units in the last place of numbers up to 3.
    for (value, expected) in zip(tensor, expected) { #expect(abs(value - expected) < 1e-6) }
    #expect(tensor.count == 6)
  }
}
