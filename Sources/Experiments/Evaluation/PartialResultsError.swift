import Files

/// Why a file of partial results cannot be used.
public typealias PartialResultsError = FileProblem<PartialResultsReason>

/// What can be wrong with a file of partial results.
public enum PartialResultsReason: FileProblemReason {
  /// The system's words.
  case unreadable(String)
  /// The system's words, or who is in the way.
  case unwritable(String)
  /// Counted from 1.
  case damaged(line: Int)
  case version(FileFormat.Problem)
  case otherPlan
  /// The file is of one part, another is measured.
  case otherPart(Shard, expected: Shard)
  /// The file is of a part of another number than the other files are.
  case otherCount(Shard, expected: Int)
  /// Two files are of the same part.
  case samePart(Shard, as: String)
  /// Of a part.
  case incomplete(missing: Int, of: Int)
  /// Counted from 1.
  case missingParts([Int], of: Int)
  /// By the name that the set gives it.
  case changedPicture(String)

  public var fault: FileFault {
    switch self {
    case .unreadable: .unreadable
    case .unwritable: .unwritable
    case .damaged, .version, .otherPlan, .otherPart, .otherCount, .samePart, .incomplete, .missingParts,
      .changedPicture:
      .content
    }
  }

  public var description: String {
    switch self {
    case .unreadable(let why): "cannot be read (\(why))"
    case .unwritable(let why): "cannot be written (\(why))"
    case .damaged(let line): "damaged partial results in line \(line) (expected JSON of 'evaluate --output')"
    case .version(let problem): "partial results \(problem)"
    case .otherPlan: "of another evaluation (expected the same set, weights, options and cuts)"
    case .otherPart(let part, let expected):
      "is part \(part.number) of \(part.count) (expected part \(expected.number) of \(expected.count))"
    case .otherCount(let part, let count):
      "is part \(part.number) of \(part.count) (expected a part of \(count), as other files are)"
    case .samePart(let part, let other): "is part \(part.number) of \(part.count), and so is \(other)"
    case .incomplete(let missing, let all):
      "incomplete, \(missing) of \(all) pictures are missing (the same 'evaluate' again goes on)"
    case .missingParts(let parts, let count):
      "one of \(count) parts, of which \(Self.list(parts)) \(parts.count == 1 ? "is" : "are") missing"
    case .changedPicture(let name):
      "picture '\(name)' has changed since it was measured (expected the same picture, or another --output)"
    }
  }

  /// The first few of some numbers, in words.
  private static func list(_ numbers: [Int]) -> String {
    let shown = numbers.prefix(5).map(String.init).joined(separator: ", ")
    return numbers.count > 5 ? "\(shown) and \(numbers.count - 5) more" : shown
  }
}
