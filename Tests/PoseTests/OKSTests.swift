import Foundation
import Pose
import Testing

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
    #expect(poses.values.contains { $0.count > OKSPicture.mostFound })

    for (name, isWanted) in [("all", { _ in true }), ("without large", { file.withoutLarge.contains($0) })]
      as [(String, (Int) -> Bool)]
    {
      // Images without annotations may have poses too.
      let ids = Set(set.images.map(\.id)).union(poses.keys).filter(isWanted).sorted()
      var collection = OKSCollection()
      for id in ids {
        let truth = set.images.first { $0.id == id }?.people ?? []
        let found = (poses[id] ?? []).map { (joints: $0.joints, score: $0.score) }
        collection.add(OKSPicture(truth: truth, found: found, sigmas: set.skeleton.sigmas), index: id)
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
    let picture = OKSPicture(truth: image.people, found: found, sigmas: set.skeleton.sigmas)
    #expect(try JSONDecoder().decode(OKSPicture.self, from: JSONEncoder().encode(picture)) == picture)
  }

  @Test(
    "damaged files are refused",
    arguments: [
      "[]", "{\"images\": []}",
      "{\"images\": [], \"annotations\": [{\"image_id\": 1, \"bbox\": [1], \"area\": 1, \"keypoints\": [1, 2, 2]}]}",
      "{\"images\": [], \"annotations\": [{\"image_id\": 1, \"bbox\": [1, 1, 2, 2], \"area\": 1, \"keypoints\": [1, 2]}]}",
      "{\"images\": [], \"annotations\": [{\"image_id\": 1, \"bbox\": [1, 1, 2, 2], \"area\": 1, \"keypoints\": [1, 2, 2]}]}",
      "{\"images\": [{\"id\": 1, \"file_name\": \"a\"}], \"annotations\": [{\"image_id\": 1, \"bbox\": [1, 1, 2, 2], \"area\": 1, \"keypoints\": [1, 2, 2]}, {\"image_id\": 1, \"bbox\": [1, 1, 2, 2], \"area\": 1, \"keypoints\": [1, 2, 2, 1, 2, 2]}]}",
    ])
  func damaged(text: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "coco.json").path
      try Data(text.utf8).write(to: URL(filePath: path))
      #expect { try COCOKeypoints(contentsOf: path) } throws: { ($0 as? SideCarError)?.isUnreadable == false }
    }
  }
}
