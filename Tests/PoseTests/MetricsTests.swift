import Foundation
import HRNet
import Pictures
import Pose
import Testing

@Suite("Metrics by hand")
struct MetricsTests {
  /// Left shoulder and right hip 100 pixels apart, all else at the origin.
  private var truth: [GroundTruthJoint] {
    var truth = [GroundTruthJoint](repeating: GroundTruthJoint(position: PicturePoint(x: 0, y: 0)), count: 14)
    truth[9].position = PicturePoint(x: 60, y: 80)
    return truth
  }

  @Test("PCK counts joints up to and at a fifth of the torso")
  func pck() {
    var predicted = truth.map(\.position)
    predicted[0].x = 20
    predicted[1].x = 20.001
    let pck = Metrics.pck(predicted: predicted, truth: truth, skeleton: .lsp14)
    #expect(pck.correct == 13 && pck.total == 14 && pck.value == 13.0 / 14)
  }

  @Test("PCK leaves out joints without a label, not hidden ones")
  func pckLabels() {
    var truth = truth
    truth[0].isLabelled = false
    truth[1].isVisible = false
    #expect(Metrics.pck(predicted: truth.map(\.position), truth: truth, skeleton: .lsp14).total == 13)
    truth[9].isLabelled = false
    #expect(Metrics.pck(predicted: truth.map(\.position), truth: truth, skeleton: .lsp14) == (0, 0, 0))
  }

  @Test("A joint without a prediction is wrong")
  func missing() {
    let pck = Metrics.pck(predicted: Array(truth.map(\.position).prefix(12)), truth: truth, skeleton: .lsp14)
    #expect(pck == (12, 14, 12.0 / 14))
  }

  @Test("OKS of one joint off by 2σ√area is exp(−½), of a perfect one 1")
  func oks() {
    let skeleton = Skeleton(name: "two", jointNames: ["nose", "left hip"], bones: [])
    let reference = [PicturePoint(x: 0, y: 0), PicturePoint(x: 5, y: 5)]
    let predicted = [PicturePoint(x: 2 * 0.026 * 100, y: 0), PicturePoint(x: 5, y: 5)]
    let oks = Metrics.oks(predicted: predicted, reference: reference, area: 10_000, skeleton: skeleton)
    #expect(abs(oks - (exp(-0.5) + 1) / 2) < 1e-12)
    #expect(Metrics.oks(predicted: reference, reference: reference, area: 1, skeleton: skeleton) == 1)
  }

  @Test("OKS of nothing is 0, and never NaN")
  func oksOfNothing() {
    let point = [PicturePoint(x: 0, y: 0)]
    let skeleton = Skeleton(name: "one", jointNames: ["nose"], bones: [])
    let unlabelled = [GroundTruthJoint(position: point[0], isLabelled: false)]
    #expect(Metrics.oks(predicted: point, reference: unlabelled, area: 1, skeleton: skeleton) == 0)
    for area in [0, -1, .nan, .infinity] as [Double] {
      #expect(Metrics.oks(predicted: point, reference: point, area: area, skeleton: skeleton) == 0)
    }
    let nowhere = [PicturePoint(x: .nan, y: .infinity)]
    #expect(Metrics.oks(predicted: nowhere, reference: point, area: 1, skeleton: skeleton) == 0)
  }
}

/// Needs ../shared: pictures for measuring, not part of the package, and PyTorch's predictions on them.
@Suite("Metrics and geometry against PyTorch's numbers", .enabled(if: Shared.isPresent, "needs ../shared"))
struct SharedNumbersTests {
  private struct Prediction: Decodable {
    var pck: Double
    var joints: [[Double]]
    var points: [PicturePoint] { joints.map { PicturePoint(x: $0[0], y: $0[1]) } }
  }

  private struct SetPrediction: Decodable {
    var image: String
    var joints: [[Double]]
    var points: [PicturePoint] { joints.map { PicturePoint(x: $0[0], y: $0[1]) } }
  }

  @Test("PCK of the samples is the printed one")
  func samples() throws {
    let predictions = try Shared.json("weights/sample-predictions.json", as: [String: [Prediction]].self)
    #expect(predictions.count == 10)
    for (image, predicted) in predictions {
      let people = SideCar.people(besidePicture: "\(Shared.folder)/samples/\(image)")
      #expect(people.count == predicted.count)
      for (person, prediction) in zip(people, predicted) {
        let truth = try #require(person.truth["lsp14"])
        let pck = Metrics.pck(predicted: prediction.points, truth: truth, skeleton: .lsp14)
        // Printed to three digits.
        #expect((pck.value * 1000).rounded() / 1000 == prediction.pck, "\(image)")
      }
    }
  }

  @Test(
    "PCK of lsp-100, by two networks' joints",
    arguments: [("weights/lsp-100-predictions.json", 1037), ("weights/joints-parts/lsp-100-joints.json", 1090)])
  func lsp(file: String, expected: Int) throws {
    let predictions = try Shared.json(file, as: [SetPrediction].self)
    let set = try LabelledSet(contentsOf: "\(Shared.folder)/data/lsp-100/joints.json")
    #expect(set.entries.count == 100)
    var (correct, total) = (0, 0)
    for prediction in predictions {
      let entry = try #require(set.entries.first { $0.image == prediction.image })
      let pck = Metrics.pck(predicted: prediction.points, truth: entry.joints, skeleton: .lsp14)
      correct += pck.correct
      total += pck.total
    }
    #expect(correct == expected && total == 1400)
  }

  /// PyTorch's joints come from a heat map of 48×40 by quarter pixels. Taken back by our geometry they must lie on
  /// that grid; the printed joints have three digits, of pictures up to 16 pixels to a heat-map pixel.
  @Test("Predicted joints lie on the heat map's quarter pixels")
  func grid() throws {
    let predictions = try Shared.json("weights/sample-predictions.json", as: [String: [Prediction]].self)
    for (image, predicted) in predictions {
      let people = SideCar.people(besidePicture: "\(Shared.folder)/samples/\(image)")
      for (person, prediction) in zip(people, predicted) {
        let crop = Crop(box: person.box, input: InputSize(height: 192, width: 160))
        for point in prediction.points.map(crop.inputPoint) {
          for quarters in [point.x, point.y] { #expect(abs(quarters - quarters.rounded()) < 2e-3, "\(image)") }
        }
      }
    }
  }

  @Test("A picture of a labelled set finds its box in joints.json")
  func boxFromSet() throws {
    let people = SideCar.people(besidePicture: "\(Shared.folder)/data/lsp-100/im1001.jpg")
    #expect(people.map(\.box) == [Box(x: 20.72, y: 20.9, width: 52.08, height: 126.41)])
    #expect(SideCar.people(besidePicture: "\(Shared.folder)/data/lsp-100/im9999.jpg").isEmpty)
  }
}
