import Pictures

/// A side-car file as it is written: `{"people": [{"bbox": [x, y, w, h], "keypoints_lsp14": [[x, y, visible], …]}]}`.
/// All joints are labelled: these files leave none out, and 0 says that one is hidden.
struct SideCarFile {
  /// Nil where the file has no "people": it is somebody else's.
  private(set) var people: [Person]?
  /// Where in the bytes further people would follow.
  private(set) var endOfPeople = 0

  init(_ bytes: [UInt8]) throws(JSONFault) {
    var reader = JSONReader(bytes)
    guard try reader.kind() == .object else { return }
    try reader.members { reader, key throws(JSONFault) in
      guard key == "people" else { return try reader.skip() }
      people = []
      try reader.elements { reader, _ throws(JSONFault) in
        people?.append(try Self.person(&reader))
        endOfPeople = reader.offset
      }
      if people?.isEmpty == true { endOfPeople = reader.offset - 1 }
    }
    try reader.end()
  }

  private static func person(_ reader: inout JSONReader) throws(JSONFault) -> Person {
    var box: Box?
    var truth: [String: [GroundTruthJoint]] = [:]
    try reader.members { reader, key throws(JSONFault) in
      if key == "bbox" {
        box = try reader.personBox()
      } else if key.hasPrefix("keypoints_") {
        let name = String(key.dropFirst("keypoints_".count))
        var joints: [GroundTruthJoint] = []
        try reader.elements { reader, _ throws(JSONFault) in joints.append(try reader.joint(visibleAbove0: true)) }
        if let known = Skeleton.known.first(where: { $0.name == name }), joints.count != known.jointNames.count {
          throw JSONFault(what: "\(joints.count) joints, not \(known.jointNames.count),\(reader.place)")
        }
        truth[name] = joints
      } else {
        try reader.skip()
      }
    }
    guard let box else { throw JSONFault(what: "no \"bbox\"\(reader.place)") }
    return Person(box: box, truth: truth)
  }
}
