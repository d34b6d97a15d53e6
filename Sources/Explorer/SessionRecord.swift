import Cells

/// A session of the explorer as data: what it began with, and everything that was done.
///
/// As text it is a file that people can read and write (`Documentation/Sessions.md`):
///
/// ```text
/// hrscope session 1
/// picture /home/me/runner.jpg
/// option cut s4.m2:32>4
/// size 120x40
/// key Home
/// key Right
/// mouse press left 12,3
/// ```
public struct SessionRecord: Hashable, Sendable {
  /// Something that was done.
  public enum Event: Hashable, Sendable {
    case key(Key)
    case mouse(MouseEvent)
    case resized(Size)
    /// A step of playing.
    case tick
  }

  /// An option of the command line, without its dashes.
  public struct Option: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      (self.name, self.value) = (name, value)
    }
  }

  /// The picture's path; nil for the one built into the program.
  public var picture: String?
  /// Of the network: weights, input, box, cut, gain.
  public var options: [Option] = []
  public var size = Size(width: 120, height: 40)
  public var appearance = Appearance.trueColor
  /// What the explorer remembered of the session before; its picture is not used.
  public var tastes: Tastes?
  public var keyMap = KeyMap()
  public var events: [Event] = []

  public init() {}

  /// The version of the format, on the first line.
  static let version = 1
  static let title = "hrscope session"
  static let firstLine = "\(title) \(version)"
}

extension SessionRecord {
  /// The whole file.
  public var text: String { (headLines + events.map(\.line)).joined(separator: "\n") + "\n" }

  /// Everything in front of the events.
  public var headLines: [String] {
    var lines = [Self.firstLine]
    if let picture { lines.append("picture \(SessionName.written(picture))") }
    lines += options.map { "option \($0.name) \(SessionName.written($0.value))" }
    lines.append("size \(size)")
    lines.append("colors \(appearance.depth.rawValue)")
    if !appearance.unicode { lines.append("ascii") }
    if let tastes { lines += Tastes.table.compactMap { $0.line(tastes) } }
    return lines + keyMap.lines
  }
}

extension SessionRecord.Event {
  /// The event as a line of the file.
  public var line: String {
    switch self {
    case .key(let key): "key \(key.name)"
    case .mouse(let event): "mouse \(event)"
    case .resized(let size): "resize \(size)"
    case .tick: "tick"
    }
  }
}
