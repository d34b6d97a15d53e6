import Files

/// Why the description beside a picture, or a labelled set, could not be used.
public typealias SideCarError = FileProblem<SideCarReason>

/// What can be wrong with a description of people.
public enum SideCarReason: FileProblemReason {
  /// The file cannot be opened or read; the system's own words.
  case cannotRead(String)
  /// Not JSON, or not of the expected shape; where and why.
  case damaged(String)
  /// Joints that the network does not find; which, and which it does.
  case otherJoints(String)
  /// Truth of another kind than the network's answers, or none; what is missing.
  case otherTruth(String)
  /// Boxes cannot be kept there; why.
  case notOurs(String)
  /// More bytes than are read.
  case fileTooLarge(limit: Int)

  public var fault: FileFault {
    if case .cannotRead = self { .unreadable } else { .content }
  }

  public var description: String {
    switch self {
    case .cannotRead(let why): "cannot be read (expected a JSON file of people, found: \(printable(why)))"
    case .damaged(let why):
      "damaged description of people (expected boxes and joints, found: \(printable(why)))"
    case .otherJoints(let what), .otherTruth(let what): printable(what)
    case .notOurs(let why): "boxes cannot be kept there (\(printable(why)))"
    case .fileTooLarge(let limit): "file too large (expected up to \(limit >> 20) MB)"
    }
  }
}
