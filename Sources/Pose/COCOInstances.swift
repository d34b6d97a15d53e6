import Files
import Pictures

/// The boxes of a COCO instances file (https://cocodataset.org/#format-data): images, categories, and annotations with boxes
/// and areas. Segmentations are passed over.
public struct COCOInstances: Hashable, Sendable {
  /// A box around something.
  public struct Annotation: Hashable, Sendable {
    public let box: Box
    /// In square pixels; of the thing, not of the box.
    public let area: Double
    /// Whether it stands for many things.
    public let isCrowd: Bool
    /// Index of its category.
    public let category: Int
  }

  /// A picture, whether anything is in it or not: what is found in an empty one is wrong.
  public struct Image: Hashable, Sendable {
    public let id: JSONIdentifier
    public let fileName: String
    /// What the file says of the picture's size.
    public let size: PictureSize?
    /// In the file's order.
    public let annotations: [Annotation]
  }

  /// By their id.
  public let images: [Image]
  /// The names of the file's categories, by their id: a network's classes are in this order.
  public let categories: [String]
  /// What a person should know of how the file was read, a line each.
  public let notes: [String]

  /// Reads a file.
  ///
  /// - Throws: `SideCarError` where it cannot be read or understood.
  public init(contentsOf path: String) throws(SideCarError) {
    try self.init(decoding: SideCar.bytes(ofFile: path, limit: COCOKeypoints.maximumFileSize), name: path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter name: for messages.
  public init(decoding bytes: [UInt8], name: String) throws(SideCarError) {
    do throws(JSONFault) {
      self = try COCOInstances(COCOFile(bytes))
    } catch {
      throw SideCarError(path: name, reason: .damaged(error.what))
    }
  }

  private init(_ file: COCOFile) throws(JSONFault) {
    let categories = try file.knownCategories()
    let indices = Dictionary(categories.enumerated().map { ($1.id, $0) }) { _, last in last }
    var counts = (withoutImage: 0, withoutCategory: 0, withoutBox: 0, withoutArea: 0)
    var things: [JSONIdentifier: [Annotation]] = [:]
    for image in file.images {
      guard things.updateValue([], forKey: image.id) == nil else {
        throw JSONFault(what: "two pictures with the id \(image.id)")
      }
    }
    for annotation in file.annotations {
      if things[annotation.image] == nil {
        counts.withoutImage += 1
      } else if let category = indices[annotation.category] {
        guard let box = annotation.box else {
          counts.withoutBox += 1
          continue
        }
        if annotation.area == nil { counts.withoutArea += 1 }
        things[annotation.image]?.append(
          Annotation(
            box: box, area: annotation.area ?? box.width * box.height, isCrowd: annotation.isCrowd, category: category))
      } else {
        counts.withoutCategory += 1
      }
    }
    self.categories = categories.map(\.name)
    var images: [Image] = []
    for image in file.images.sorted(by: { $0.id < $1.id }) {
      guard let name = image.fileName else { throw JSONFault(what: "no \"file_name\" for the image \(image.id)") }
      images.append(Image(id: image.id, fileName: name, size: image.size, annotations: things[image.id] ?? []))
    }
    self.images = images
    let notes = [
      (counts.withoutImage, "of images that are not listed: left out, as pycocotools does"),
      (counts.withoutCategory, "of categories that are not listed: left out, as pycocotools does"),
      (counts.withoutBox, "without a box: left out"),
      (counts.withoutArea, "without an area: that of the box"),
    ]
    self.notes = notes.filter { $0.0 > 0 }.map { "\($0.0) annotation\($0.0 == 1 ? "" : "s") \($0.1)" }
  }
}
