import Pictures

/// The people of a COCO keypoints file (https://cocodataset.org/#format-data): images, categories, and annotations with
/// boxes, areas and keypoints. Whatever pycocotools reads is read, and means the same.
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
    /// Index of its category.
    public let category: Int
  }

  public struct Image: Hashable, Sendable {
    public let id: JSONIdentifier
    public let fileName: String
    /// What the file says of the picture's size, for which its labels are.
    public let size: PictureSize?
    /// In the file's order.
    public let people: [Annotation]
  }

  /// What annotations may be of: persons, or kinds of animals.
  public struct Category: Hashable, Sendable {
    public let id: JSONIdentifier?
    public let name: String
    /// Where the file names them.
    public let jointNames: [String]?
    /// Where the file has them.
    let sigmas: [Double]?
  }

  /// Those with annotations, by their id.
  public let images: [Image]
  /// Those with somebody whose joints are labelled, by their id.
  public let categories: [Category]
  /// The joints by name; nil where the file names none.
  public let skeleton: Skeleton?
  /// How many joints an annotation has.
  public let jointCount: Int
  /// What a person should know of how the file was read, a line each.
  public let notes: [String]

  /// COCO's training annotations, which hold segmentations too, are 240 MB.
  public static let maximumFileSize = 1 << 30

  /// The part of a box that is taken for the person where a set has no areas, as MMPose does for CrowdPose, AIC, JHMDB
  /// and ExLPose.
  public static let areaOfBox = 0.53

  /// Reads a file.
  ///
  /// - Throws: `SideCarError` where it cannot be read or understood.
  public init(contentsOf path: String) throws(SideCarError) {
    try self.init(decoding: SideCar.bytes(ofFile: path, limit: Self.maximumFileSize), name: path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter name: for messages.
  public init(decoding bytes: [UInt8], name: String) throws(SideCarError) {
    do throws(JSONFault) {
      self = try COCOKeypoints(COCOFile(bytes))
    } catch {
      throw SideCarError(path: name, reason: .damaged(error.what))
    }
  }

  private init(_ file: COCOFile) throws(JSONFault) {
    var notes = COCONotes()
    guard let count = file.jointCount else { throw JSONFault(what: "no annotation with keypoints") }
    jointCount = count
    let all = try file.knownCategories()
    let indices = Dictionary(all.enumerated().map { ($1.id, $0) }) { _, last in last }
    var pictures: [JSONIdentifier: COCOFile.Image] = [:]
    for image in file.images {
      if let other = pictures.updateValue(image, forKey: image.id), other.fileName != image.fileName {
        throw JSONFault(what: "two pictures with the id \(image.id)")
      }
    }

    var people: [JSONIdentifier: [Annotation]] = [:]
    var seen: Set<JSONIdentifier> = []
    for annotation in file.annotations {
      guard pictures[annotation.image] != nil else {
        notes.withoutImage += 1
        continue
      }
      guard let category = indices[annotation.category] ?? (annotation.category == nil && all.count == 1 ? 0 : nil)
      else {
        notes.withoutCategory += 1
        continue
      }
      if let id = annotation.id, !seen.insert(id).inserted { notes.sameID += 1 }
      guard let person = annotation.person(joints: count, category: category, &notes) else { continue }
      people[annotation.image, default: []].append(person)
    }

    // A category in which nobody is labelled has no precision, and does not count.
    let counted = Set(people.values.joined().filter { $0.labelledCount > 0 && !$0.isCrowd }.map(\.category)).sorted()
    let renumbered = Dictionary(uniqueKeysWithValues: counted.enumerated().map { ($1, $0) })
    var images: [Image] = []
    for id in people.keys.sorted() {
      let kept = (people[id] ?? []).compactMap { person in renumbered[person.category].map { person.with(category: $0) }
      }
      guard !kept.isEmpty, let picture = pictures[id] else { continue }
      guard let name = picture.fileName else { throw JSONFault(what: "no \"file_name\" for the image \(id)") }
      images.append(Image(id: id, fileName: name, size: picture.size, people: kept))
    }
    self.images = images
    categories = counted.map { all[$0] }
    skeleton = try Self.skeleton(of: categories, joints: count)
    self.notes = notes.lines
  }

  /// What the categories call their joints.
  private static func skeleton(of categories: [Category], joints count: Int) throws(JSONFault) -> Skeleton? {
    let named = categories.compactMap(\.jointNames)
    guard let names = named.first else { return nil }
    guard names.count == count else {
      throw JSONFault(what: "\(names.count) names of joints in categories, but \(count) joints in annotations")
    }
    guard named.allSatisfy({ $0 == names }) else {
      throw JSONFault(what: "categories that name their joints differently")
    }
    let skeleton = Skeleton(stating: names, sigmas: categories.lazy.compactMap(\.sigmas).first)
    return skeleton.isNumbered ? nil : skeleton
  }
}

extension COCOKeypoints.Annotation {
  /// A person of a set that knows no areas: that of the box.
  public init(box: Box, joints: [GroundTruthJoint]) {
    self.init(
      box: box, area: box.width * box.height, joints: joints, isCrowd: false,
      labelledCount: joints.count(where: \.isLabelled), category: 0)
  }

  func with(category: Int) -> Self {
    Self(box: box, area: area, joints: joints, isCrowd: isCrowd, labelledCount: labelledCount, category: category)
  }

  /// The person with some of the joints, in another order.
  ///
  /// - Parameter places: of the joints, by index.
  public func picking(_ places: [Int]) -> Self {
    guard places != Array(joints.indices) else { return self }
    let picked = places.map { joints[$0] }
    return Self(
      box: box, area: area, joints: picked, isCrowd: isCrowd,
      labelledCount: labelledCount == 0 ? 0 : picked.count(where: \.isLabelled), category: category)
  }
}

/// What a JSON file is at its outermost.
public enum JSONShape: Sendable {
  case list, object

  /// - Throws: `SideCarError` where the bytes are neither.
  public init(of bytes: [UInt8], name: String) throws(SideCarError) {
    var reader = JSONReader(bytes)
    do throws(JSONFault) {
      switch try reader.kind() {
      case .list: self = .list
      case .object: self = .object
      default: throw reader.unexpected("list and no object")
      }
    } catch {
      throw SideCarError(path: name, reason: .damaged(error.what))
    }
  }
}
