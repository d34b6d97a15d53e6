import Files
import Pictures
import Platform

/// Plays the pictures in a folder in the order of their names, 25 in a second as a film does, and then follows it: files that
/// come later with later names are frames too.
struct FrameFolder {
  let path: String
  let feed: FrameFeed
  /// Readable when the reading is to end.
  let stop: Int32

  /// Names still to be shown, in reversed order.
  private var toCome: [String] = []
  /// The name of the last frame.
  private var last: String?
  /// The file that may still be written, with its size when it was looked at.
  private var growing: (name: String, size: Int)?
  private var count = 0
  private var isSilent = false

  private static let pace = Duration.milliseconds(40)
  /// How often it is looked for new files, unless the folder is so large that looking takes its time.
  private static let lookInterval = Duration.milliseconds(200)
  private var lookInterval = Self.lookInterval
  private static let mostNames = 1_000_000

  init(_ path: String, feed: FrameFeed, stop: Int32) {
    (self.path, self.feed, self.stop) = (path, feed, stop)
  }

  /// Until the folder cannot be read any more, or until the reading is to end.
  mutating func run() {
    var due = ContinuousClock.now
    while true {
      do throws(FileError) {
        if toCome.isEmpty { try look() }
      } catch {
        return feed.tell(.ended("\(error); \(count) frames until then\(count > 0 ? ", the last one stays" : "")"))
      }
      // Where the machine was asleep nothing is made up for.
      due = max(due, .now - Self.pace)
      if !feed.isHeld, let name = toCome.popLast() {
        show(name)
        due += Self.pace
      } else {
        due = .now + (toCome.isEmpty ? lookInterval : Self.pace)
      }
      if wait(until: due) { return }
    }
  }

  private mutating func show(_ name: String) {
    (last, isSilent) = (name, false)
    count += 1
    let path = "\(path)/\(name)"
    feed.offer(FrameFeed.Frame(name: printable(name)) { () throws(PictureError) in try Picture.bytes(ofFile: path) })
  }

  /// Looks for files behind the last one.
  private mutating func look() throws(FileError) {
    let (last, start) = (last, ContinuousClock.now)
    defer { lookInterval = max(Self.lookInterval, start.duration(to: .now) * 20) }
    let found = try names(inFolder: path, limit: Self.mostNames).filter { name in
      Picture.hasKnownEnding(name) && last.map { naturallyPrecedes($0, name) } ?? true
    }
    toCome = found.sorted { naturallyPrecedes($1, $0) }
    // The last one may still be being written: it counts when it has stopped growing.
    if let newest = toCome.first {
      let size = FileStatus("\(path)/\(newest)")?.size ?? 0
      if size == 0 || growing?.name != newest || growing?.size != size {
        growing = (newest, size)
        toCome.removeFirst()
      }
    }
    guard toCome.isEmpty, !isSilent, growing == nil || growing?.name == last else { return }
    isSilent = true
    feed.tell(.silent(count == 0 ? "no frame in \(feed.sourceName) yet" : "no newer frame in \(feed.sourceName)"))
  }

  /// Waits; true where the reading is to end.
  private func wait(until due: ContinuousClock.Instant) -> Bool {
    let (seconds, attoseconds) = ContinuousClock.now.duration(to: due).components
    var waited = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    return poll(&waited, 1, Int32(clamping: max(0, milliseconds))) > 0
  }
}
