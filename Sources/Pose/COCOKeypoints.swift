/// The people of a COCO keypoints file (https://cocodataset.org/#format-data): images, and annotations with boxes, areas
/// and keypoints.
public struct COCOKeypoints: Hashable, Sendable {
  /// One annotation.
  public struct Annotation: Hashable, Sendable {
    public let box: Box
    /// In square pixels; of the person, not of the box.
    public let area: Double
    /// As many as the skeleton has; those with visibility 0 are not labelled.
    public let joints: [GroundTruthJoint]
    /// Whether it stands for many people.
    public let isCrowd: Bool
    /// What the file counts.
    public let labelledCount: Int
  }

  public struct Image: Hashable, Sendable {
    public let id: Int
    public let fileName: String
    /// In the file's order.
    public let people: [Annotation]
  }

  /// Those with annotations, by their id.
  public let images: [Image]
  public let skeleton: Skeleton

  /// COCO's training annotations, which hold segmentations too, are 240 MB.
  static let maximumFileSize = 1 << 30

  /// Reads the annotations that have keypoints.
  ///
  /// - Throws: `SideCarError` where the file cannot be read or understood.
  public init(contentsOf path: String) throws(SideCarError) {
    let file: Written = try readJSON(path, limit: Self.maximumFileSize)
    func damaged(_ what: String) -> SideCarError { SideCarError(path: path, reason: .damaged(what)) }
    var people: [Int: [Annotation]] = [:]
    var count: Int?
    for (index, written) in file.annotations.enumerated() {
      guard let keypoints = written.keypoints else { continue }
      let place = "annotations[\(index)]"
      guard keypoints.count % 3 == 0, !keypoints.isEmpty, keypoints.allSatisfy(\.isFinite) else {
        throw damaged("keypoints that are no [x, y, visible]… in \(place)")
      }
      if let count, count != keypoints.count {
        throw damaged("\(keypoints.count / 3) joints, not \(count / 3) as before, in \(place)")
      }
      count = keypoints.count
      // A crowd's box may be anything; no pose is looked for in it.
      guard written.bbox.count == 4, written.bbox.allSatisfy(\.isFinite), written.area.isFinite else {
        throw damaged("no box of four numbers with an area in \(place)")
      }
      let joints = stride(from: 0, to: keypoints.count, by: 3).map { start in
        GroundTruthJoint(
          position: PicturePoint(x: keypoints[start], y: keypoints[start + 1]), isVisible: keypoints[start + 2] > 1,
          isLabelled: keypoints[start + 2] > 0)
      }
      people[written.image_id, default: []].append(
        Annotation(
          box: Box(x: written.bbox[0], y: written.bbox[1], width: written.bbox[2], height: written.bbox[3]),
          area: written.area, joints: joints, isCrowd: (written.iscrowd ?? 0) != 0,
          labelledCount: written.num_keypoints ?? joints.count(where: \.isLabelled)))
    }
    var names: [Int: String] = [:]
    for image in file.images { names[image.id] = image.file_name }
    var images: [Image] = []
    for (id, people) in people.sorted(by: { $0.key < $1.key }) {
      guard let name = names[id] else { throw damaged("an annotation of image \(id), which is not among the images") }
      images.append(Image(id: id, fileName: name, people: people))
    }
    self.images = images
    skeleton = Skeleton.named(nil, joints: (count ?? 0) / 3)
  }

  private struct Written: Decodable {
    struct Image: Decodable {
      var id: Int
      var file_name: String
    }

    struct Annotation: Decodable {
      var image_id: Int
      var bbox: [Double]
      var area: Double
      var keypoints: [Double]?
      var num_keypoints: Int?
      var iscrowd: Int?
    }

    var images: [Image]
    var annotations: [Annotation]
  }
}

extension COCOKeypoints.Annotation {
  /// A person of a set that knows no areas: that of the box.
  public init(box: Box, joints: [GroundTruthJoint]) {
    self.init(
      box: box, area: box.width * box.height, joints: joints, isCrowd: false,
      labelledCount: joints.count(where: \.isLabelled))
  }
}

/// What a JSON file is at its outermost.
public enum JSONShape: Sendable {
  case list, object

  /// - Throws: `SideCarError` where the file cannot be read or is neither.
  public init(ofFile path: String) throws(SideCarError) {
    let bytes = try readBytes(path, limit: COCOKeypoints.maximumFileSize)
    switch bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
    case UInt8(ascii: "["): self = .list
    case UInt8(ascii: "{"): self = .object
    default: throw SideCarError(path: path, reason: .damaged("no valid JSON"))
    }
  }
}
