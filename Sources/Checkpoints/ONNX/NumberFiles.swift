import Files
import Platform

/// The files in which a model's numbers lie: its own, and those beside it that its tensors name (external data,
/// https://github.com/onnx/onnx/blob/main/docs/ExternalData.md).
///
/// A class, as it owns what it has opened: each file once, and only those somebody reads.
final class NumberFiles {
  typealias Opening = (_ location: String) throws(CheckpointError.Reason) -> FileBytes

  let model: FileBytes
  private let open: Opening
  private var opened: [String: FileBytes] = [:]
  /// What was spelt out of numbers of variable length, by the place where they lie in the model.
  private var spelt: [Int: FileBytes] = [:]

  /// - Parameter open: opens the file of a tensor's `location`.
  init(_ model: FileBytes, open: @escaping Opening) {
    self.model = model
    self.open = open
  }

  /// Every file opened, by its location.
  var companions: [String: FileBytes] { opened }

  /// Bytes of all files, and of what was spelt out.
  var byteCount: Int { (Array(opened.values) + Array(spelt.values)).reduce(model.count) { $0 + $1.count } }

  func companion(_ location: String) throws(CheckpointError.Reason) -> FileBytes {
    if let file = opened[location] { return file }
    let file = try open(location)
    opened[location] = file
    return file
  }

  /// The packed variable-length integers in a range of the model, as numbers of `size` bytes.
  ///
  /// - Returns: nil where there are not exactly `count`.
  func integers(in range: Range<Int>, count: Int, size: Int) throws(CheckpointError.Reason) -> FileBytes? {
    if let known = spelt[range.lowerBound] { return known.count == count * size ? known : nil }
    // Each takes at least a byte, so that a small file cannot ask for much memory.
    guard count <= range.count else { return nil }
    let numbers = try ProtobufReader(model).varints(in: range, limit: count + 1)
    guard numbers.count == count else { return nil }
    let bytes = FileBytes(count: count * size) { memory in
      for (index, number) in numbers.enumerated() {
        withUnsafeBytes(of: number.littleEndian) { pattern in
          for byte in 0..<size { memory[index * size + byte] = pattern[byte] }
        }
      }
      return true
    }
    guard let bytes else { throw .unreadable("out of memory") }
    spelt[range.lowerBound] = bytes
    return bytes
  }
}

extension NumberFiles {
  /// A model on disk with what lies in its folder, and nowhere else.
  convenience init(_ model: FileBytes, path: String) {
    self.init(model) { location throws(CheckpointError.Reason) in
      try Self.open(location, inFolderOf: path)
    }
  }

  /// Whether a location names something below a folder, by its text alone.
  static func isConfined(_ location: String) -> Bool {
    // By scalars: a combining mark that begins a name would make one character of itself and the slash.
    let parts = location.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    return !location.isEmpty && location.utf8.count < 1024 && !location.utf8.contains(0)
      && parts.first?.isEmpty == false && !parts.contains { String($0) == ".." }
  }

  /// - Throws: `misplacedNumbers` for what does not lie in the folder, through whatever link; `unreadableNumbers` for
  ///   what is no regular file that can be read.
  private static func open(
    _ location: String, inFolderOf path: String
  ) throws(CheckpointError.Reason) -> FileBytes {
    guard isConfined(location) else { throw .misplacedNumbers(file: location) }
    let folder = FileName.folder(path)
    let root = try resolved(folder.isEmpty ? "./" : folder, for: location)
    let target = try resolved(folder + location, for: location)
    guard target.utf8.starts(with: (root == "/" ? root : root + "/").utf8) else {
      throw .misplacedNumbers(file: location)
    }
    do { return try FileBytes(opening: target) } catch {
      guard case .unreadable(let text) = error.reason else { throw error.reason }
      throw .unreadableNumbers(file: location, text)
    }
  }

  /// A path without links.
  private static func resolved(_ path: String, for location: String) throws(CheckpointError.Reason) -> String {
    guard let resolved = realpath(FileName.cString(path), nil) else {
      throw .unreadableNumbers(file: location, String(cString: strerror(errno)))
    }
    defer { free(resolved) }
    return FileName.text(cString: resolved)
  }
}
