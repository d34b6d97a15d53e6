import Pictures
import Files

/// The JSON file beside a picture that says where its people are.
public enum SideCar {
  /// The largest file that is read, in bytes.
  public static let maximumFileSize = 64 << 20

  /// The people in a picture, from `NAME.json` beside `NAME.jpg`; where that is none of ours, from the picture's entry in
  /// a labelled set's `joints.json` in the same folder.
  ///
  /// A picture opens whatever lies beside it: a file that is somebody else's, damaged or unreadable is passed over.
  ///
  /// - Parameters:
  ///   - path: the picture's; the picture itself need not exist.
  ///   - size: the picture's, as it is shown; labels for a picture of another size are passed over.
  ///   - note: told, in a line each, what is passed over and why.
  /// - Returns: people in the file's order; none where nobody says.
  public static func people(
    besidePicture path: String, size: PictureSize? = nil, note: (String) -> Void = { _ in }
  ) -> [Person] {
    let name = FileName.last(path)
    let (own, set) = files(besidePicture: path)
    do throws(SideCarError) {
      // A set's own file is not the description of a picture that happens to be called joints.jpg.
      if own != set, somethingExists(at: own) {
        if let people = try people(contentsOf: own) { return people }
        note("\(printable(own)): passed over: it does not describe people (expected {\"people\": …})")
      }
    } catch {
      note("\(error); passed over")
    }
    guard somethingExists(at: set) else { return [] }
    do throws(SideCarError) {
      let labels = try LabelledSet(contentsOf: set)
      let entries = labels.entries.filter { $0.image == name }
      guard let other = entries.first(where: { $0.size != nil && size != nil && $0.size != size })?.size else {
        return entries.map { $0.person(labels.skeleton) }
      }
      note("\(printable(set)): passed over: its labels are for a picture of \(other) pixels")
    } catch {
      note("\(error); passed over")
    }
    return []
  }

  /// Where people of a picture may be described: a file of its own, and the set's; neither need be there.
  public static func files(besidePicture path: String) -> (own: String, set: String) {
    let folder = FileName.folder(path)
    return (folder + stem(of: FileName.last(path)) + ".json", folder + LabelledSet.fileName)
  }

  /// The people in a side-car file; nil where it is somebody else's.
  private static func people(contentsOf path: String) throws(SideCarError) -> [Person]? {
    try decode(bytes(ofFile: path), name: path)
  }

  /// The people in the bytes of a side-car file.
  ///
  /// - Parameter name: for messages.
  /// - Throws: `SideCarError` where they cannot be understood.
  public static func people(decoding bytes: [UInt8], name: String) throws(SideCarError) -> [Person] {
    guard let people = try decode(bytes, name: name) else {
      throw SideCarError(path: name, reason: .damaged("no \"people\""))
    }
    return people
  }

  private static func decode(_ bytes: [UInt8], name: String) throws(SideCarError) -> [Person]? {
    do throws(JSONFault) {
      return try SideCarFile(bytes).people
    } catch {
      throw SideCarError(path: name, reason: .damaged(error.what))
    }
  }

  /// The bytes of a file that describes people, one picture's or a set's; every failure a `SideCarError`.
  ///
  /// - Parameter limit: the most bytes that are read.
  public static func bytes(ofFile path: String, limit: Int = maximumFileSize) throws(SideCarError) -> [UInt8] {
    do {
      return try readRegularFile(path, limit: limit)
    } catch {
      guard case .tooLong(let limit) = error.reason else {
        throw SideCarError(path: path, reason: .cannotRead("\(error.reason)"))
      }
      throw SideCarError(path: path, reason: .fileTooLarge(limit: limit))
    }
  }

  private static func stem(of name: String) -> String {
    // A leading dot hides a file; it starts no extension.
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
