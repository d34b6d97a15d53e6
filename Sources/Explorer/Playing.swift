/// The network running by itself, a step at a time.
public struct Playing: Sendable {
  public internal(set) var isOn = false
  private var speed = 2

  /// How long a step lasts, in milliseconds.
  public var interval: Int { Self.intervals[speed] }

  private static let intervals = [2000, 1000, 500, 250, 120, 60]

  mutating func speedUp() { speed = min(speed + 1, Self.intervals.count - 1) }

  mutating func slowDown() { speed = max(speed - 1, 0) }
}

/// What the person is shown while something is under way.
public struct Waiting: Sendable {
  /// After how many milliseconds of waiting that begins, and how often it says how far.
  public static let interval = 100

  /// For how many intervals something has been under way.
  public internal(set) var count = 0
  var progress: WorkProgress?
}
