import Files

/// Why names of classes cannot be used: a file, or a built-in set by its word.
public typealias ClassNamesError = FileProblem<ClassNamesReason>

/// What can be wrong with names of classes.
public enum ClassNamesReason: FileProblemReason {
  /// The file cannot be opened or read.
  case cannotRead(FileError.Reason)
  /// The file's text is not UTF-8.
  case notText
  /// More or fewer names than classes.
  case otherCount(Int, classes: Int)
  /// A line says nothing, by its number from 1.
  case emptyLine(Int)

  public var fault: FileFault {
    if case .cannotRead = self { .unreadable } else { .content }
  }

  public var description: String {
    switch self {
    case .cannotRead(let why): "cannot be read (expected a file of names, found: \(why))"
    case .notText: "no names of classes (expected UTF-8, a name a line, found other bytes)"
    case .otherCount(let count, let classes):
      "names other classes than the network's (expected \(classes) names, found \(count))"
    case .emptyLine(let line): "no names of classes (expected a name on every line, found none on line \(line))"
    }
  }
}

extension ClassNames {
  /// The largest file of names that is read, in bytes.
  public static let maximumFileSize = 1 << 20

  /// The names that a person asks for.
  ///
  /// - Parameters:
  ///   - word: a built-in set's word, or a file of names, one on each line in the order of the classes.
  ///   - classes: of the network; nil where nothing says how many there are.
  public init(_ word: String, classes: Int?) throws(ClassNamesError) {
    if let known = KnownClasses(rawValue: word) {
      guard let classes else {
        self = known.names
        return
      }
      guard let names = known.names(classes: classes) else {
        throw ClassNamesError(path: word, reason: .otherCount(known.names.count, classes: classes))
      }
      self = names
      return
    }
    let bytes: [UInt8]
    do {
      bytes = try readRegularFile(word, limit: Self.maximumFileSize)
    } catch {
      throw ClassNamesError(path: word, reason: .cannotRead(error.reason))
    }
    try self.init(decoding: bytes, name: word, classes: classes)
  }

  /// The names in a file's bytes. Two classes may have one name: ImageNet has two cranes. Spaces around them, carriage returns and empty lines at the end do not count.
  ///
  /// - Parameter name: of the file, for messages.
  public init(decoding bytes: [UInt8], name: String, classes: Int?) throws(ClassNamesError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ClassNamesError(path: name, reason: .notText)
    }
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
      let start = line.drop(while: \.isWhitespace)
      return String(start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
    }
    while lines.last == "" { lines.removeLast() }
    if let line = lines.firstIndex(of: "") { throw ClassNamesError(path: name, reason: .emptyLine(line + 1)) }
    guard lines.count == classes ?? max(lines.count, 1) else {
      throw ClassNamesError(path: name, reason: .otherCount(lines.count, classes: classes ?? 1))
    }
    self.init(stating: lines)
  }
}
