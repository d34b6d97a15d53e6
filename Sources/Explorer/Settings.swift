import Cells
import Files
import HRNet

/// What sessions and commands begin with where nothing else is said: the settings files, in lines of session files
/// (`Documentation/Sessions.md`).
///
/// ```text
/// hrscope settings 1
/// option weights /srv/course/hrnet-w32.safetensors
/// option threads 1
/// picture /srv/course/runner.jpg
/// lessons /srv/course/lessons
/// colors 256
/// ```
public struct Settings: Hashable, Sendable {
  /// Something that is set, and where.
  public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    public let place: SettingPlace

    public init(_ value: Value, _ place: SettingPlace) { (self.value, self.place) = (value, place) }
  }

  /// A file of weights.
  public internal(set) var weights: Setting<String>?
  /// Of these weights, which need not say it.
  public internal(set) var upsampling: Setting<Upsampling>?
  /// Threads that compute.
  public internal(set) var threads: Setting<Int>?
  /// A picture's path, or a built-in one's.
  public internal(set) var picture: Setting<String>?
  /// Folders of lessons, in the order in which they are named: every one counts.
  public internal(set) var lessons: [Setting<String>] = []
  /// Colours of the terminal.
  public internal(set) var colors: Setting<ColorDepth>?

  public init() {}
}

extension Settings.Setting: Codable where Value: Codable {}

/// Where something is set.
public struct SettingPlace: Hashable, Sendable, Codable, CustomStringConvertible {
  public let file: String
  /// Counted from 1.
  public let line: Int

  public init(file: String, line: Int) { (self.file, self.line) = (file, line) }

  public var description: String { "\(printable(file)), line \(line)" }
}
