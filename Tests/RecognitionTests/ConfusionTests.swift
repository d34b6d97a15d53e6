import Recognition
import TestSupport
import Testing
import Foundation

@Suite("Accuracy and mean IoU of class maps")
struct ConfusionTests {
  struct Case: Decodable {
    struct Picture: Decodable {
      let width: Int
      let truth, result: [Int]
    }

    let classes: Int
    let pictures: [Picture]
    let pixelAccuracy, meanAccuracy, meanIoU: Double
    let ious: [Double?]
  }

  @Test("The numbers are NumPy's, counted as mmsegmentation counts, in any order of pictures")
  func cases() throws {
    for each in try fixture("confusions.json") as [Case] {
      var confusion = ConfusionMatrix(classes: each.classes)
      var other = ConfusionMatrix(classes: each.classes)
      for (index, picture) in each.pictures.enumerated() {
        func map(_ labels: [Int]) -> ClassMap {
          ClassMap(
            width: picture.width, height: labels.count / picture.width, classes: each.classes,
            labels: labels.map { $0 == 255 ? ClassMap.nothing : UInt16($0) })
        }
        if index == 0 {
          other.add(truth: map(picture.truth), result: map(picture.result))
        } else {
          confusion.add(truth: map(picture.truth), result: map(picture.result))
        }
      }
      confusion += other
      #expect(abs(try #require(confusion.pixelAccuracy) - each.pixelAccuracy) < 1e-12)
      #expect(abs(try #require(confusion.meanAccuracy) - each.meanAccuracy) < 1e-12)
      #expect(abs(try #require(confusion.meanIoU) - each.meanIoU) < 1e-12)
      for (iou, expected) in zip(confusion.ious, each.ious) {
        #expect((iou == nil) == (expected == nil))
        #expect(abs((iou ?? 0) - (expected ?? 0)) < 1e-12)
      }
    }
  }

  @Test("Where the result says nothing, a labelled pixel is wrong; an empty set has no numbers")
  func unsaid() {
    var confusion = ConfusionMatrix(classes: 2)
    #expect(confusion.pixelAccuracy == nil && confusion.meanIoU == nil && confusion.meanAccuracy == nil)
    confusion.add(
      truth: ClassMap(width: 3, height: 1, classes: 2, labels: [0, 0, ClassMap.nothing]),
      result: ClassMap(width: 3, height: 1, classes: 2, labels: [0, ClassMap.nothing, 1]))
    #expect(confusion.pixelAccuracy == 0.5)
    #expect(confusion.ious == [0.5, nil])
  }

  @Test("The README's numbers of the built-in parts", .enabled(if: Shared.isPresent, Shared.absence))
  func parts() throws {
    let path = Shared.path("weights/joints-parts/lsp-100-parts.json")
    let file = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any]
    let confusion = ConfusionMatrix(rows: try #require(file?["confusion"] as? [[Int]]))
    #expect(abs(try #require(confusion.meanIoU) - 0.62811) < 5e-6)
    #expect(abs(try #require(confusion.pixelAccuracy) - 0.92597) < 5e-6)
    let expected = [0.9383, 0.69137, 0.70919, 0.41322, 0.38405, 0.66553, 0.59513]
    for (iou, value) in zip(confusion.ious, expected) { #expect(abs((iou ?? 0) - value) < 5e-6) }
  }
}
