import Files
import Pose

/// Pictures with known joints that a network is measured on.
public struct EvaluationSet: Sendable {
  /// What is measured.
  public enum Metric: String, Codable, Sendable {
    /// Percentage of correct keypoints: within 0.2 torsos of the truth.
    case pck = "PCK@0.2"
    /// Average precision over object keypoint similarity.
    case oks = "OKS AP"
  }

  public struct Picture: Sendable {
    /// As the set's file names it.
    public let name: String
    public let path: String
    public let people: [COCOKeypoints.Annotation]
  }

  public let metric: Metric
  public let skeleton: Skeleton
  public let pictures: [Picture]

  /// Reads a labelled set: LSP-style `joints.json`, a list, or COCO keypoints, an object.
  ///
  /// - Parameters:
  ///   - path: the JSON file.
  ///   - folder: where the pictures are; by default beside the file.
  /// - Throws: `SideCarError` where the file cannot be read or understood, or holds nobody.
  public init(contentsOf path: String, pictures folder: String? = nil) throws(SideCarError) {
    let beside = FileName.folder(path)
    let folder = folder.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? beside
    if try JSONShape(ofFile: path) == .list {
      let set = try LabelledSet(contentsOf: path)
      let name = set.entries.first?.person.truth.keys.first
      metric = .pck
      skeleton =
        Skeleton.known.first { $0.name == name }
        ?? Skeleton.named(name, joints: set.entries.first?.person.truth.values.first?.count ?? 0)
      pictures = set.entries.map { entry in
        let joints = entry.person.truth.values.first ?? []
        let person = COCOKeypoints.Annotation(box: entry.person.box, joints: joints)
        return Picture(name: entry.image, path: folder + entry.image, people: [person])
      }
    } else {
      let set = try COCOKeypoints(contentsOf: path)
      metric = .oks
      skeleton = set.skeleton
      pictures = set.images.map { Picture(name: $0.fileName, path: folder + $0.fileName, people: $0.people) }
    }
    guard !pictures.isEmpty else { throw SideCarError(path: path, reason: .damaged("nobody with joints")) }
    let count = skeleton.jointNames.count
    guard pictures.allSatisfy({ $0.people.allSatisfy { $0.joints.count == count } }) else {
      throw SideCarError(path: path, reason: .damaged("people with different numbers of joints"))
    }
  }
}
