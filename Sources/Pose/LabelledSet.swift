import Pictures

/// A folder of pictures with known joints, in the style of LSP: a `joints.json` that lists
/// `{"image", "width", "height", "bbox": [x, y, w, h], "joints": [[x, y], …]}`.
///
/// A joint is `[x, y]`, or `[x, y, v]` where v = 0 says that it is not labelled, as in LSP-extended and COCO. Not labelled
/// are also `null`, `[null, null]`, `[0, 0]` (LSP-extended) and `[-1, -1]` (MPII), and joints to which a list
/// `joints_vis`, `joints_visible` or `is_visible` in the entry gives 0 or false. `joints` may be an object of joints by
/// their names, and a list of joints may have one of `names` beside it; without names a set's joints are those of the
/// network. An entry without `bbox` has the box around its labelled joints. `width` and `height` say for which picture
/// the labels are, turned by its EXIF orientation or not.
public struct LabelledSet: Hashable, Sendable {
  /// The name such a file has in its folder.
  public static let fileName = "joints.json"

  /// One person in one picture.
  public struct Entry: Hashable, Sendable {
    /// The picture's file name, in the folder of `joints.json`.
    public let image: String
    /// What the file says of the picture's size.
    public let size: PictureSize?
    public let box: Box
    public let joints: [GroundTruthJoint]
  }

  /// In the file's order.
  public let entries: [Entry]
  /// The joints by name; nil where the file names none.
  public let skeleton: Skeleton?
  public let jointCount: Int
  /// What a person should know of how the file was read, a line each.
  public let notes: [String]

  /// Reads a `joints.json`.
  ///
  /// - Throws: `SideCarError` where the file cannot be read or understood.
  public init(contentsOf path: String) throws(SideCarError) {
    try self.init(decoding: SideCar.bytes(ofFile: path), name: path)
  }

  /// Reads the bytes of a `joints.json`.
  ///
  /// - Parameter name: for messages.
  public init(decoding bytes: [UInt8], name: String) throws(SideCarError) {
    do throws(JSONFault) {
      self = try LabelledSet(bytes)
    } catch {
      throw SideCarError(path: name, reason: .damaged(error.what))
    }
  }

  private init(_ bytes: [UInt8]) throws(JSONFault) {
    var reader = JSONReader(bytes)
    var written: [LabelledEntry] = []
    try reader.elements { reader, _ throws(JSONFault) in written.append(try LabelledEntry(&reader)) }
    try reader.end()
    let names = try LabelledEntry.names(written)
    jointCount = names?.count ?? written.first?.joints.count ?? 0
    var entries: [Entry] = []
    var withoutBox = 0
    for (index, entry) in written.enumerated() {
      let joints = names.map { entry.joints(named: $0) } ?? entry.joints
      guard joints.count == jointCount else {
        throw JSONFault(what: "\(joints.count) joints, not \(jointCount) as before, in [\(index)].joints")
      }
      if entry.box == nil { withoutBox += 1 }
      guard let box = entry.box ?? Box(around: joints) else {
        throw JSONFault(what: "neither a box nor a labelled joint in [\(index)]")
      }
      entries.append(Entry(image: entry.image, size: entry.size, box: box, joints: joints))
    }
    self.entries = entries
    notes = withoutBox > 0 ? ["\(withoutBox) entries without a box: the box around the labelled joints"] : []
    skeleton = names.map { Skeleton(stating: $0) }.flatMap { $0.isNumbered ? nil : $0 }
  }
}

extension LabelledSet.Entry {
  /// As a person in a picture.
  ///
  /// - Parameter skeleton: of the set.
  func person(_ skeleton: Skeleton?) -> Person {
    // Sets in the style of LSP that name no joints have LSP's, if as many.
    let skeleton = skeleton ?? .named(joints.count == 14 ? "lsp14" : nil, joints: joints.count)
    return Person(box: box, truth: [skeleton.name: joints])
  }
}

/// An entry as it is written.
struct LabelledEntry {
  var image = ""
  var size: PictureSize?
  var box: Box?
  /// In the order of `names`, if there are any.
  var joints: [GroundTruthJoint] = []
  var names: [String]?

  init(_ reader: inout JSONReader) throws(JSONFault) {
    var (image, joints): (String?, [GroundTruthJoint]?)
    var (width, height): (Double?, Double?)
    var (visible, written): ([Bool]?, [String]?)
    try reader.members { reader, key throws(JSONFault) in
      switch key {
      case "image": image = try reader.string()
      case "width": width = try reader.null() ? nil : try reader.number()
      case "height": height = try reader.null() ? nil : try reader.number()
      case "bbox": box = try reader.null() ? nil : try reader.personBox()
      case "names", "joint_names":
        written = []
        try reader.elements { reader, _ throws(JSONFault) in written?.append(try reader.string()) }
      case "joints":
        joints = []
        if try reader.kind() == .object {
          names = []
          try reader.members { reader, name throws(JSONFault) in
            names?.append(name)
            joints?.append(try reader.joint(visibleAbove0: false))
          }
        } else {
          try reader.elements { reader, _ throws(JSONFault) in joints?.append(try reader.joint(visibleAbove0: false)) }
        }
      case "joints_vis", "joints_visible", "is_visible":
        visible = []
        try reader.elements { reader, _ throws(JSONFault) in visible?.append(try reader.flag()) }
      default: try reader.skip()
      }
    }
    guard let image, !image.contains("\0") else { throw JSONFault(what: "no \"image\"\(reader.place)") }
    guard let joints else { throw JSONFault(what: "no \"joints\"\(reader.place)") }
    (self.image, self.joints, size) = (image, joints, PictureSize(width: width, height: height))
    names = names ?? written
    guard names.map({ $0.count == joints.count }) ?? true, visible.map({ $0.count == joints.count }) ?? true else {
      throw JSONFault(what: "\(joints.count) joints with more or fewer names or visibilities\(reader.place)")
    }
    for (index, isVisible) in (visible ?? []).enumerated() where !isVisible { self.joints[index].isLabelled = false }
  }

  /// The names of all entries' joints, in the order in which they are met; nil where there are none.
  static func names(_ entries: [LabelledEntry]) throws(JSONFault) -> [String]? {
    guard entries.contains(where: { $0.names != nil }) else { return nil }
    var names: [String] = []
    var known: Set<String> = []
    for (index, entry) in entries.enumerated() {
      guard let own = entry.names, Set(own).count == own.count else {
        throw JSONFault(what: "joints without names, or twice with one, in [\(index)]")
      }
      names += own.filter { known.insert($0).inserted }
      guard names.count <= 1000 else { throw JSONFault(what: "more than 1000 names of joints in [\(index)]") }
    }
    return names
  }

  /// The joints in the order of `all`; those the entry does not know are not labelled.
  func joints(named all: [String]) -> [GroundTruthJoint] {
    if names == all { return joints }
    let own = Dictionary(uniqueKeysWithValues: zip(names ?? [], joints))
    return all.map { own[$0] ?? .unlabelled }
  }
}

extension JSONReader {
  /// `[x, y]` or `[x, y, v]`, null where it is not labelled.
  ///
  /// - Parameter visibleAbove0: whether v = 0 is a hidden joint, as beside a picture, and not one without a label. Where
  ///   it is, every joint is labelled, wherever it lies.
  mutating func joint(visibleAbove0: Bool) throws(JSONFault) -> GroundTruthJoint {
    if !visibleAbove0, try null() { return .unlabelled }
    guard try kind() == .list else { throw unexpected("[x, y] or [x, y, visible]") }
    var numbers: [Double?] = []
    try elements { reader, index throws(JSONFault) in
      guard index < 3 else { throw reader.unexpected("[x, y] or [x, y, visible]") }
      if !visibleAbove0, try reader.null() {
        numbers.append(nil)
      } else if index == 2, try reader.kind() == .bool {
        numbers.append(try reader.bool() ? 1 : 0)
      } else {
        numbers.append(try reader.number())
      }
    }
    guard numbers.count >= 2 else { throw unexpected("[x, y] or [x, y, visible]") }
    let visibility = numbers.count == 3 ? numbers[2] : 1
    guard let x = numbers[0], let y = numbers[1], let visibility else { return .unlabelled }
    let position = PicturePoint(x: x, y: y)
    if visibleAbove0 { return GroundTruthJoint(position: position, isVisible: visibility > 0) }
    let isLabelled = visibility > 0 && !(x == 0 && y == 0) && !(x == -1 && y == -1)
    return isLabelled ? GroundTruthJoint(position: position) : .unlabelled
  }

  /// `[x, y, width, height]` as a box that encloses something.
  mutating func personBox() throws(JSONFault) -> Box {
    let numbers = try numbers()
    guard numbers.count == 4 else { throw JSONFault(what: "\(numbers.count) numbers, not 4,\(place)") }
    let box = Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    guard box.isUsable else { throw JSONFault(what: "a box without area\(place)") }
    return box
  }

  /// True, 1, or more.
  fileprivate mutating func flag() throws(JSONFault) -> Bool { try kind() == .bool ? try bool() : try number() > 0 }
}
