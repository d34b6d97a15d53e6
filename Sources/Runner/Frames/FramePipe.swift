import Pictures
import Platform

/// Reads frames from a pipe as fast as they come, so that whoever writes them never waits for the network.
struct FramePipe {
  let descriptor: Int32
  let feed: FrameFeed
  /// Readable when the reading is to end.
  let stop: Int32

  private var splitter = FrameSplitter()
  private var number = 0
  private var known = FrameSplitter.Counts()
  private var isSilent = false

  /// After so many milliseconds without a byte the person is told.
  private static let silence: Int32 = 2000

  init(descriptor: Int32, feed: FrameFeed, stop: Int32) {
    (self.descriptor, self.feed, self.stop) = (descriptor, feed, stop)
  }

  /// Until the pipe's end, or until the reading is to end.
  mutating func run() {
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 17)
    while true {
      var waited = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&waited, 2, isSilent ? -1 : Self.silence)
      if waited[1].revents != 0 { return }
      if ready == 0 {
        isSilent = true
        feed.tell(.silent("no frame for \(Self.silence / 1000) s"))
        continue
      }
      guard ready > 0 else {
        if errno == EINTR { continue }
        return end(String(cString: strerror(errno)))
      }
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return end(String(cString: strerror(errno)))
      }
      guard count > 0 else { return end(nil) }
      isSilent = false
      take(buffer[..<count])
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    var frames: [[UInt8]] = []
    splitter.append(bytes) { frames.append($0) }
    offer(frames)
    noteDamage()
  }

  private mutating func offer(_ frames: [[UInt8]]) {
    for frame in frames {
      number += 1
      feed.offer(FrameFeed.Frame(name: "frame-\(number)") { () throws(PictureError) in frame })
    }
  }

  private mutating func noteDamage() {
    let (before, now) = (known, splitter.counts)
    known = now
    if now.torn > before.torn { feed.note(damaged: now.torn - before.torn, "a torn frame") }
    if now.tooLarge > before.tooLarge {
      let limit = FrameSplitter.usualLimit >> 20
      feed.note(damaged: now.tooLarge - before.tooLarge, "a frame of more than \(limit) MB")
    }
    if now.garbage > before.garbage { feed.note(damaged: 0, "bytes that are no JPEG or PNG") }
  }

  private mutating func end(_ problem: String?) {
    var frames: [[UInt8]] = []
    splitter.end { frames.append($0) }
    offer(frames)
    let isTorn = splitter.counts.torn > known.torn
    let count = number == 1 ? "1 frame" : "\(number) frames"
    let how =
      problem.map { "it cannot be read on (\($0))" } ?? (isTorn ? "it ended in the middle of one" : "it has ended")
    feed.tell(.ended("\(feed.sourceName): \(count), then \(how)\(number > 0 ? "; the last one stays" : "")"))
  }
}
