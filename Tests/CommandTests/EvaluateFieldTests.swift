import Foundation
import TestSupport
import Testing

/// Sets as the field writes them: the six people of `../shared/field`, and variations on them.
@Suite("hrscope evaluate: sets of the field", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct EvaluateFieldTests {
  private typealias Document = EvaluateCommandTests.Document

  private let weights = ["--weights", Shared.path("weights/hrnet-w16-lsp14.safetensors")]

  private func measured(_ path: String, images: String? = Shared.path("field")) throws -> Document {
    let arguments = ["evaluate", path, "--json"] + weights + (images.map { ["--images", $0] } ?? [])
    let result = try HRScope.run(arguments)
    #expect(result.status == 0, "\(result.errorText)")
    let document = try JSONDecoder().decode(Document.self, from: Data(result.outputText.utf8))
    for note in document.notes { #expect(result.errorText.contains(note)) }
    return document
  }

  private func measured(object: Any, images: String? = Shared.path("field")) throws -> Document {
    try withTemporaryFolder { folder in
      try JSONSerialization.data(withJSONObject: object).write(to: URL(filePath: folder + "set.json"))
      return try measured(folder + "set.json", images: images)
    }
  }

  private func refused(object: Any, images: String = Shared.path("field")) throws -> String {
    try withTemporaryFolder { folder in
      try JSONSerialization.data(withJSONObject: object).write(to: URL(filePath: folder + "set.json"))
      return try HRScope.failure(["evaluate", folder + "set.json", "--images", images] + weights, status: 65)
    }
  }

  private var plain: [String: Any] {
    get throws {
      let data = try Data(contentsOf: URL(filePath: Shared.path("field/set_plain.json")))
      return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
  }

  private func annotations(_ set: [String: Any]) throws -> [[String: Any]] {
    try #require(set["annotations"] as? [[String: Any]])
  }

  /// The set with every annotation changed.
  private func changed(_ change: (inout [String: Any], Int) -> Void) throws -> [String: Any] {
    var set = try plain
    set["annotations"] = try annotations(set).enumerated().map { index, annotation in
      var annotation = annotation
      change(&annotation, index)
      return annotation
    }
    return set
  }

  private func is6061(_ document: Document) -> Bool { document.value.map { abs($0 - 0.606089) < 1e-6 } ?? false }

  @Test("as pycocotools: 60.61", arguments: ["plain", "iscrowd_false", "keypoints_empty", "crowdpose_names"])
  func field(name: String) throws {
    let document = try measured(Shared.path("field/set_\(name).json"), images: nil)
    #expect(is6061(document) && document.pictures == 6 && document.matching.by == "name")
    #expect(document.notes.contains { $0.contains("another order") } == (name == "crowdpose_names"))
  }

  @Test("without areas: 0.53 of the box")
  func withoutArea() throws {
    let document = try measured(Shared.path("field/set_without_area.json"), images: nil)
    let boxes = try changed { annotation, _ in
      guard let box = annotation["bbox"] as? [Double] else { return }
      annotation["area"] = 0.53 * box[2] * box[3]
    }
    #expect(try document.value == measured(object: boxes).value && document.notes.contains { $0.contains("0.53") })
  }

  @Test("joints that are not labelled count neither way")
  func unlabelled() throws {
    let document = try measured(Shared.path("field/lspet_unlabelled.json"), images: nil)
    #expect(document.value.map { abs($0 - 61.0 / 72) < 1e-6 } == true && document.perJoint.count == 12)
    let data = try Data(contentsOf: URL(filePath: Shared.path("field/lspet_unlabelled.json")))
    let list = try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    for missing: Any in [NSNull(), [-1, -1], [0, 0], [7, 7, 0]] {
      let other = list.map { entry in
        var entry = entry
        entry["joints"] = (entry["joints"] as? [[Double]])?.map { $0 == [0, 0, 0] ? missing : $0 }
        return entry
      }
      let again = try measured(object: other)
      #expect(again.value == document.value && again.perJoint == document.perJoint)
    }
    // By name, in another order, they are the same joints.
    let names = [
      "R_Ankle", "R_Knee", "R_Hip", "L_Hip", "L_Knee", "L_Ankle", "R_Wrist", "R_Elbow", "R_Shoulder", "L_Shoulder",
      "L_Elbow", "L_Wrist", "Neck", "top_head",
    ]
    let named = list.map { entry in
      var entry = entry
      entry["joints"] = Dictionary(uniqueKeysWithValues: zip(names, entry["joints"] as? [[Double]] ?? []))
      return entry
    }
    let byName = try measured(object: named)
    #expect(byName.value == document.value && byName.perJoint == document.perJoint && byName.matching.by == "name")
  }

  @Test("joints of a set that the network lacks are left out, and other joints refused")
  func otherJoints() throws {
    // COCO's seventeen: the limbs are the network's.
    let coco = [
      "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
      "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
      "right_ankle",
    ]
    let places: [Int?] = [nil, nil, nil, nil, nil, 9, 8, 10, 7, 11, 6, 3, 2, 4, 1, 5, 0]
    var set = try changed { annotation, _ in
      let points = annotation["keypoints"] as? [Double] ?? []
      annotation["keypoints"] = places.flatMap { place in place.map { Array(points[3 * $0..<3 * $0 + 3]) } ?? [5, 5, 2]
      }
      annotation["num_keypoints"] = 17
    }
    set["categories"] = [["id": 1, "name": "person", "keypoints": coco]]
    let document = try measured(object: set)
    #expect(document.matching.compared == 12 && document.matching.set == 17 && document.perJoint.count == 12)
    #expect((document.value ?? 0) > 0.4 && document.notes.contains { $0.contains("12 in common by name") })
    // As many, and of other names: not by their order.
    set = try plain
    set["categories"] = [["id": 1, "name": "hand", "keypoints": (0..<14).map { "finger\($0)" }]]
    #expect(try refused(object: set).contains("labels other joints than the network finds: 0 of its 14"))
    // Without names: by their order, with a word, where there are as many.
    set["categories"] = [["id": 1, "name": "person"]]
    let nameless = try measured(object: set)
    #expect(
      is6061(nameless) && nameless.matching.by == "order" && nameless.notes.contains { $0.contains("names no joints") })
    let fewer = try changed { annotation, _ in annotation["keypoints"] = [1, 2, 2] }.filter { $0.key != "categories" }
    #expect(try refused(object: fewer).contains("labels 1 joints a person, without names"))
  }

  @Test("ids, names of files and stray annotations as people write them")
  func variations() throws {
    var set = try changed { annotation, index in
      annotation["image_id"] = "image \(annotation["image_id"] ?? 0)"
      annotation["segmentation"] = index == 0 ? ["counts": [1]] : "none"
      if index % 2 == 0 { annotation["iscrowd"] = nil }
      annotation["num_keypoints"] = nil
    }
    set["images"] = (set["images"] as? [[String: Any]])?.map { image in
      var image = image
      image["id"] = "image \(image["id"] ?? 0)"
      image["file_name"] = "val\\people/\(image["file_name"] ?? "")"
      return image
    }
    set["annotations"] =
      try annotations(set) + [
        ["id": 77, "image_id": "no image", "category_id": 1, "bbox": [0, 0, 9, 9], "keypoints": []]
      ]
    let document = try measured(object: set)
    #expect(is6061(document) && document.notes.contains { $0.contains("images that are not listed") })
  }

  @Test("several categories: the mean over them")
  func categories() throws {
    let names = (try plain["categories"] as? [[String: Any]])?.first?["keypoints"] as? [String]
    func category(_ id: Int) -> [String: Any] {
      ["id": id, "name": "kind \(id)"].merging(names.map { ["keypoints": $0] } ?? [:]) { $1 }
    }
    var set = try changed { annotation, index in annotation["category_id"] = index < 2 ? 5 : 9 }
    set["categories"] = [category(9), category(5), category(7)]
    let document = try measured(object: set)
    let kinds = try #require(document.categories)
    #expect(kinds.count == 2)
    for (id, range) in [(5, 0..<2), (9, 2..<6)] {
      var alone = set
      alone["annotations"] = Array(try annotations(set)[range])
      #expect(try measured(object: alone).value == kinds["kind \(id)"])
    }
    let mean = kinds.values.reduce(0, +) / 2
    #expect(document.value.map { abs($0 - mean) < 2e-6 } == true)
  }

  @Test("NaN is named with its place")
  func notANumber() throws {
    try withTemporaryFolder { folder in
      let text = try String(contentsOf: URL(filePath: Shared.path("field/set_plain.json")), encoding: .utf8)
      for (number, place) in [("131.94", "keypoints[0]"), ("16428.5", "area"), ("43.35", "bbox[0]")] {
        for token in ["NaN", "Infinity", "-Infinity"] {
          try Data(text.replacing(number, with: token).utf8).write(to: URL(filePath: folder + "set.json"))
          let line = try HRScope.failure(["evaluate", folder + "set.json"] + weights, status: 65)
          #expect(line.contains("annotations[0].\(place) (line 1, byte "), "\(line)")
        }
      }
    }
  }

  @Test("labels of pictures that EXIF turns: by the size in the set")
  func orientation() throws {
    try withTemporaryFolder { folder in
      let entries = try #require(plain["images"] as? [[String: Any]])
      // As stored, with an orientation of 6 in front: viewers turn them, the labels don't.
      for entry in entries {
        let name = try #require(entry["file_name"] as? String)
        let jpeg = try Data(contentsOf: URL(filePath: Shared.path("field/\(name)")))
        let exif: [UInt8] = [
          0xFF, 0xE1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0,
          1, 0,
          6, 0, 0, 0, 0, 0, 0,
        ]
        try (jpeg.prefix(2) + Data(exif) + jpeg.dropFirst(2)).write(to: URL(filePath: folder + name))
      }
      let document = try measured(object: plain, images: folder)
      #expect(
        is6061(document) && document.notes.contains { $0.hasPrefix("6 pictures are labelled as they are stored") })
      // No size: turned, with a word, so that the labels are wrong.
      var silent = try plain
      silent["images"] = entries.map { $0.filter { !["width", "height"].contains($0.key) } }
      let assumed = try measured(object: silent, images: folder)
      #expect((assumed.value ?? 1) < 0.2 && assumed.notes.contains { $0.contains("assumed to be labelled as viewers") })
      // A size that is neither.
      var other = try plain
      other["images"] = entries.map { $0.merging(["width": 1000]) { $1 } }
      #expect(try refused(object: other, images: folder).contains("not the picture that is labelled (expected 1000 × "))
    }
  }
}
