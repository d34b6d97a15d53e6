import Files

/// Why a list of pictures and their classes cannot be used.
public typealias PictureClassesError = FileProblem<PictureClassesReason>

/// What can be wrong with such a list.
public enum PictureClassesReason: FileProblemReason {
  /// The file cannot be opened or read.
  case cannotRead(FileError.Reason)
  /// A line, by its number from 1, that is no name and index; what it is instead.
  case line(Int, String)
  /// Nothing is in it.
  case empty

  public var fault: FileFault {
    if case .cannotRead = self { .unreadable } else { .content }
  }

  public var description: String {
    switch self {
    case .cannotRead(let why): "cannot be read (expected lines of a picture's name and its class, found: \(why))"
    case .line(let number, let found):
      "no classes of pictures (expected a picture's name and its class on line \(number), found \(found))"
    case .empty: "no classes of pictures (expected lines of a name and an index, found none)"
    }
  }
}

/// The true class of each picture of a set: a text file of lines with a picture's name and its class index.
public struct PictureClasses: Hashable, Sendable {
  /// A picture and its class.
  public struct Entry: Hashable, Sendable {
    /// As the file writes it, with its folders.
    public let picture: String
    /// Counted from 0.
    public let label: Int
  }

  /// In the file's order.
  public let entries: [Entry]

  /// The largest file that is read, in bytes: ImageNet's training list is 46 MB.
  public static let maximumFileSize = 64 << 20

  /// Reads a file.
  ///
  /// - Parameter classes: of the network; an index from there on is refused.
  public init(contentsOf path: String, classes: Int) throws(PictureClassesError) {
    let bytes: [UInt8]
    do {
      bytes = try readRegularFile(path, limit: Self.maximumFileSize)
    } catch {
      throw PictureClassesError(path: path, reason: .cannotRead(error.reason))
    }
    try self.init(decoding: bytes, name: path, classes: classes)
  }

  /// Reads the bytes of a file. What stands last on a line is the index; the name before it may have spaces in it. Empty lines
  /// do not count.
  ///
  /// - Parameter name: of the file, for messages.
  public init(decoding bytes: [UInt8], name: String, classes: Int) throws(PictureClassesError) {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    var entries: [Entry] = []
    var known: [String: Int] = [:]
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      func fault(_ found: String) -> PictureClassesError {
        PictureClassesError(path: name, reason: .line(index + 1, found))
      }
      var rest = line.drop(while: isSpace)
      while let last = rest.last, isSpace(last) { rest.removeLast() }
      if rest.isEmpty { continue }
      let digits = Array(rest.reversed().prefix { !isSpace($0) }.reversed())
      var picture = rest.dropLast(digits.count)
      while let last = picture.last, isSpace(last) { picture.removeLast() }
      guard !picture.isEmpty, !picture.contains(0) else { throw fault("'\(Self.shown(rest))'") }
      guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let label = Int(String(decoding: digits, as: UTF8.self))
      else { throw fault("'\(Self.shown(digits[...]))' for a class") }
      guard label < classes else { throw fault("class \(label), of a network of \(classes)") }
      let text = FileName.text(Array(picture))
      if let other = known.updateValue(label, forKey: text) {
        guard other == label else { throw fault("a second class of '\(printable(text, limit: 60))'") }
        continue
      }
      entries.append(Entry(picture: text, label: label))
    }
    guard !entries.isEmpty else { throw PictureClassesError(path: name, reason: .empty) }
    self.entries = entries
  }

  private static func shown(_ bytes: ArraySlice<UInt8>) -> String { printable(FileName.text(Array(bytes)), limit: 60) }
}

extension PictureClasses {
  /// The classes that folders of pictures stand for.
  ///
  /// Folders called by the classes' names or numbers stand for these; else, where there is one for each class, for the
  /// classes in their sorted order, as torchvision's `ImageFolder` numbers them.
  ///
  /// - Parameter folders: their names, in any order.
  /// - Returns: the class of each folder; nil where nobody can tell.
  public static func classes(ofFolders folders: [String], names: ClassNames) -> [String: Int]? {
    let places = Dictionary(names.names.enumerated().map { ($1, $0) }) { first, _ in first }
    let readings: [(String) -> Int?] = [
      { places[$0] },
      { name in Int(name).flatMap { (0..<names.count).contains($0) ? $0 : nil } },
    ]
    for reading in readings {
      let read = folders.compactMap { folder in reading(folder).map { (folder, $0) } }
      if read.count == folders.count, Set(read.map(\.1)).count == read.count {
        return Dictionary(uniqueKeysWithValues: read)
      }
    }
    guard folders.count == names.count else { return nil }
    return Dictionary(
      folders.sorted { FileName.bytes($0).lexicographicallyPrecedes(FileName.bytes($1)) }.enumerated().map { ($1, $0) }
    ) { first, _ in first }
  }
}
