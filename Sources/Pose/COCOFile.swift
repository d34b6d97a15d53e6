import Pictures
import Files

/// A COCO keypoints file as it is written.
struct COCOFile {
  struct Image {
    var id: JSONIdentifier
    /// With its folders; of a file without `file_name`, the end of its `coco_url`.
    var fileName: String?
    var size: PictureSize?
  }

  struct Annotation {
    var id: JSONIdentifier?
    var image: JSONIdentifier
    var category: JSONIdentifier?
    var box: Box?
    var area: Double?
    /// Nil and empty mean the same: nobody says where the joints are.
    var joints: [GroundTruthJoint]?
    var labelledCount: Int?
    var isCrowd: Bool
  }

  private(set) var images: [Image] = []
  private(set) var annotations: [Annotation] = []
  /// Nil where the file has none.
  private(set) var categories: [COCOKeypoints.Category]?
  /// Of every annotation that has joints.
  private(set) var jointCount: Int?

  init(_ bytes: [UInt8]) throws(JSONFault) {
    var reader = JSONReader(bytes)
    var found: Set<String> = []
    try reader.members { reader, key throws(JSONFault) in
      found.insert(key)
      switch key {
      case "images":
        images = []
        try reader.elements { reader, _ throws(JSONFault) in images.append(try Self.image(&reader)) }
      case "annotations":
        (annotations, jointCount) = ([], nil)
        try reader.elements { reader, _ throws(JSONFault) in annotations.append(try annotation(&reader)) }
      case "categories":
        guard try !reader.null() else { return }
        var read: [COCOKeypoints.Category] = []
        try reader.elements { reader, _ throws(JSONFault) in read.append(try Self.category(&reader)) }
        categories = read.isEmpty ? nil : read
      default: try reader.skip()
      }
    }
    try reader.end()
    for key in ["images", "annotations"] where !found.contains(key) { throw JSONFault(what: "no \"\(key)\"") }
  }

  /// The file's categories by their id; of a file that has none, those that annotations name.
  func knownCategories() throws(JSONFault) -> [COCOKeypoints.Category] {
    func byID(_ a: COCOKeypoints.Category, _ b: COCOKeypoints.Category) -> Bool {
      switch (a.id, b.id) {
      case (let a?, let b?): a < b
      case (let a, _): a == nil
      }
    }
    if let categories {
      guard Set(categories.map(\.id)).count == categories.count else {
        throw JSONFault(what: "two categories with one id")
      }
      return categories.sorted(by: byID)
    }
    return Set(annotations.map(\.category)).map { id in
      COCOKeypoints.Category(id: id, name: id.map { "category \($0)" } ?? "person", jointNames: nil, sigmas: nil)
    }.sorted(by: byID)
  }

  private static func image(_ reader: inout JSONReader) throws(JSONFault) -> Image {
    var id: JSONIdentifier?
    var (name, address): (String?, String?)
    var (width, height): (Double?, Double?)
    try reader.members { reader, key throws(JSONFault) in
      switch key {
      case "id": id = try reader.identifier()
      case "file_name": name = try reader.null() ? nil : try reader.string()
      case "coco_url": address = try reader.kind() == .string ? try reader.string() : try reader.skipped()
      case "width": width = try reader.null() ? nil : try reader.number()
      case "height": height = try reader.null() ? nil : try reader.number()
      default: try reader.skip()
      }
    }
    guard let id else { throw JSONFault(what: "no \"id\"\(reader.place)") }
    let end = address?.split(separator: "?").first?.split(separator: "/").last.map(String.init)
    guard !(name ?? "").contains("\0") else { throw reader.unexpected("file name (a zero byte is in it)") }
    return Image(id: id, fileName: name ?? end, size: PictureSize(width: width, height: height))
  }

  private static func category(_ reader: inout JSONReader) throws(JSONFault) -> COCOKeypoints.Category {
    var id: JSONIdentifier?
    var (name, joints, sigmas): (String?, [String]?, [Double]?)
    try reader.members { reader, key throws(JSONFault) in
      switch key {
      case "id": id = try reader.identifier()
      case "name": name = try reader.kind() == .string ? try reader.string() : try reader.skipped()
      case "keypoints":
        guard try !reader.null() else { return }
        var names: [String] = []
        try reader.elements { reader, _ throws(JSONFault) in names.append(try reader.string()) }
        joints = names.isEmpty ? nil : names
      case "sigmas":
        guard try !reader.null() else { return }
        sigmas = try reader.numbers()
      default: try reader.skip()
      }
    }
    return COCOKeypoints.Category(
      id: id, name: name.map { printable(String($0.prefix(60))) } ?? "category \(id.map { "\($0)" } ?? "")",
      jointNames: joints, sigmas: sigmas)
  }

  private mutating func annotation(_ reader: inout JSONReader) throws(JSONFault) -> Annotation {
    var (id, image, category): (JSONIdentifier?, JSONIdentifier?, JSONIdentifier?)
    var (box, area, joints): (Box?, Double?, [GroundTruthJoint]?)
    var labelled: Int?
    var isCrowd = false
    var count = jointCount
    try reader.members { reader, key throws(JSONFault) in
      switch key {
      case "id": id = try reader.null() ? nil : try reader.identifier()
      case "image_id": image = try reader.identifier()
      case "category_id": category = try reader.null() ? nil : try reader.identifier()
      case "bbox": box = try reader.null() ? nil : try Self.box(&reader)
      case "area":
        area = try reader.null() ? nil : try reader.number()
        if let area, area < 0 { throw reader.unexpected("area (it is below 0)") }
      case "keypoints":
        joints = try reader.null() ? nil : try Self.joints(&reader)
        guard let joints, !joints.isEmpty else { return }
        if let count, count != joints.count {
          throw JSONFault(what: "\(joints.count) joints, not \(count) as before,\(reader.place)")
        }
        count = joints.count
      case "num_keypoints":
        labelled = try reader.null() ? nil : Int(exactly: try reader.number().rounded(.towardZero)) ?? 0
      case "iscrowd":
        guard try !reader.null() else { return }
        isCrowd = try reader.kind() == .bool ? try reader.bool() : try reader.number() != 0
      default: try reader.skip()
      }
    }
    guard let image else { throw JSONFault(what: "no \"image_id\"\(reader.place)") }
    jointCount = count
    return Annotation(
      id: id, image: image, category: category, box: box, area: area, joints: joints, labelledCount: labelled,
      isCrowd: isCrowd)
  }

  /// `[x, y, width, height]`, whatever they are; nil for an empty list.
  private static func box(_ reader: inout JSONReader) throws(JSONFault) -> Box? {
    let numbers = try reader.numbers()
    if numbers.isEmpty { return nil }
    guard numbers.count == 4 else { throw reader.unexpected("box of four numbers") }
    return Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  }

  /// `[x, y, visibility, …]`. Visibility 0 is not labelled, and what stands before it means nothing, not even NaN.
  private static func joints(_ reader: inout JSONReader) throws(JSONFault) -> [GroundTruthJoint] {
    var joints: [GroundTruthJoint] = []
    var (x, y): (Double, Double) = (0, 0)
    var (count, place) = (0, "")
    try reader.elements { reader, index throws(JSONFault) in
      let value = index % 3 == 2 ? try reader.number() : try reader.anyNumber()
      if !value.isFinite { place = reader.place }
      count = index + 1
      switch index % 3 {
      case 0: x = value
      case 1: y = value
      default:
        let isLabelled = value > 0
        if isLabelled, !x.isFinite || !y.isFinite {
          throw JSONFault(what: "\(x.isNaN || y.isNaN ? "NaN" : "an infinite number")\(place)")
        }
        joints.append(
          GroundTruthJoint(
            position: isLabelled ? PicturePoint(x: x, y: y) : PicturePoint(x: 0, y: 0), isVisible: value > 1,
            isLabelled: isLabelled))
      }
    }
    guard count % 3 == 0 else { throw reader.unexpected("[x, y, visibility, …]: \(count) numbers") }
    return joints
  }
}

/// What was put right, or left out, while a file was read.
struct COCONotes {
  var withoutImage = 0
  var withoutCategory = 0
  var sameID = 0
  var withoutArea = 0
  var withoutBox = 0
  var nowhere = 0
  var withoutExtent = 0

  var lines: [String] {
    func people(_ count: Int) -> String { count == 1 ? "1 annotation" : "\(count) annotations" }
    let notes: [(Int, String)] = [
      (withoutImage, "of images that are not listed: left out, as pycocotools does"),
      (withoutCategory, "of categories that are not listed: left out, as pycocotools does"),
      (sameID, "with the id of another: each counts"),
      (withoutArea, "without an area: 0.53 of the box, as MMPose takes it"),
      (withoutBox, "without a box: the box around the labelled joints"),
      (withoutExtent, "in a box without area: nobody is looked for there, which counts as not found"),
      (nowhere, "with neither a box nor a labelled joint: left out"),
    ]
    return notes.filter { $0.0 > 0 }.map { "\(people($0.0)) \($0.1)" }
  }
}

extension COCOFile.Annotation {
  /// Nil for one that is nowhere.
  func person(joints count: Int, category: Int, _ notes: inout COCONotes) -> COCOKeypoints.Annotation? {
    let joints =
      joints.flatMap { $0.isEmpty ? nil : $0 }
      ?? Array(repeating: .unlabelled, count: count)
    if box == nil { notes.withoutBox += 1 }
    guard let box = box ?? Box(around: joints) else {
      (notes.withoutBox, notes.nowhere) = (notes.withoutBox - 1, notes.nowhere + 1)
      return nil
    }
    if area == nil { notes.withoutArea += 1 }
    let labelledCount = labelledCount ?? joints.count(where: \.isLabelled)
    if !box.isUsable, !isCrowd, labelledCount > 0 { notes.withoutExtent += 1 }
    return COCOKeypoints.Annotation(
      box: box, area: area ?? max(0, box.width * box.height * COCOKeypoints.areaOfBox), joints: joints,
      isCrowd: isCrowd, labelledCount: labelledCount, category: category)
  }
}

extension JSONReader {
  /// A list of finite numbers.
  mutating func numbers() throws(JSONFault) -> [Double] {
    var numbers: [Double] = []
    try elements { reader, _ throws(JSONFault) in numbers.append(try reader.number()) }
    return numbers
  }

  /// Nothing, for a value of a kind that says nothing.
  mutating func skipped<Value>() throws(JSONFault) -> Value? {
    try skip()
    return nil
  }
}
