import Testing

@testable import Pictures
@testable import Pose

@Suite("Labelled sets")
struct LabelledSetTests {
  private func list(_ text: String) throws -> LabelledSet { try LabelledSet(decoding: Array(text.utf8), name: "set") }

  private func coco(
    images: String = #"[{"id": 1, "file_name": "a.jpg"}]"#, categories: String? = nil, _ annotations: String...
  ) throws -> COCOKeypoints {
    let categories = categories.map { ", \"categories\": \($0)" } ?? ""
    let text = "{\"images\": \(images), \"annotations\": [\(annotations.joined(separator: ", "))]\(categories)}"
    return try COCOKeypoints(decoding: Array(text.utf8), name: "set")
  }

  private func fault(_ read: () throws -> Void) throws -> String {
    let error = try #require(throws: SideCarError.self) { try read() }
    guard case .damaged(let words) = error.reason else { return error.description }
    return words
  }

  // MARK: joints.json

  @Test(
    "joints that are not labelled",
    arguments: [
      "null", "[null, null]", "[null, null, null]", "[0, 0]", "[0, 0, 0]", "[0.0, 0.0, 1]", "[5, 6, 0]",
      "[5, 6, false]",
      "[-1, -1]", "[-1.0, -1.0, 1]", "[5, 6, null]",
    ])
  func unlabelled(joint: String) throws {
    let set = try list(#"[{"image": "a", "bbox": [0, 0, 9, 9], "joints": [[1, 2], \#(joint), [3, 4, 1]]}]"#)
    #expect(set.entries[0].joints.map(\.isLabelled) == [true, false, true])
    #expect(set.skeleton == nil && set.jointCount == 3)
  }

  @Test(
    "joints that are labelled", arguments: ["[5, 6]", "[0, 6]", "[-1, 6]", "[5, 6, 1]", "[5, 6, 2]", "[5, 6, true]"])
  func labelled(joint: String) throws {
    #expect(try list(#"[{"image": "a", "bbox": [0, 0, 9, 9], "joints": [\#(joint)]}]"#).entries[0].joints[0].isLabelled)
  }

  @Test("MPII's visibility beside the joints", arguments: ["joints_vis", "joints_visible", "is_visible"])
  func visibility(key: String) throws {
    let set = try list(
      #"[{"image": "a", "bbox": [0, 0, 9, 9], "\#(key)": [1, 0, true, false], "joints": [[1, 2], [1, 2], [1, 2], [1, 2]]}]"#
    )
    #expect(set.entries[0].joints.map(\.isLabelled) == [true, false, true, false])
  }

  @Test("joints by name, in any order; missing ones are not labelled")
  func names() throws {
    let set = try list(
      """
      [{"image": "a", "bbox": [0, 0, 9, 9], "joints": {"left_hip": [1, 2], "right_hip": null}},
       {"image": "b", "bbox": [0, 0, 9, 9], "joints": {"neck": [5, 6], "left_hip": [3, 4]}},
       {"image": "c", "bbox": [0, 0, 9, 9], "names": ["neck", "right_hip"], "joints": [[7, 8], [9, 9]]}]
      """)
    #expect(set.skeleton?.jointNames == ["left hip", "right hip", "neck"])
    #expect(
      set.entries.map { $0.joints.map(\.isLabelled) } == [
        [true, false, false], [true, false, true], [false, true, true],
      ])
    #expect(set.entries[2].joints[2].position == PicturePoint(x: 7, y: 8))
  }

  @Test("without a box, the one around the labelled joints")
  func withoutBox() throws {
    let set = try list(#"[{"image": "a", "joints": [[1, 2], null, [4, 8]]}]"#)
    #expect(set.entries[0].box == Box(x: 1, y: 2, width: 3, height: 6) && set.notes.count == 1)
  }

  @Test(
    "damaged lists say where",
    arguments: [
      (#"[{"image": "a", "bbox": [0, 0, 9, 9], "joints": [[1, NaN]]}]"#, "NaN in [0].joints[0][1] (line 1, byte"),
      ("[\n\n{\"image\": \"a\", \"bbox\": [0, 0, 9, -Infinity]", "an infinite number in [0].bbox[3] (line 3, byte"),
      (#"[{"bbox": [0, 0, 9, 9], "joints": []}]"#, "no \"image\" in [0]"),
      (#"[{"image": "a", "bbox": [0, 0, 9, 9]}]"#, "no \"joints\" in [0]"),
      (#"[{"image": "a", "bbox": [0, 0, 9, 9], "joints": [[1]]}]"#, "no [x, y] or [x, y, visible] in [0].joints[0]"),
      (#"[{"image": "a", "bbox": [0, 0, 9, 9], "joints": [[1, 2, 3, 4]]}]"#, "no [x, y] or [x, y, visible] in"),
      (#"[{"image": "a", "joints": [null]}]"#, "neither a box nor a labelled joint in [0]"),
      (
        #"[{"image": "a", "bbox": [0, 0, 9, 9], "joints": [[1, 2]]}, {"image": "a", "bbox": [0, 0, 9, 9], "joints": []}]"#,
        "0 joints, not 1 as before, in [1].joints"
      ),
      (
        #"[{"image": "a", "bbox": [0, 0, 9, 9], "is_visible": [1, 1], "joints": [[1, 2]]}]"#,
        "1 joints with more or fewer"
      ),
      (
        #"[{"image": "a", "bbox": [0, 0, 9, 9], "names": ["x", "x"], "joints": [[1, 2], [1, 2]]}]"#,
        "joints without names"
      ),
    ])
  func damagedList(text: String, words: String) throws {
    let found = try fault { _ = try list(text) }
    #expect(found.hasPrefix(words), "\(found)")
  }

  // MARK: COCO

  @Test("areas, counts, boxes and crowds that are not there")
  func absent() throws {
    let set = try coco(
      #"{"image_id": 1, "bbox": [0, 0, 10, 20], "keypoints": [1, 2, 2, 4, 6, 1, 0, 0, 0]}"#,
      #"{"image_id": 1, "keypoints": [1, 2, 2, 4, 6, 1, 0, 0, 0], "iscrowd": true}"#,
      #"{"image_id": 1, "bbox": null, "keypoints": [1, 2, 0, 4, 6, 0, 0, 0, 0]}"#,
      #"{"image_id": 1, "bbox": [0, 0, 5, 5], "area": 7, "keypoints": [], "num_keypoints": null}"#,
      #"{"image_id": 2, "bbox": [0, 0, 5, 5], "area": 7, "keypoints": []}"#)
    let people = set.images[0].people
    #expect(people.map(\.area) == [0.53 * 200, 0.53 * 12, 7] && people.map(\.isCrowd) == [false, true, false])
    #expect(people.map(\.labelledCount) == [2, 2, 0] && people.map(\.joints.count) == [3, 3, 3])
    #expect(people[1].box == Box(x: 1, y: 2, width: 3, height: 4))
    #expect(set.notes.count == 4, "\(set.notes)")
    let flat = try coco(#"{"image_id": 1, "bbox": [0, 0, 0, 9], "area": 7, "keypoints": [1, 2, 2]}"#)
    #expect(flat.notes.count == 1 && flat.images[0].people.count == 1)
  }

  @Test("file names with folders, or at the end of an address; sizes that are none")
  func fileNames() throws {
    let images = """
      [{"id": 3, "file_name": "val/a.jpg", "width": 0, "height": 5}, {"id": 2, "coco_url": "http://x/y/b.jpg?z", "width": 4,
      "height": 5.0}]
      """
    let set = try coco(
      images: images, #"{"image_id": 3, "bbox": [0, 0, 1, 1], "keypoints": [1, 2, 2]}"#,
      #"{"image_id": 2, "bbox": [0, 0, 1, 1], "keypoints": [1, 2, 2]}"#)
    #expect(set.images.map(\.fileName) == ["b.jpg", "val/a.jpg"])
    #expect(set.images.map(\.size) == [PictureSize(width: 4, height: 5), nil])
  }

  @Test(
    "ids are equal as in Python",
    arguments: [
      ("1", "1.0", true), ("1", "\"1\"", false), ("12345678901234567890123", "12345678901234567890123", true),
      ("12345678901234567890123", "12345678901234567890124", false), ("\"a\\u0031\"", "\"a1\"", true),
      ("-3", "-3.0", true),
      ("1", "true", true), ("0", "-0.0", true),
    ])
  func identifiers(image: String, annotation: String, areEqual: Bool) throws {
    let person = "{\"image_id\": \(annotation), \"bbox\": [0, 0, 1, 1], \"keypoints\": [1, 2, 2]}"
    let set = try coco(images: "[{\"id\": \(image), \"file_name\": \"a\"}]", person)
    #expect(
      set.images.count == (areEqual ? 1 : 0)
        && set.notes.contains { $0.contains("images that are not listed") } != areEqual)
  }

  @Test("joints are named by the categories in use; NaN means nothing where nothing is labelled")
  func categories() throws {
    let person = #"{"image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1], "keypoints": [1, 2, 2, NaN, Infinity, 0]}"#
    let categories = """
      [{"id": 1, "name": "person", "keypoints": ["left_eye", "R_Eye"]}, {"id": 2, "name": "car", "keypoints": ["wheel"]}]
      """
    let set = try coco(categories: categories, person)
    #expect(set.skeleton?.jointNames == ["left eye", "right eye"] && set.categories.map(\.name) == ["person"])
    #expect(set.images[0].people[0].joints.map(\.isLabelled) == [true, false])
    // Numbers name nothing.
    #expect(try coco(categories: #"[{"id": 1, "keypoints": ["kpt-0", "kpt-1"]}]"#, person).skeleton == nil)
  }

  @Test(
    "damaged files say where",
    arguments: [
      ("[]", "no object"), ("{\"images\": []}", "no \"annotations\""), ("{\"annotations\": []}", "no \"images\""),
      (
        #"{"images": [], "annotations": [{"image_id": 1, "bbox": [1], "keypoints": [1, 2, 2]}]}"#,
        "no box of four numbers in"
      ),
      (
        #"{"images": [], "annotations": [{"image_id": 1, "keypoints": [1, 2]}]}"#,
        "no [x, y, visibility, …]: 2 numbers in"
      ),
      (
        #"{"images": [], "annotations": [{"image_id": 1, "keypoints": [1, NaN, 2]}]}"#,
        "NaN in annotations[0].keypoints[1] ("
      ),
      (
        #"{"images": [], "annotations": [{"image_id": 1, "keypoints": [1, 2, NaN]}]}"#,
        "NaN in annotations[0].keypoints[2] ("
      ),
      (#"{"images": [], "annotations": [{"image_id": 1, "area": NaN}]}"#, "NaN in annotations[0].area ("),
      (
        #"{"images": [], "annotations": [{"image_id": 1, "area": -1}]}"#,
        "no area (it is below 0) in annotations[0].area"
      ),
      (#"{"images": [], "annotations": [{"bbox": [1, 2, 3, 4]}]}"#, "no \"image_id\" in annotations[0]"),
      (#"{"images": [{"file_name": "a"}], "annotations": []}"#, "no \"id\" in images[0]"),
      (
        #"{"images": [], "annotations": [{"image_id": 1, "keypoints": [1, 2, 2]}, {"image_id": 1, "keypoints": [1, 2, 2, 1, 2, 2]}]}"#,
        "2 joints, not 1 as before, in annotations[1].keypoints"
      ),
      (
        #"{"images": [{"id": 1, "file_name": "a"}, {"id": 1, "file_name": "b"}], "annotations": [{"image_id": 1, "keypoints": [1, 2, 2]}]}"#,
        "two pictures with the id 1"
      ),
      (
        #"{"images": [{"id": 1}], "annotations": [{"image_id": 1, "bbox": [1, 2, 3, 4], "keypoints": [1, 2, 2]}]}"#,
        "no \"file_name\" for the image 1"
      ),
      (#"{"images": [], "annotations": [{"image_id": 1, "keypoints": [1, 2, 02]}]}"#, "no valid JSON"),
      ("{\"images\": [], \"annotations\": [], \"info\": \"\u{1}\"}", "no valid JSON"),
      (#"{"images": [], "annotations": []} x"#, "no valid JSON"),
      (
        #"{"images": [], "annotations": [], "x": \#(String(repeating: "[", count: 1_000_000))"#,
        "brackets nested more than"
      ),
    ])
  func damagedFile(text: String, words: String) throws {
    let found = try fault { _ = try COCOKeypoints(decoding: Array(text.utf8), name: "set") }
    #expect(found.hasPrefix(words), "\(found)")
  }
}
