import Foundation
import TestSupport
import Testing

/// The joints of the embedded model, and of the one before it, against those that PyTorch computed and against the truth.
@Suite("Accuracy of hrscope pose", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct PoseAccuracyTests {
  /// A person's joints as PyTorch found them: x, y, score.
  struct Prediction: Decodable {
    let pck: Double?
    let joints: [[Double]]
  }

  /// A network with its joints of the samples and of LSP's pictures.
  struct Network: Sendable, CustomTestStringConvertible {
    let weights: [String]
    let samples: String
    let lsp: String
    /// Of LSP's 1400 joints, by the weights' README.
    let correct: Int

    var testDescription: String { weights.last ?? "built-in" }

    static let all = [
      Network(
        weights: [], samples: "weights/joints-parts/sample-joints.json",
        lsp: "weights/joints-parts/lsp-100-joints.json", correct: 1090),
      Network(
        weights: ["--weights", Shared.path("weights/hrnet-w16-lsp14.safetensors")],
        samples: "weights/sample-predictions.json", lsp: "weights/lsp-100-predictions.json", correct: 1037),
    ]
  }

  struct People: Decodable {
    struct Person: Decodable { let bbox: [Double] }
    let people: [Person]
  }

  /// OpenCV, which cut the pictures for PyTorch, rounds its interpolation to 1/32 pixel, so that where two values of a
  /// heat map are almost equal another one may be the largest: one joint in fifty may lie elsewhere.
  static let agreement = 0.98

  @Test(
    "sample pictures: joints within half a heat-map pixel, PCK the same, for every person", arguments: Network.all)
  func samples(network: Network) throws {
    let predictions = try Self.decode([String: [Prediction]].self, Shared.path(network.samples))
    #expect(predictions.count == SamplePictures.names.count)
    var agreement = Agreement()
    for name in SamplePictures.names {
      let people = try #require(predictions[name])
      let boxes = try Self.decode(
        People.self, SamplePictures.path(name.replacing(".jpg", with: ".json"))
      ).people.map(\.bbox)
      for (index, (person, box)) in zip(people, boxes).enumerated() {
        let path = SamplePictures.path(name)
        // The first is found without help, with its truth.
        let document =
          try pose(
            [path] + network.weights + (index == 0 ? [] : ["--box", box.map { "\($0)" }.joined(separator: ",")]))
        #expect(document.box == box)
        agreement.add(document, person)
        if let pck = document.pck {
          #expect(abs(Double(pck.correct) / Double(pck.total) - (person.pck ?? -1)) < 0.001, "\(name)")
        } else {
          #expect(index > 0)
        }
      }
    }
    #expect(agreement.joints == 11 * 14)
    #expect(agreement.ratio >= Self.agreement, "\(agreement)")
  }

  @Test("LSP: the 100 pictures have the PCK of the README, and the joints of PyTorch", arguments: Network.all)
  func lsp(network: Network) throws {
    struct Entry: Decodable {
      let image: String
      let bbox: [Double]
      let joints: [[Double]]
    }
    let folder = Shared.path("data/lsp-100/")
    let truth = try Self.decode([Entry].self, folder + "joints.json")
    struct Named: Decodable {
      let image: String
      let joints: [[Double]]
    }
    let predictions = try Self.decode([Named].self, Shared.path(network.lsp))
    let documents = try HRScope.json(
      [PoseDocument].self, ["pose", "--json"] + network.weights + truth.map { folder + $0.image })
    #expect(documents.count == 100)

    var correct = 0
    var agreement = Agreement()
    for (document, entry) in zip(documents, truth) {
      // The boxes are those of joints.json.
      #expect(document.box == entry.bbox)
      let prediction = try #require(predictions.first { $0.image == entry.image })
      agreement.add(document, Prediction(pck: nil, joints: prediction.joints))
      // Within 0.2 torsos: left shoulder 9 to right hip 2 of LSP's order.
      let torso = hypot(entry.joints[9][0] - entry.joints[2][0], entry.joints[9][1] - entry.joints[2][1])
      let hits = zip(document.joints, entry.joints).count { $0.distance(to: ($1[0], $1[1])) <= 0.2 * torso }
      #expect(document.pck?.correct == hits && document.pck?.total == 14, "\(entry.image)")
      correct += hits
    }
    #expect(abs(Double(correct - network.correct) / 1400) <= 0.005, "\(correct) of 1400")
    #expect(agreement.joints == 1400)
    #expect(agreement.ratio >= Self.agreement, "\(agreement)")
  }

  /// How many joints lie where PyTorch found them.
  private struct Agreement {
    var joints = 0
    var within = 0
    var ratio: Double { Double(within) / Double(joints) }

    mutating func add(_ document: PoseDocument, _ person: Prediction) {
      #expect(document.joints.count == person.joints.count)
      for (joint, expected) in zip(document.joints, person.joints) {
        joints += 1
        if joint.distance(to: (expected[0], expected[1])) <= document.heatMapPixel / 2 { within += 1 }
      }
    }
  }

  private static func decode<Document: Decodable>(_ type: Document.Type, _ path: String) throws -> Document {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path)))
  }
}
