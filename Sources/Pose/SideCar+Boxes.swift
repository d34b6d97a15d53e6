import Files
import Pictures

/// What has become of boxes that were to be kept beside a picture.
public enum KeptBoxes: Hashable, Sendable {
  /// So many are in the file now that were not.
  case written(file: String, count: Int)
  /// A file is there already that describes so many people, and nothing was said about changing it.
  case isThere(file: String, people: Int)
}

extension SideCar {
  /// Keeps boxes in `NAME.json` beside a picture. What such a file says already stays as it is, to the byte; boxes that it has
  /// are not added again.
  ///
  /// - Parameters:
  ///   - path: the picture's.
  ///   - size: the picture's, for a new file.
  ///   - mayChange: whether a file that is there already may be added to.
  /// - Throws: `SideCarError` where what is there is none of ours, or would be hidden; `FileError` where nothing can be
  ///   written.
  public static func keep(
    _ boxes: [Box], besidePicture path: String, size: PictureSize, mayChange: Bool
  ) throws -> KeptBoxes {
    let (own, set) = files(besidePicture: path)
    guard own != set else { throw SideCarError(path: own, reason: .notOurs("it is a set's file")) }
    guard somethingExists(at: own) else {
      // A file of the picture's own counts before the set's.
      if people(besidePicture: path, size: size).isEmpty {
        let text = SideCarFile.text(of: boxes, image: FileName.last(path), size: size)
        try ReplacedFile.write(Array(text.utf8), to: own, mayReplace: false)
        return .written(file: own, count: boxes.count)
      }
      throw SideCarError(
        path: own, reason: .notOurs("it would hide what \(LabelledSet.fileName) says about this picture"))
    }
    let bytes = try bytes(ofFile: own)
    let file: SideCarFile
    do throws(JSONFault) { file = try SideCarFile(bytes) } catch {
      throw SideCarError(path: own, reason: .damaged(error.what))
    }
    guard let people = file.people else {
      throw SideCarError(path: own, reason: .notOurs("it does not describe people"))
    }
    guard mayChange else { return .isThere(file: own, people: people.count) }
    let known = people.map { SideCarFile.text(of: $0.box) }
    let new = boxes.filter { !known.contains(SideCarFile.text(of: $0)) }
    if !new.isEmpty { try ReplacedFile.write(file.bytes(bytes, adding: new), to: own) }
    return .written(file: own, count: new.count)
  }
}

// A side-car file as it is written.
extension SideCarFile {
  static func text(of boxes: [Box], image: String, size: PictureSize) -> String {
    let people = boxes.map { "  {\"bbox\": \(text(of: $0))}" }.joined(separator: ",\n")
    return """
      {
       "image": \(quoted(printable(image))),
       "width": \(size.width),
       "height": \(size.height),
       "people": [
      \(people)
       ]
      }

      """
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// In tenths of pixels.
  static func text(of box: Box) -> String {
    let numbers = [box.x, box.y, box.width, box.height].map { value in
      let tenths = Int((value * 10).rounded())
      return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
    return "[\(numbers.joined(separator: ", "))]"
  }

  /// The file with more people behind those it has.
  func bytes(_ bytes: [UInt8], adding boxes: [Box]) -> [UInt8] {
    let added = boxes.map { "\n  {\"bbox\": \(Self.text(of: $0))}" }.joined(separator: ",")
    let text = (people ?? []).isEmpty ? added + "\n " : "," + added
    return Array(bytes[..<endOfPeople]) + Array(text.utf8) + bytes[endOfPeople...]
  }
}
