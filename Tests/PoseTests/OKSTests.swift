import Foundation
import Testing

@testable import Pictures
@testable import Pose

/// Against what pycocotools computed (`Fixtures/make_coco.py`).
@Suite("Average precision as COCO computes it")
struct OKSTests {
  struct File: Decodable {
    struct Pose: Decodable {
      let image_id: Int
      let score: Double
      let keypoints: [Double]

      var joints: [PicturePoint] {
        stride(from: 0, to: keypoints.count, by: 3).map { PicturePoint(x: keypoints[$0], y: keypoints[$0 + 1]) }
      }
    }

    let found: [Pose]
    let expected: [String: [String: Double]]
    let withoutLarge: [Int]

    enum CodingKeys: String, CodingKey {
      case found, expected
      case withoutLarge = "without large"
    }
  }

  @Test("crowds, unlabelled, small, medium and large people, ties, too many poses: to a millionth")
  func pycocotools() throws {
    let set = try COCOKeypoints(contentsOf: fixture("coco.json"))
    let file = try JSONDecoder().decode(File.self, from: Data(fixtureBytes("coco.found.json")))
    let people = set.images.flatMap(\.people)
    // What the file is there for.
    #expect(people.contains(where: \.isCrowd) && people.contains { !$0.isCrowd && $0.labelledCount == 0 })
    #expect(people.contains { $0.area < 32 * 32 } && people.contains { $0.area > 96 * 96 })
    let poses = Dictionary(grouping: file.found, by: \.image_id)
    let truths = Dictionary(uniqueKeysWithValues: set.images.map { (Int($0.id.description), $0.people) })
    #expect(poses.values.contains { $0.count > OKSPicture.mostFound })

    for (name, isWanted) in [("all", { _ in true }), ("without large", { file.withoutLarge.contains($0) })]
      as [(String, (Int) -> Bool)]
    {
      // Images without annotations may have poses too.
      let ids = Set(truths.keys.compactMap(\.self)).union(poses.keys).filter(isWanted).sorted()
      var collection = OKSCollection()
      for id in ids {
        let truth = truths[id] ?? []
        let found = (poses[id] ?? []).map { (joints: $0.joints, score: $0.score) }
        collection.add(OKSPicture(truth: truth, found: found, sigmas: Skeleton.coco17.sigmas), index: id)
      }
      let precision = OKSPrecision(collection)
      let expected = try #require(file.expected[name])
      let numbers: [(String, Double?)] = [
        ("AP", precision.ap), ("AP50", precision.ap50), ("AP75", precision.ap75), ("APmedium", precision.apMedium),
        ("APlarge", precision.apLarge), ("AR", precision.ar), ("AR50", precision.ar50), ("AR75", precision.ar75),
        ("ARmedium", precision.arMedium), ("ARlarge", precision.arLarge),
      ]
      for (number, value) in numbers {
        let difference = abs((value ?? -1) - (expected[number] ?? .nan))
        #expect(difference < 1e-6, "\(name): \(number) \(value ?? -1)")
      }
    }
  }

  struct Variation: Decodable {
    struct Pose: Decodable {
      let image_id: String
      let category_id: String
      let score: Double
      let keypoints: [[Double]]
    }

    let set: String
    let found: [Pose]
    let expected: [String: Double]
  }

  /// Ids that are numbers, floats, text or huge; `iscrowd` of any kind or none; no keypoints, areas or counts; several
  /// categories; annotations of images and categories that are not there (`Scripts/make_coco_variations.py`).
  @Test("files as people write them: to a millionth of pycocotools")
  func variations() throws {
    let variations = try JSONDecoder().decode([Variation].self, from: Data(fixtureBytes("coco-variations.json")))
    #expect(variations.count == 60)
    for (number, variation) in variations.enumerated() {
      let set = try COCOKeypoints(decoding: Array(variation.set.utf8), name: "set \(number)")
      let skeleton = try #require(set.skeleton)
      #expect(skeleton.sigmaOrigin == .published)
      let precision = OKSPrecision(
        meanOf: set.categories.enumerated().map { place, category in
          var collection = OKSCollection()
          for (index, image) in set.images.enumerated() {
            let found = variation.found.filter {
              $0.image_id == image.id.description && $0.category_id == category.id?.description
            }.map { (joints: $0.keypoints.map { PicturePoint(x: $0[0], y: $0[1]) }, score: $0.score) }
            let truth = image.people.filter { $0.category == place }
            collection.add(OKSPicture(truth: truth, found: found, sigmas: skeleton.sigmas), index: index)
          }
          return OKSPrecision(collection)
        })
      let numbers: [(String, Double?)] = [
        ("AP", precision.ap), ("AP50", precision.ap50), ("AP75", precision.ap75), ("APmedium", precision.apMedium),
        ("APlarge", precision.apLarge), ("AR", precision.ar), ("AR50", precision.ar50), ("AR75", precision.ar75),
        ("ARmedium", precision.arMedium), ("ARlarge", precision.arLarge),
      ]
      for (name, value) in numbers {
        let difference = abs((value ?? -1) - (variation.expected[name] ?? .nan))
        #expect(difference < 1e-6, "set \(number): \(name) \(value ?? -1)")
      }
    }
  }

  @Test("nobody to find has no precision")
  func nobody() {
    #expect(OKSPrecision(OKSCollection()).ap == nil)
  }

  @Test("a picture's comparison is written and read without loss")
  func coding() throws {
    let set = try COCOKeypoints(contentsOf: fixture("coco.json"))
    let image = try #require(set.images.first { $0.people.count > 3 })
    let found = image.people.map {
      (joints: $0.joints.map { PicturePoint(x: $0.position.x + 0.1, y: $0.position.y / 3) }, score: 1 / 3.0)
    }
    let picture = OKSPicture(truth: image.people, found: found, sigmas: Skeleton.coco17.sigmas)
    #expect(try JSONDecoder().decode(OKSPicture.self, from: JSONEncoder().encode(picture)) == picture)
  }
}
