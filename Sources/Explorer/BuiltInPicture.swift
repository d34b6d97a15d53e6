/// A picture that the program brings along. Wherever a picture's file can be named, it can be named too: `built-in:runner`.
public struct BuiltInPicture: Hashable, Sendable {
  /// `runner`.
  public let name: String

  public init(name: String) { self.name = name }

  /// - Parameter path: of a picture; nil for one that names a file.
  public init?(path: String) {
    guard path.hasPrefix(Self.prefix) else { return nil }
    name = String(path.dropFirst(Self.prefix.count))
  }

  /// What names it on the command line, in session files and in the memory.
  public var path: String { Self.prefix + name }

  private static let prefix = "built-in:"

  /// What a session or lesson without a `picture` line begins with, now and ever: it was the only one when they were
  /// written first.
  public static let ofSessions = BuiltInPicture(name: "runner")
}
