import Foundation
import Pictures
import Recognition
import Testing

@Suite("Files of labels")
struct LabelFileTests {
  struct Case: Decodable {
    let name, bytes: String
    let labels: [Int]?

    var data: [UInt8] {
      stride(from: 0, to: bytes.utf8.count, by: 2).compactMap { UInt8(bytes.dropFirst($0).prefix(2), radix: 16) }
    }
  }

  @Test("Indices are read as Pillow wrote them, and what is none is refused")
  func cases() throws {
    for each in try fixture("label-files.json") as [Case] {
      let classes = each.name.hasPrefix("aachen") ? 19 : 4
      let read = { try ClassMap(decodingLabels: each.data, name: each.name, classes: classes) }
      if let labels = each.labels {
        let expected = labels.map { $0 == 255 ? ClassMap.nothing : UInt16($0) }
        #expect(try read().labels == expected, "\(each.name)")
      } else {
        #expect(throws: LabelError.self, "\(each.name)") { _ = try read() }
      }
    }
  }

  @Test("What is wrong is said in one line")
  func words() throws {
    let cases: [Case] = try fixture("label-files.json")
    func message(_ name: String, classes: Int) throws -> String {
      let each = try #require(cases.first { $0.name == name })
      do {
        _ = try ClassMap(decodingLabels: each.data, name: name, classes: classes)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      try message("grey.png", classes: 3) == "grey.png: labels of other classes than the network's "
        + "(expected 0…2, or 255 where nothing is labelled, found 3)")
    #expect(
      try message("colours.png", classes: 4) == "colours.png: no labels (expected a PNG of class indices, "
        + "grey or palette of 8 bits, found: colours or transparency)")
    #expect(
      try message("aachen_000000_000019.png", classes: 19) == "aachen_000000_000019.png: Cityscapes' label ids and "
        + "not its train ids (expected 0…18 or 255, found 33); files named …_labelIds.png are converted")
    let grey = try #require(cases.first { $0.name == "grey.png" })
    let error = #expect(throws: LabelError.self) {
      _ = try ClassMap(
        decodingLabels: grey.data, name: "grey.png", classes: 4, of: PictureSize(width: 5, height: 7))
    }
    #expect(error?.description == "grey.png: labels of another picture (expected 5 × 7 pixels, found 7 × 5)")
    #expect(try message("grey-16-bits.png", classes: 4).contains("16 bits a channel"))
  }

  @Test("A map is written as it is read again, and damaged files are refused")
  func round() throws {
    let map = ClassMap(width: 3, height: 2, classes: 255, labels: [0, 1, 254, ClassMap.nothing, 2, 0])
    let png = try #require(map.pngData())
    #expect(try ClassMap(decodingLabels: png, name: "map.png", classes: 255) == map)
    for length in 0..<png.count {
      #expect(throws: LabelError.self) {
        _ = try ClassMap(decodingLabels: Array(png.prefix(length)), name: "map.png", classes: 255)
      }
    }
    #expect(ClassMap(width: 1, height: 1, classes: 256, labels: [0]).pngData() == nil)
  }

  @Test("Cityscapes' label ids: converted by the file's name, refused under others; 255 is ignored in all")
  func cityscapes() throws {
    let trained = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33]
    func png(_ ids: [Int]) throws -> [UInt8] {
      let labels = ids.map { $0 == 255 ? ClassMap.nothing : UInt16($0) }
      return try #require(ClassMap(width: ids.count, height: 1, classes: 255, labels: labels).pngData())
    }
    let ids = Array(0..<34) + [255]
    let map = try ClassMap(decodingLabels: png(ids), name: "/x/aachen_000000_000019_gtFine_labelIds.png", classes: 19)
    #expect(map.labels == ids.map { id in trained.firstIndex(of: id).map(UInt16.init) ?? ClassMap.nothing })
    func message(_ ids: [Int], _ name: String, classes: Int) throws -> String {
      do {
        _ = try ClassMap(decodingLabels: png(ids), name: name, classes: classes)
        return ""
      } catch { return "\(error)" }
    }
    for name in ["ulm_gtFine_labelTrainIds.png", "a.png", "labelIds.png"] {
      for id in [19, 24, 33] {
        #expect(
          try message([0, 18, 255, id], name, classes: 19).contains("label ids and not its train ids"), "\(name)")
      }
      #expect(try message([0, 18, 255], name, classes: 19) == "")
    }
    for id in [34, 100, 254] {
      #expect(try message([7, id], "ulm_gtFine_labelIds.png", classes: 19).contains("found \(id)"))
      #expect(try message([7, id], "a.png", classes: 19).contains("found \(id)"))
    }
    // Of networks for other classes the numbers are no ids.
    #expect(try message([7, 30], "ulm_gtFine_labelIds.png", classes: 20).contains("expected 0…19"))
  }

  @Test("Labels lie under the picture's stem, or as Cityscapes names them")
  func places() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "labels-\(UUID())").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in [
      "a.b.png", "bonn_1_gtFine_labelIds.png", "ulm_2_gtFine_labelIds.png", "ulm_2_gtFine_labelTrainIds.png",
    ] {
      #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil))
    }
    func found(_ picture: String) -> String? {
      ClassMap.labelFile(ofPicture: picture, in: folder).map { String($0.dropFirst(folder.count + 1)) }
    }
    #expect(found("x/a.b.jpg") == "a.b.png")
    #expect(found("bonn_1_leftImg8bit.png") == "bonn_1_gtFine_labelIds.png")
    #expect(found("ulm_2_leftImg8bit.png") == "ulm_2_gtFine_labelTrainIds.png")
    #expect(found("b.jpg") == nil)
  }
}
