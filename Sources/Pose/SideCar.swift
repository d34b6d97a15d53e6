import Files

/// The JSON file beside a picture that says where its people are.
public enum SideCar {
  /// The largest file that is read, in bytes.
  public static let maximumFileSize = 64 << 20

  /// The people in a picture, from `NAME.json` beside `NAME.jpg`; where there is none, from the picture's entry in a
  /// labelled set's `joints.json` in the same folder.
  ///
  /// - Parameter path: the picture's; the picture itself need not exist.
  /// - Returns: people in the file's order. None where neither file exists or `joints.json` does not know the picture.
  /// - Throws: `SideCarError` where a file is there but cannot be read or understood.
  public static func people(besidePicture path: String) throws(SideCarError) -> [Person] {
    let name = FileName.last(path)
    let (own, set) = files(besidePicture: path)
    // A set's own file is not the description of a picture that happens to be called joints.jpg.
    if own != set, somethingExists(at: own) { return try people(contentsOf: own) }
    guard somethingExists(at: set) else { return [] }
    return try LabelledSet(contentsOf: set).entries.filter { $0.image == name }.map(\.person)
  }

  /// Where people of a picture may be described: a file of its own, and the set's; neither need be there.
  public static func files(besidePicture path: String) -> (own: String, set: String) {
    let folder = FileName.folder(path)
    return (folder + stem(of: FileName.last(path)) + ".json", folder + LabelledSet.fileName)
  }

  /// The people in a side-car file: `{"people": [{"bbox": [x, y, w, h], "keypoints_lsp14": [[x, y, visible], …]}]}`.
  static func people(contentsOf path: String) throws(SideCarError) -> [Person] {
    try people(in: readJSON(path), path: path)
  }

  /// The people in the bytes of a side-car file.
  ///
  /// - Parameter name: for messages.
  /// - Throws: `SideCarError` where they cannot be understood.
  public static func people(decoding bytes: [UInt8], name: String) throws(SideCarError) -> [Person] {
    try people(in: decodeJSON(bytes, path: name), path: name)
  }

  private static func people(in file: SideCarFile, path: String) throws(SideCarError) -> [Person] {
    var people: [Person] = []
    for (index, entry) in file.people.enumerated() {
      people.append(try entry.person(path: path, place: "people[\(index)]"))
    }
    return people
  }

  private static func stem(of name: String) -> String {
    // A leading dot hides a file; it starts no extension.
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
