import Cells
import Files

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

  /// Comments of the file, where a replay stops for them to be read.
  public struct Remark: Hashable, Sendable {
    /// As they stand behind their marks.
    public internal(set) var lines: [String]
    /// How many events stand in front of it.
    public let position: Int

    public init(_ lines: [String], position: Int) { (self.lines, self.position) = (lines, position) }
  }

  /// An option of the command line, without its dashes.
  public struct Option: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      (self.name, self.value) = (name, value)
    }
  }

  /// The picture's path, or a built-in one's; nil where the file says none.
  public var picture: String?
  /// Of the network: weights, input, box, cut, gain.
  public var options: [Option] = []
  public var size = Size(width: 120, height: 40)
  public var appearance = Appearance.trueColor
  /// What the explorer remembered of the session before; its picture is not used.
  public var tastes: Tastes?
  public var keyMap = KeyMap()
  public var events: [Event] = []
  /// In the order of their positions, at most one at each.
  public private(set) var remarks: [Remark] = []

  public init() {}

  /// The picture that a session or lesson begins with.
  public var beginning: String { picture ?? BuiltInPicture.ofSessions.path }

  /// What the first line names.
  static let format = FileFormat("hrscope session", version: 1)
}

extension SessionRecord {
  /// The whole file.
  public var text: String {
    var (lines, left) = (headLines, remarks[...])
    for position in 0...events.count {
      if left.first?.position == position { lines += left.removeFirst().text }
      if position < events.count { lines.append(events[position].line) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Adds comments behind the last event.
  public mutating func add(remark lines: [String]) {
    if remarks.last?.position == events.count {
      remarks[remarks.count - 1].lines += lines
    } else {
      remarks.append(Remark(lines, position: events.count))
    }
  }

  /// What it begins with, before anything is done or said.
  public var beginningOnly: SessionRecord {
    var record = self
    (record.events, record.remarks) = ([], [])
    return record
  }

  /// Forgets what stands behind so many events.
  public mutating func keep(events count: Int) {
    events.removeLast(max(0, events.count - count))
    remarks.removeAll { $0.position > count }
  }

  /// Everything in front of the events.
  public var headLines: [String] {
    var lines = [Self.format.title]
    if let picture { lines.append("picture \(SessionName.written(picture))") }
    lines += options.map { "option \($0.name) \(SessionName.written($0.value))" }
    lines.append("size \(size)")
    lines.append("colors \(appearance.depth.rawValue)")
    if !appearance.unicode { lines.append("ascii") }
    if let tastes { lines += Tastes.table.compactMap { $0.line(tastes) } }
    return lines + keyMap.lines
  }
}

extension SessionRecord.Remark {
  /// As lines of the file.
  public var text: [String] { lines.map { "#" + $0 } }

  /// The words as paragraphs: lines that follow each other are one, one that says nothing ends it.
  var paragraphs: [String] {
    lines.map { $0.trimmed }.split(separator: "").map { $0.joined(separator: " ") }
  }
}

extension String {
  /// Without blanks at either end.
  fileprivate var trimmed: String {
    let body = drop(while: \.isWhitespace)
    return String(body.prefix(body.count - body.reversed().prefix(while: \.isWhitespace).count))
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
