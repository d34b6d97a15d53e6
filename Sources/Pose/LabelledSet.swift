/// A folder of pictures with known joints, in the style of LSP: a `joints.json` that lists
/// `{"image", "width", "height", "bbox": [x, y, w, h], "joints": [[x, y], …]}`.
public struct LabelledSet: Hashable, Sendable {
  /// The name such a file has in its folder.
  public static let fileName = "joints.json"

  /// One person in one picture.
  public struct Entry: Hashable, Sendable {
    /// The picture's file name, in the folder of `joints.json`.
    public let image: String
    /// The person; `truth` has one list, under the name of the skeleton with that many joints.
    public let person: Person
  }

  /// In the file's order.
  public let entries: [Entry]

  /// Reads a `joints.json`.
  ///
  /// - Throws: `SideCarError` where the file cannot be read or understood.
  public init(contentsOf path: String) throws(SideCarError) {
    let file: [Written] = try readJSON(path)
    var entries: [Entry] = []
    for (index, written) in file.enumerated() {
      let joints = try groundTruth(written.joints, path: path, place: "[\(index)].joints")
      let skeleton = Skeleton.named(nil, joints: joints.count)
      let box = try personBox(written.bbox, path: path, place: "[\(index)]")
      entries.append(Entry(image: written.image, person: Person(box: box, truth: [skeleton.name: joints])))
    }
    self.entries = entries
  }

  private struct Written: Decodable {
    var image: String
    var bbox: [Double]
    var joints: [[Double]]
  }
}
