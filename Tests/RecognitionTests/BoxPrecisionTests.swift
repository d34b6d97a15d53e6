import Pictures
import Pose
import Recognition
import Testing

@Suite("Average precision of boxes")
struct BoxPrecisionTests {
  struct Case: Decodable {
    struct Truth: Decodable {
      let image, label, crowd: Int
      let box: [Double]
      let area: Double
    }
    struct Found: Decodable {
      let image, label: Int
      let box: [Double]
      let score: Double
    }

    let classes, pictures: Int
    let truth: [Truth]
    let found: [Found]
    let stats, perClass: [Double?]
  }

  @Test("All twelve numbers are pycocotools', over random sets with crowds, ties and more than a hundred boxes")
  func cases() throws {
    let cases: [Case] = try fixture("boxes.json")
    #expect(cases.count >= 40)
    for (index, each) in cases.enumerated() {
      var collected = BoxCollection(classes: each.classes)
      for picture in (0..<each.pictures).reversed() {
        collected.add(
          found: each.found.filter { $0.image == picture }.map {
            FoundBox(
              left: $0.box[0], top: $0.box[1], right: $0.box[0] + $0.box[2], bottom: $0.box[1] + $0.box[3],
              score: $0.score, label: $0.label)
          },
          truth: each.truth.filter { $0.image == picture }.map {
            TrueBox(
              box: Box(x: $0.box[0], y: $0.box[1], width: $0.box[2], height: $0.box[3]), area: $0.area,
              isCrowd: $0.crowd == 1, label: $0.label)
          },
          index: picture)
      }
      let result = BoxPrecision(collected)
      let numbers = [
        result.ap, result.ap50, result.ap75, result.apSmall, result.apMedium, result.apLarge,
        result.ar1, result.ar10, result.ar100, result.arSmall, result.arMedium, result.arLarge,
      ]
      for (place, (number, expected)) in zip(numbers + result.perClass, each.stats + each.perClass).enumerated() {
        #expect((number == nil) == (expected == nil), "set \(index), number \(place)")
        #expect(abs((number ?? 0) - (expected ?? 0)) < 1e-9, "set \(index), number \(place)")
      }
    }
  }

  @Test("An instances file: pictures without things stay, what cannot count is said")
  func file() throws {
    let text = """
      {"images": [{"id": 2, "file_name": "b.jpg", "width": 4, "height": 3}, {"id": 1, "file_name": "a.jpg"}],
       "annotations": [{"id": 1, "image_id": 2, "category_id": 18, "bbox": [1, 2, 3, 4], "area": 5, "iscrowd": 1,
                        "segmentation": {"counts": [1, 2], "size": [3, 4]}},
                       {"id": 2, "image_id": 2, "category_id": 3, "bbox": [0, 0, 2, 2], "iscrowd": 0},
                       {"id": 3, "image_id": 9, "category_id": 3, "bbox": [0, 0, 2, 2], "area": 1, "iscrowd": 0}],
       "categories": [{"id": 18, "name": "dog"}, {"id": 3, "name": "car"}, {"id": 1, "name": "person"}]}
      """
    let file = try COCOInstances(decoding: Array(text.utf8), name: "instances.json")
    #expect(file.categories == ["person", "car", "dog"])
    #expect(file.images.map(\.fileName) == ["a.jpg", "b.jpg"])
    #expect(file.images[0].annotations.isEmpty)
    #expect(file.images[1].annotations.map(\.category) == [2, 1])
    #expect(file.images[1].annotations.map(\.area) == [5, 4])
    #expect(file.images[1].annotations.map(\.isCrowd) == [true, false])
    #expect(file.notes.count == 2)
    for broken in [String(text.dropLast(3)), String(text.dropFirst()), "[]", "{}"] {
      #expect(throws: SideCarError.self) { _ = try COCOInstances(decoding: Array(broken.utf8), name: "x") }
    }
  }
}
