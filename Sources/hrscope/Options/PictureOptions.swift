import ArgumentParser
import Experiments
import Pictures
import Pose

/// Who in a picture is looked at. The picture itself is each command's argument: one, several, or none but the built-in.
struct PictureOptions: ParsableArguments {
  @Option(
    // A box may begin with a minus sign.
    parsing: .unconditional,
    help: ArgumentHelp(
      "The person or part, in picture pixels; by default the first person of NAME.json beside the picture, else all of it.",
      valueName: "x,y,w,h"))
  var box: String?

  /// The person in the box asked for, of whom nothing else is known; nil where no box is given.
  func boxedPerson(in picture: Picture) throws -> Person? {
    guard let text = box, let box = try boxedPerson()?.box else { return nil }
    let (width, height) = (Double(picture.width), Double(picture.height))
    guard box.x < width, box.y < height, box.x + box.width > 0, box.y + box.height > 0 else {
      throw CommandFailure(
        status: .usage,
        text: "--box '\(text)' lies outside of the picture (expected x,y,w,h within \(picture.width)×\(picture.height))"
      )
    }
    return Person(box: box)
  }

  /// The person in the box asked for, in a picture of any size; nil where no box is given.
  func boxedPerson() throws -> Person? { try box.map { Person(box: try Self.box($0)) } }

  /// The person to look at in a picture: in the box asked for, else the first beside the picture, else all of it.
  ///
  /// What lies beside the picture and is none of ours is a word on standard error.
  func person(in picture: Picture, path: String) throws -> Person {
    if let boxed = try boxedPerson(in: picture) { return boxed }
    let size = picture.size
    return try SideCar.people(inNamed: path, size: size, note: Failure.report).first
      ?? Person(box: Box(whole: picture))
  }

  /// What of a picture a network looks at.
  ///
  /// - Throws: `CommandFailure` where a box is asked for that is none, or that means nothing.
  func part(of picture: Picture, path: String, _ parts: PictureParts) throws -> Box {
    try refuseBox(parts)
    return switch parts {
    case .people: try person(in: picture, path: path).box
    case .any: try boxedPerson(in: picture)?.box ?? Box(whole: picture)
    case .whole: Box(whole: picture)
    }
  }

  /// Refuses a box where always all of the picture is looked at.
  func refuseBox(_ parts: PictureParts) throws {
    guard box != nil, parts == .whole else { return }
    throw CommandFailure(
      status: .usage, text: "--box means nothing to the head that is read: it looks at the whole picture")
  }

  private static func box(_ text: String) throws -> Box {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    if numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2], let height = numbers[3] {
      let box = Box(x: x, y: y, width: width, height: height)
      // No picture that is opened is a hundredth as large; a person of less than a pixel has no joints.
      let places = -1e6...1e6
      if places.contains(x), places.contains(y), (1...1e6).contains(width), (1...1e6).contains(height) { return box }
    }
    throw CommandFailure(
      status: .usage,
      text: "--box '\(text)' is no box (expected x,y,w,h in picture pixels, w and h from 1 to 1000000)")
  }
}
