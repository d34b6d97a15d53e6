import HRNet
import Testing

@testable import Pictures
@testable import Pose

/// Unbiased data processing, by the formulas of J. Huang et al. (CVPR 2020): lengths count from the centre of the first
/// pixel to that of the last.
@Suite("Unbiased crops, and channels in another order")
struct UnbiasedTests {
  private let box = Box(x: 10, y: 20, width: 60, height: 80)
  private let input = InputSize(height: 64, width: 48)

  @Test("the first and last pixels of input and heat maps lie on the crop's edges")
  func edges() {
    let crop = Crop(box: box, input: input, isUnbiased: true)
    let (left, top) = (crop.centre.x - crop.grownWidth / 2, crop.centre.y - crop.grownHeight / 2)
    for (width, height) in [(12, 16), (48, 64)] {
      let first = crop.picturePoint(heatMapX: 0, heatMapY: 0, heatMapWidth: width, heatMapHeight: height)
      #expect(abs(first.x - left) < 1e-9 && abs(first.y - top) < 1e-9)
      let last = crop.picturePoint(
        heatMapX: Double(width - 1), heatMapY: Double(height - 1), heatMapWidth: width, heatMapHeight: height)
      #expect(abs(last.x - left - crop.grownWidth) < 1e-9 && abs(last.y - top - crop.grownHeight) < 1e-9)
    }
    let corner = crop.inputPoint(PicturePoint(x: left, y: top))
    #expect(abs(corner.x) < 1e-9 && abs(corner.y) < 1e-9)
    let end = crop.inputPoint(PicturePoint(x: left + crop.grownWidth, y: top + crop.grownHeight))
    #expect(abs(end.x - 47) < 1e-9 && abs(end.y - 63) < 1e-9)
  }

  @Test("a crop of the picture's own pixels is the picture, in both conventions")
  func sample() {
    let pixels = (0..<48 * 64 * 3).map { UInt8(($0 * 37) % 251) }
    let picture = Picture(width: 48, height: 64, pixels: pixels)
    // The pixels' centres run from 0 to 47 and 63.
    let unbiased = Crop(box: Box(x: 0, y: 0, width: 47, height: 63), input: input, padding: 1, isUnbiased: true)
    let grown = unbiased.grownWidth / unbiased.grownHeight
    #expect(abs(grown - 48.0 / 64) < 1e-9)
    let biased = Crop(box: Box(x: 0, y: 0, width: 48, height: 64), input: input, padding: 1)
    #expect(biased.sample(picture).pixels == pixels)
    // The box grows to the input's shape, by 0.25 pixels at most: hardly anything moves.
    let sampled = unbiased.sample(picture)
    #expect(sampled.width == 48 && sampled.height == 64)
  }

  @Test("mirrored, nothing moves")
  func flip() {
    let maps = HeatMaps(joints: 1, height: 1, width: 4, values: [1, 2, 3, 4])
    let mirrored = HeatMaps(joints: 1, height: 1, width: 4, values: [4, 3, 2, 1])
    let skeleton = Skeleton(name: "one", jointNames: ["nose"], bones: [])
    #expect(maps.averagedWithFlip(mirrored, skeleton: skeleton, shifts: false) == maps)
    #expect(maps.averagedWithFlip(mirrored, skeleton: skeleton) != maps)
  }

  @Test("blue before red")
  func channels() {
    let picture = Picture(width: 1, height: 1, pixels: [255, 0, 51])
    let normalization = InputNormalization(mean: [0.1, 0.2, 0.3], std: [1, 2, 4], isBGR: true)
    let values = normalization.tensor(picture)
    for (value, expected) in zip(values, [(0.2 - 0.1) / 1, (0 - 0.2) / 2, (1 - 0.3) / 4]) {
      #expect(abs(Double(value) - expected) < 1e-6)
    }
  }
}
