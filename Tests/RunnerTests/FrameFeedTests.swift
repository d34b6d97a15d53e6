import Explorer
import Files
import Foundation
import Pictures
import Synchronization
import TestSupport
import Testing

@testable import Runner

/// What a feed has said, and a way to wait for it.
private final class Answers: Sendable {
  private let all = Mutex<[Action]>([])

  func add(_ action: Action) { all.withLock { $0.append(action) } }

  var texts: [String] {
    all.withLock { $0 }.compactMap { action in
      switch action {
      case .told(let text), .live(.silent(let text)), .live(.ended(let text)): text
      default: nil
      }
    }
  }

  var frames: [LiveFrame] {
    all.withLock { $0 }.compactMap { if case .live(.frame(let frame, _)) = $0 { frame } else { nil } }
  }

  /// Waits; false where it takes too long.
  func wait(timeout: Double = 20, until isDone: (Answers) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeout)
    while !isDone(self) {
      guard Date.now < deadline else { return false }
      usleep(5000)
    }
    return true
  }
}

@Suite("Frames from a pipe", .waitsForPrograms)
struct FrameFeedTests {
  private static let jpegs = ["01-runner.jpg", "02-serve.jpg", "03-tree-pose.jpg"].map {
    (try? Data(contentsOf: URL(filePath: Shared.inRepository("SampleImages/" + $0)))).map(Array.init) ?? []
  }

  /// A feed of a pipe, and the pipe's other end.
  private func feed() throws -> (FrameFeed, Answers, FileHandle) {
    let (pipe, answers) = (Pipe(), Answers())
    let source = FrameSource(pipe: dup(pipe.fileHandleForReading.fileDescriptor), name: "pipe", person: nil)
    return (try FrameFeed(source) { answers.add($0) }, answers, pipe.fileHandleForWriting)
  }

  @Test("only the newest frame is kept; what it took the place of is counted")
  func newest() throws {
    let (feed, answers, end) = try feed()
    defer { feed.stop() }
    for index in 0..<30 { try end.write(contentsOf: Self.jpegs[index % 3]) }
    try end.close()
    #expect(answers.wait { $0.texts.contains { $0.hasPrefix("pipe: 30 frames, then it has ended") } })
    feed.request(after: 0, generation: 1)
    #expect(answers.wait { $0.frames.count == 1 })
    #expect(answers.frames[0].number == 30 && answers.frames[0].dropped == 29)
    #expect(answers.frames[0].scene.picture == (try Picture(decoding: Self.jpegs[2], name: "x")))
    // It was given already; but if it was given up, it is there once more.
    feed.request(after: 30, generation: 2)
    usleep(100_000)
    #expect(answers.frames.count == 1)
    feed.request(after: 29, generation: 3)
    #expect(answers.wait { $0.frames.count == 2 } && answers.frames[1].number == 30)
  }

  @Test("a question waits for the frame that comes")
  func waiting() throws {
    let (feed, answers, end) = try feed()
    defer { feed.stop() }
    feed.request(after: 0, generation: 1)
    try end.write(contentsOf: Self.jpegs[0].prefix(30_000))
    usleep(100_000)
    #expect(answers.frames.isEmpty)
    try end.write(contentsOf: Self.jpegs[0].dropFirst(30_000))
    #expect(answers.wait { $0.frames.count == 1 })
    #expect(answers.frames[0].number == 1 && answers.frames[0].dropped == 0)
  }

  @Test("while somebody stays on a frame, those that come are passed over and not dropped")
  func held() throws {
    let (feed, answers, end) = try feed()
    defer { feed.stop() }
    feed.request(after: 0, generation: 1)
    try end.write(contentsOf: Self.jpegs[0])
    #expect(answers.wait { $0.frames.count == 1 })
    feed.hold(true)
    for _ in 0..<5 { try end.write(contentsOf: Self.jpegs[1]) }
    try end.close()
    #expect(answers.wait { $0.texts.contains { $0.contains("6 frames") } })
    feed.hold(false)
    feed.request(after: 1, generation: 2)
    #expect(answers.wait { $0.frames.count == 2 })
    #expect(answers.frames[1].number == 6 && answers.frames[1].dropped == 0)
  }

  @Test("a frame that cannot be decoded is told, and the next one given")
  func damaged() throws {
    let (feed, answers, end) = try feed()
    defer { feed.stop() }
    feed.request(after: 0, generation: 1)
    var broken = Self.jpegs[0]
    // A Huffman table of nothing: the markers are sound, the data are not.
    let scan = try #require(broken.indices.dropLast().last { broken[$0] == 0xFF && broken[$0 + 1] == 0xDA })
    broken.replaceSubrange(scan + 20..<broken.count - 2, with: [UInt8](repeating: 0x55, count: 40))
    try end.write(contentsOf: broken)
    #expect(answers.wait { $0.texts.contains { $0.contains("frame-1") && $0.contains("passed over") } })
    try end.write(contentsOf: Self.jpegs[1])
    #expect(answers.wait { $0.frames.count == 1 })
    #expect(answers.frames[0].number == 2 && answers.frames[0].damaged == 1)
  }

  @Test("silence and an end within a frame are said once")
  func silence() throws {
    let (feed, answers, end) = try feed()
    defer { feed.stop() }
    try end.write(contentsOf: Self.jpegs[0] + Self.jpegs[1].prefix(1000))
    #expect(answers.wait { $0.texts == ["no frame for 2 s"] })
    usleep(2_500_000)
    #expect(answers.texts == ["no frame for 2 s"])
    try end.close()
    #expect(answers.wait { $0.texts.count == 2 })
    #expect(answers.texts.last == "pipe: 1 frame, then it ended in the middle of one; the last one stays")
  }

  @Test("a pipe in which nothing ever was, and one that is closed at once")
  func empty() throws {
    let (feed, answers, end) = try feed()
    defer { feed.stop() }
    try end.close()
    #expect(answers.wait { $0.texts == ["pipe: 0 frames, then it has ended"] })
    feed.request(after: 0, generation: 1)
    usleep(50_000)
    #expect(answers.frames.isEmpty)
  }
}

@Suite("Names with numbers in them")
struct NaturalOrderTests {
  @Test("numbers count as numbers")
  func order() {
    let names = [
      "a.jpg", "f1.jpg", "f01.jpg", "f2.jpg", "f9.jpg", "f10.jpg", "f10b.jpg", "f100.jpg", "f0101.jpg", "g.jpg",
      "g99999999999999999999999.jpg", "g100000000000000000000000.jpg",
    ]
    let sorted = names.shuffled().sorted(by: naturallyPrecedes)
    #expect(sorted.filter { $0 != "f01.jpg" } == names.filter { $0 != "f01.jpg" })
    for one in names {
      #expect(!naturallyPrecedes(one, one))
      for other in names where one != other {
        #expect(naturallyPrecedes(one, other) != naturallyPrecedes(other, one), "\(one) \(other)")
      }
    }
  }
}
