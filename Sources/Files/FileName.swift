import Platform

/// Names of files as text, without loss.
///
/// To the system a name is bytes without a meaning: Latin-1 or GBK from an old archive as well as UTF-8. In this program
/// a name is a `String` all the same, in which a byte that is no UTF-8 stands as a scalar of its own: byte `0x80…0xFF` as
/// `U+10FF80…U+10FFFF`, the last private ones, which no text has in it. Where a name meets the system it becomes the same
/// bytes again; where people see it, ``printable(_:limit:keepsLines:)`` writes such a byte as `\xE9`.
public enum FileName {
  private static let firstEscape: UInt32 = 0x10FF00

  /// The byte that a scalar stands for; nil for scalars that are themselves.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= firstEscape + 0x80 ? UInt8(truncatingIfNeeded: scalar.value) : nil
  }

  /// A name's bytes, or a whole file's that has names in it, as text. `bytes(_:)` of the result gives them back, whatever
  /// they are.
  public static func text(_ bytes: [UInt8]) -> String {
    // The scalars that stand for bytes cannot stand for themselves too.
    if let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: { byte(of: $0) != nil })
    {
      return text
    }
    var text = String.UnicodeScalarView()
    var position = 0
    while position < bytes.count {
      let end = position + max(1, (~bytes[position]).leadingZeroBitCount)
      if end <= bytes.count,
        let scalar = String(validating: bytes[position..<end], as: UTF8.self)?.unicodeScalars.first,
        byte(of: scalar) == nil
      {
        text.append(scalar)
        position = end
      } else {
        if let scalar = Unicode.Scalar(firstEscape + UInt32(bytes[position])) { text.append(scalar) }
        position += 1
      }
    }
    return String(text)
  }

  /// A name that the system gives us as a C string.
  public static func text(cString: UnsafePointer<CChar>) -> String {
    text(UnsafeBufferPointer(start: cString, count: strlen(cString)).map(UInt8.init(bitPattern:)))
  }

  /// The bytes of a name.
  public static func bytes(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let byte = byte(of: scalar) { bytes.append(byte) } else { bytes += UTF8.encode(scalar) ?? .init() }
    }
    return bytes
  }

  /// A path as system calls take it. One with a NUL in it would mean another file there, and so becomes the empty path,
  /// which never names one.
  public static func cString(_ path: String) -> [CChar] {
    let bytes = bytes(path)
    return (bytes.contains(0) ? [] : bytes.map(CChar.init(bitPattern:))) + [0]
  }

  /// What stands behind the last slash; slashes at the end do not count.
  public static func last(_ path: String) -> String {
    path.unicodeScalars.split(separator: "/").last.map(String.init) ?? path
  }

  /// The folder a path lies in, with a slash at its end; empty for a name alone, which lies where the program runs.
  public static func folder(_ path: String) -> String {
    path.unicodeScalars.lastIndex(of: "/").map { String(path.unicodeScalars[...$0]) } ?? ""
  }

  /// A path from the root, without `.` and `..`, which means the same when the program runs elsewhere.
  public static func absolute(_ path: String) -> String {
    var parts: [String] = []
    let full = isAbsolute(path) ? path : currentFolder + "/" + path
    // By scalars: a combining mark that begins a name would make one character of itself and the slash.
    for part in full.unicodeScalars.split(separator: "/").map(String.init) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// A path in which `~` at the beginning stands for the person's own folder, as shells have it.
  public static func expandingHome(_ path: String) -> String {
    guard path == "~" || path.unicodeScalars.starts(with: "~/".unicodeScalars), let home = environment("HOME") else {
      return path
    }
    return home + String(path.unicodeScalars.dropFirst())
  }

  static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

  /// N of `/dev/fd/N` and its other names; nil for other paths.
  public static func descriptor(_ path: String) -> Int32? {
    for folder in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count))
    }
    return nil
  }

  /// The folder the program runs in.
  public static var currentFolder: String {
    guard let folder = getcwd(nil, 0) else { return "." }
    defer { free(folder) }
    return text(cString: folder)
  }

  /// A variable of the environment that holds a path; nil where it is not set.
  public static func environment(_ variable: String) -> String? { getenv(variable).map { text(cString: $0) } }
}
