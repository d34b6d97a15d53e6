/// A format of our own and the version of it that this program writes, as a file's first words or its metadata name both:
/// `hrscope session 1` (`Documentation/CommandLine.md` lists them all).
public struct FileFormat: Hashable, Sendable {
  /// `hrscope session`.
  public let name: String
  /// From 1; rises when older programs would misread what is written.
  public let version: Int

  public init(_ name: String, version: Int) { (self.name, self.version) = (name, version) }

  /// How files name it.
  public var title: String { "\(name) \(version)" }

  /// What is wrong with a file that names its format so; nil where it is this one.
  public func problem(title: some StringProtocol) -> Problem? {
    guard title.hasPrefix(name + " ") else { return .other }
    return problem(version: title.dropFirst(name.count + 1))
  }

  /// What is wrong with a file of this format that names its version so; nil where it is this one.
  public func problem(version text: some StringProtocol) -> Problem? {
    // As this program would write it: of any length, so that no version is too new to be called newer.
    guard let first = text.utf8.first, first != UInt8(ascii: "0"), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return .other }
    let own = "\(version)"
    if text == own { return nil }
    let isNewer = (text.utf8.count, String(text)) > (own.utf8.count, own)
    let found = text.utf8.count > 12 ? String(text.prefix(12)) + "…" : String(text)
    return isNewer ? .newer(found: found, expected: version) : .older(found: found, expected: version)
  }

  /// Why a file is not read.
  public enum Problem: Hashable, Sendable, CustomStringConvertible {
    /// Another format, or something that is no version.
    case other
    /// Of a version that came after this program.
    case newer(found: String, expected: Int)
    /// Of a version that this program reads no more.
    case older(found: String, expected: Int)

    public var description: String {
      switch self {
      case .other: "of another format"
      case .newer(let found, let expected):
        "written for a newer hrscope (expected version \(expected) of this format, found \(found))"
      case .older(let found, let expected):
        "written by an older hrscope (expected version \(expected) of this format, found \(found))"
      }
    }
  }
}
