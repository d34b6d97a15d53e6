import Files
import Pictures
import Pose
import Recognition

/// Pictures with known joints that a network is measured on.
public struct EvaluationSet: Sendable {
  /// What is measured.
  public enum Metric: String, Codable, Sendable {
    /// Percentage of correct keypoints: within 0.2 torsos of the truth.
    case pck = "PCK@0.2"
    /// Average precision over object keypoint similarity.
    case oks = "OKS AP"
    /// Mean intersection over union of classes of pixels.
    case meanIoU = "mIoU"
    /// The share of pictures whose true class is the most probable one.
    case top1 = "top-1"
    /// Average precision of boxes over their overlap.
    case boxes = "box AP"
  }

  public struct Picture: Sendable {
    /// As the set's file names it.
    public let name: String
    public let path: String
    /// What the set says of its size.
    public let size: PictureSize?
    /// With the joints that are compared.
    public let people: [COCOKeypoints.Annotation]
    /// What is known of it besides people.
    var truth = PictureTruth.people
  }

  /// What is known to be right about a picture.
  enum PictureTruth: Sendable {
    case people
    /// A PNG of class indices, and whose parts they are; nil where the whole picture is looked at.
    case labels(String, Box?)
    case label(Int)
    case boxes([TrueBox])
  }

  public let metric: Metric
  /// Which of the network's joints are compared with which of the set's; nil where there are none.
  public let match: JointMatch?
  /// How many joints the set labels.
  public let jointCount: Int
  public let pictures: [Picture]
  /// What people may be; average precision is the mean over them.
  public let categories: [String]
  /// The names of the network's classes, where they are counted.
  public let classes: [String]
  /// What a person should know of how the set was read, a line each.
  public let notes: [String]

  /// The joints that are compared.
  public var skeleton: Skeleton { match?.skeleton ?? Skeleton(numbered: 0) }

  /// Every file that a measurement reads: pictures, and labels that are files.
  public var files: [String] {
    pictures.flatMap { picture in
      if case .labels(let labels, _) = picture.truth { return [picture.path, labels] }
      return [picture.path]
    }
  }

  /// Reads a labelled set: LSP-style `joints.json`, a list, or COCO keypoints, an object.
  ///
  /// - Parameters:
  ///   - bytes: of the JSON file.
  ///   - path: where it is, for messages and its pictures.
  ///   - folder: where the pictures are; by default beside the file.
  ///   - network: the joints that are found; nil where all that the set labels are wanted.
  /// - Throws: `SideCarError` where the file cannot be understood, or holds nobody whose joints the network finds.
  public init(
    decoding bytes: [UInt8], path: String, pictures folder: String? = nil, network: Skeleton?
  ) throws(SideCarError) {
    let beside = FileName.folder(path)
    let folder = PictureFolder(folder.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? beside)
    func damaged(_ what: String) -> SideCarError { SideCarError(path: path, reason: .damaged(what)) }
    func match(_ skeleton: Skeleton?, _ count: Int) throws(SideCarError) -> JointMatch {
      let network = network ?? skeleton ?? Skeleton(numbered: count)
      do { return try JointMatch(network: network, set: skeleton, count: count) } catch {
        throw SideCarError(path: path, reason: .otherJoints(error.description))
      }
    }
    var notes: [String]
    if try JSONShape(of: bytes, name: path) == .list {
      let set = try LabelledSet(decoding: bytes, name: path)
      guard !set.entries.isEmpty else { throw damaged("nobody with joints") }
      // Where neither side names its joints, 14 are LSP's, whose format this is.
      let isLSP =
        set.skeleton == nil && network?.isNumbered ?? true && set.jointCount == Skeleton.lsp14.jointNames.count
      let match = try match(isLSP ? .lsp14 : set.skeleton, set.jointCount)
      guard match.skeleton.torso != nil else {
        throw SideCarError(
          path: path,
          reason: .otherJoints(
            "PCK is measured by the torso (expected a left shoulder and a right hip among the joints)"))
      }
      (metric, categories, notes, self.match) = (.pck, ["person"], set.notes, match)
      jointCount = set.jointCount
      pictures = folder.pictures(
        set.entries.map { entry in
          let person = COCOKeypoints.Annotation(box: entry.box, joints: entry.joints)
          return (entry.image, entry.size, [person.picking(match.set)])
        })
    } else {
      let set = try COCOKeypoints(decoding: bytes, name: path)
      guard !set.images.isEmpty else { throw damaged("nobody with joints") }
      let match = try match(set.skeleton, set.jointCount)
      (metric, categories, notes, self.match) = (.oks, set.categories.map(\.name), set.notes, match)
      jointCount = set.jointCount
      pictures = folder.pictures(
        set.images.map { image in (image.fileName, image.size, image.people.map { $0.picking(match.set) }) })
      notes += [match.skeleton.sigmaNote].compactMap(\.self)
    }
    classes = []
    self.notes = [self.match?.note].compactMap(\.self) + notes
  }
}

/// Where a set's pictures are.
private struct PictureFolder {
  /// With its final slash, or empty.
  let path: String

  init(_ path: String) { self.path = path }

  /// Finds pictures as their set names them: in folders, with backslashes, or by their last name alone where it is that
  /// of no other picture. A picture that is nowhere keeps the path at which it should be.
  func pictures(
    _ named: [(name: String, size: PictureSize?, people: [COCOKeypoints.Annotation])]
  ) -> [EvaluationSet.Picture] {
    var owners: [String: String] = [:]
    var isShared: Set<String> = []
    for picture in named {
      let last = Self.last(picture.name)
      if let owner = owners.updateValue(picture.name, forKey: last), owner != picture.name { isShared.insert(last) }
    }
    return named.map { picture in
      let (name, last) = (picture.name, Self.last(picture.name))
      let plain = name.hasPrefix("/") ? name : path + name
      let candidates = [plain, path + name.replacing("\\", with: "/")] + (isShared.contains(last) ? [] : [path + last])
      return EvaluationSet.Picture(
        name: name, path: candidates.first { somethingExists(at: $0) } ?? plain, size: picture.size,
        people: picture.people)
    }
  }

  private static func last(_ name: String) -> String {
    name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? name
  }
}
