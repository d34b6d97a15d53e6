import Cells
import Foundation
import TestSupport
import Testing

private let ffmpeg = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .map { "\($0)/ffmpeg" }.first { FileManager.default.isExecutableFile(atPath: $0) }

extension SessionTests {
  @Suite("Live pictures", .enabled(if: ffmpeg != nil, "needs ffmpeg"))
  struct LiveTests {
    private static let pictures = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../SampleImages").standardized.path()
    private static let runner = pictures + "/01-runner.jpg"

    /// A clip of a sample picture, panned and zoomed, at ten frames a second into a pipe; who writes it notes its process.
    private static func clip(_ session: TerminalSession) throws -> String {
      let ffmpeg = try #require(ffmpeg)
      let pan = "zoompan=z='1.1+0.1*sin(on/20)':x='20+20*sin(on/10)':y='20+20*cos(on/10)':d=1:s=480x640:fps=10"
      let script =
        "echo $$ >\(session.path(of: "source"))\nexec \(ffmpeg) -nostdin -loglevel quiet -re -loop 1 -framerate 10 "
        + "-i \(runner) -vf \"\(pan)\" -t 120 -f image2pipe -c:v mjpeg -q:v 5 -\n"
      try Data(script.utf8).write(to: URL(filePath: session.path(of: "clip")))
      return "sh \(session.path(of: "clip")) |"
    }

    private static func source(_ session: TerminalSession) throws -> pid_t {
      let text = try String(contentsOf: URL(filePath: session.path(of: "source")), encoding: .utf8)
      return try #require(pid_t(text.trimmingCharacters(in: .newlines)))
    }

    /// The number of the frame that is shown.
    private static func number(_ screen: Screen) -> Int? {
      screen.text.firstMatch(of: #/frame-(\d+)/#).flatMap { Int($0.1) }
    }

    @Test("a clip from ffmpeg is followed with a cut in force; ffmpeg stalls, goes on, and is killed")
    func clip() throws {
      let session = try TerminalSession(Size(width: 160, height: 50))
      try session.launch(try Self.clip(session), arguments: "--frames - --cut final")
      let first = try session.waitForScreen("frames") { $0.contains("frames/s") && Self.number($0) != nil }
      let number = try #require(Self.number(first))
      let later = try session.waitForScreen("later frames") { (Self.number($0) ?? 0) > number + 5 }
      #expect(later.contains("nodes again"))
      try session.press("Space")
      let held = try session.waitForScreen("a frame to stay on") { $0.contains("staying") }
      try session.press("1")
      try session.waitForScreen("the frame joined again") { $0.meanShift == 0 && Self.number($0) == Self.number(held) }
      try session.press("1")
      try session.press("Space")
      try session.waitForScreen("newer frames") {
        (Self.number($0) ?? 0) > (Self.number(held) ?? 0) && $0.contains("/s")
      }

      let source = try Self.source(session)
      kill(source, SIGSTOP)
      try session.waitForScreen("silence") { $0.contains("no frame for 2 s") }
      let ticks = try session.programTicks()
      Thread.sleep(forTimeInterval: 2)
      #expect(try session.programTicks() - ticks <= 4)
      kill(source, SIGCONT)
      try session.waitForScreen("frames after silence") { !$0.contains("no frame for") && $0.contains("frames/s") }
      kill(source, SIGKILL)
      try session.waitForScreen("the end") { $0.contains("the last one stays") }
      try session.press("Home")
      try session.waitForScreen("life after the end") { $0.step?.current == 1 && $0.contains("no more frames") }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    @Test("torn frames, garbage and a pipe that ends within a frame are survived and said")
    func torn() throws {
      let session = try TerminalSession(Size(width: 160, height: 50))
      let (runner, serve) = (Self.runner, Self.pictures + "/02-serve.jpg")
      let stream =
        "(cat \(runner); sleep 1; head -c 20000 \(runner); cat \(serve); sleep 8; echo hello; head -c 9000 \(runner)) |"
      try session.launch(stream, arguments: "--frames -")
      try session.waitForScreen("a torn frame") { $0.contains("1 damaged") && Self.number($0) == 2 }
      try session.waitForScreen("the end") { $0.contains("2 frames, then it ended in the middle of one") }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }

    @Test("a folder is played, followed, and may vanish")
    func folder() throws {
      let session = try TerminalSession(Size(width: 160, height: 50))
      let folder = session.path(of: "frames")
      let files = FileManager.default
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      func add(_ picture: String, _ name: String) throws {
        try files.copyItem(atPath: "\(Self.pictures)/\(picture)", toPath: "\(folder)/\(name)")
      }
      try add("02-serve.jpg", "f10.jpg")
      try add("01-runner.jpg", "f9.jpg")
      try Data("no picture".utf8).write(to: URL(filePath: folder + "/notes.txt"))
      try session.launch(arguments: "--frames \(folder)")
      try session.waitForScreen("the last frame") { $0.contains("f10.jpg") && $0.contains("no newer frame in frames") }
      try add("03-tree-pose.jpg", "f11.jpg")
      try session.waitForScreen("a new file") { $0.contains("f11.jpg") }
      try Data("\u{FF}\u{D8}".utf8).write(to: URL(filePath: folder + "/f12.jpg"))
      try session.waitForScreen("a file that is no picture") { $0.contains("f12.jpg: not a picture") }
      try files.removeItem(atPath: folder)
      try session.waitForScreen("the folder gone") { $0.contains("cannot be read") && $0.contains("f11.jpg") }
      try session.press("Left")
      try session.waitForScreen("life without it") { $0.step?.current == 30 }
      try session.press("q")
      #expect(try session.exitStatus() == 0)
    }
  }
}
