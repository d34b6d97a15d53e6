import Pictures

/// Frames that come from a folder or a pipe while the session runs: what is known of the stream, and the frame on its way.
///
/// There is never more than one: the next frame is asked for when the pass of the one before is answered, and then it is the
/// newest. It is shown together with what the network says of it, not before.
public struct LiveFrames: Sendable {
  /// What the person knows the source as.
  public let source: String
  /// Whether the person stays on a frame.
  public internal(set) var isPaused = false
  /// Why no frame will come any more, in a line; nil while there may be one.
  public internal(set) var end: String?
  /// Why none comes now, in a few words.
  public internal(set) var silence: String?
  /// The newest frame that was shown.
  public internal(set) var shown: LiveFrame?
  /// The next frame; the question is closed while the person stays on one.
  var asked = Asked<LiveFrame>()
  /// A study of the frame on its way, for which the worker owes the pass.
  var coming: Study?
  /// When the last frames were shown, in seconds; oldest first.
  private var times: [Double] = []

  public init(source: String) { self.source = source }

  /// Whether the stream goes on: nobody stays on a frame, and it has not ended.
  public var isRunning: Bool { !isPaused && end == nil }

  /// Frames shown in a second, over the last two seconds or so; nil before there are two.
  public var rate: Double? {
    guard let first = times.first, let last = times.last, last > first else { return nil }
    return Double(times.count - 1) / (last - first)
  }

  /// A frame is shown.
  mutating func note(_ frame: LiveFrame) {
    shown = frame
    silence = nil
    times.append(frame.seconds)
    while times.count > 2, frame.seconds - times[0] > 2 { times.removeFirst() }
  }

  /// What was shown before the person stayed says nothing about what is to come.
  mutating func forgetRate() { times = [] }
}

/// A frame as it comes.
public struct LiveFrame: Sendable {
  public let scene: Scene
  /// Of all that have come, counted from 1.
  public let number: Int
  /// How many newer ones have taken the place of, before anybody had asked for them.
  public let dropped: Int
  /// How many were torn, too large or could not be decoded.
  public let damaged: Int
  /// When it was given, in seconds of any clock that goes on.
  public let seconds: Double

  public init(scene: Scene, number: Int, dropped: Int, damaged: Int, seconds: Double) {
    (self.scene, self.number, self.dropped, self.damaged) = (scene, number, dropped, damaged)
    self.seconds = seconds
  }
}

/// What there is to say of a stream of frames.
public enum LiveNews: Sendable {
  /// The newest frame, for the question of a generation.
  case frame(LiveFrame, generation: Int)
  /// No frame comes now; why, in a few words.
  case silent(String)
  /// No frame will come any more; why, in a line.
  case ended(String)
}

extension Scene {
  /// What is looked at before the first frame: nothing.
  public static var beforeFirstFrame: Scene {
    let (width, height) = (64, 48)
    return Scene(
      picture: Picture(width: width, height: height, pixels: [UInt8](repeating: 64, count: width * height * 3)),
      name: "no frame yet", path: nil, people: [])
  }
}
