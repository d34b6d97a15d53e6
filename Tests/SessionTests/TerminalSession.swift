import Cells
import Foundation
import TestSupport
import Testing

/// A shell in a real terminal: a tmux server of its own, with one window and no status line.
///
/// The shell is `sh`. On Debian that is dash, which neither edits lines nor repairs the modes of the terminal behind a
/// program that stopped or died, so that what it finds is what the program left.
final class TerminalSession {
  static let absence: Comment = "needs tmux"
  static let isPossible = tmux != nil

  private static let tmux = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/tmux" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Longer than any reaction takes on a busy machine; the tests go on as soon as they see what they wait for.
  static let patience = 20.0

  /// A folder for this session alone; the path ends in a slash.
  private let folder: String
  private let socket: String
  private let tty: String

  /// Opens a terminal and waits for the shell's prompt.
  init(_ size: Size = Size(width: 120, height: 40)) throws {
    folder = try makeTemporaryFolder()
    socket = URL(filePath: folder).lastPathComponent
    // Writes down its process before it becomes the program.
    let script = "echo $$ >\(folder)pid\nexec \(Subprocess.hrscope) \"$@\"\n"
    try Data(script.utf8).write(to: URL(filePath: folder + "run"))
    // The same prompt for everybody: root has another one by itself.
    try Data("PS1='$ '\n".utf8).write(to: URL(filePath: folder + "profile"))
    let start = [
      "start-server", ";", "set-option", "-g", "default-terminal", "tmux-256color", ";",
      "set-option", "-g", "status", "off", ";",
      "new-session", "-d", "-x", "\(size.width)", "-y", "\(size.height)", "exec /bin/sh -i", ";",
      // Should the tests be killed, nothing stays behind for long.
      "run-shell", "-b", "-d", "300", "-C", "kill-server", ";",
      "display-message", "-p", "#{pane_tty}",
    ]
    tty = try Self.tmux(start, folder: folder, socket: socket).trimmingCharacters(in: .newlines)
    try waitForScreen("the shell's prompt") { $0.isAtPrompt }
  }

  deinit {
    _ = try? tmux("kill-server")
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: - Typing

  /// Types a line at the shell's prompt.
  func type(_ line: String) throws {
    try tmux("send-keys", "-l", line)
    try tmux("send-keys", "Enter")
  }

  /// Presses keys, by tmux's names, all at once. Never a key right behind Escape: the two would be Alt with that key.
  func press(_ keys: String..., times: Int = 1) throws {
    try tmux(["send-keys", "-N", "\(times)"] + keys)
  }

  /// Starts the program from the shell, which will print its status.
  ///
  /// - Parameters:
  ///   - assignments: in front of the command, such as `NO_COLOR=1`.
  ///   - arguments: behind it, redirections too.
  func launch(_ assignments: String = "", arguments: String = "") throws {
    // Read by the shell and not executed itself: a child that another test is starting may still hold the file open.
    try type("\(assignments) sh \(folder)run \(arguments); echo status=$?")
  }

  /// Starts the program and waits for the screen that shows the finished pass.
  @discardableResult
  func launchToFirstScreen(
    _ assignments: String = "", arguments: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Screen {
    try launch(assignments, arguments: arguments)
    return try waitForScreen("the first screen", sourceLocation: sourceLocation) { $0.isFirstScreen }
  }

  // MARK: - Looking

  /// What the terminal shows.
  ///
  /// - Parameter styled: with the control sequences for attributes and colours.
  func screen(styled: Bool = false) throws -> Screen {
    Screen(text: try tmux(["capture-pane", "-p"] + (styled ? ["-e"] : [])))
  }

  /// Waits until the screen satisfies a predicate, and returns that screen.
  ///
  /// - Throws: `SessionError` with the last screen where that takes too long.
  @discardableResult
  func waitForScreen(
    _ what: String, timeout: Double = patience, sourceLocation: SourceLocation = #_sourceLocation,
    _ predicate: (Screen) -> Bool
  ) throws -> Screen {
    var last = Screen(text: "")
    let isSatisfied = try Self.poll(timeout: timeout) {
      last = try screen()
      return predicate(last)
    }
    guard isSatisfied else {
      throw SessionError(what: what, timeout: timeout, screen: last, location: sourceLocation)
    }
    return last
  }

  /// Waits for the status that the shell prints when the program has ended or stopped.
  ///
  /// - Parameter name: the word in front of the status.
  func exitStatus(
    _ name: String = "status", timeout: Double = patience, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int? {
    var status: Int?
    try waitForScreen("the end of the program", timeout: timeout, sourceLocation: sourceLocation) { screen in
      // Where a terminal has one screen only, the line may go on with what the program left there.
      status =
        screen.lines.lazy.compactMap { line in
          line.hasPrefix(name + "=") ? Int(line.dropFirst(name.count + 1).prefix(while: \.isNumber)) : nil
        }.first
      return status != nil && screen.isAtPrompt
    }
    return status
  }

  /// The modes of the terminal, as `stty` tells them.
  func modes() throws -> String {
    try Subprocess.run("/bin/stty", ["-F", tty, "-a"]).outputText
  }

  var isAlternateScreen: Bool { get throws { try flag("alternate_on") } }
  var isCursorVisible: Bool { get throws { try flag("cursor_flag") } }

  private func flag(_ name: String) throws -> Bool {
    try tmux("display-message", "-p", "#{\(name)}").hasPrefix("1")
  }

  // MARK: - Around the terminal

  func resize(_ width: Int, _ height: Int) throws {
    try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  /// Path of a file in the session's own folder.
  func path(of file: String) -> String { folder + file }

  /// The process of the program.
  var program: Int32 {
    get throws {
      let text = try String(contentsOf: URL(filePath: folder + "pid"), encoding: .utf8)
      return try #require(Int32(text.trimmingCharacters(in: .newlines)))
    }
  }

  /// Time that the program has computed until now, all threads together, in ticks of the system's clock (10 ms).
  func programTicks() throws -> Int {
    let stat = try String(contentsOf: URL(filePath: "/proc/\(try program)/stat"), encoding: .utf8)
    // The name in parentheses may hold anything; utime and stime are fields 14 and 15, the state behind the name is 3.
    let fields = try #require(stat.split(separator: ")").last).split(separator: " ")
    return try #require(Int(fields[11])) + #require(Int(fields[12]))
  }

  /// Asks again and again until the answer is yes; false if that takes too long.
  static func poll(timeout: Double = patience, _ isDone: () throws -> Bool) throws -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeout)
    while true {
      let isLast = Date.now >= deadline
      if try isDone() { return true }
      if isLast { return false }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    try Self.tmux(arguments, folder: folder, socket: socket)
  }

  private static func tmux(_ arguments: [String], folder: String, socket: String) throws -> String {
    // What the person who runs the tests prefers must not matter.
    let environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": folder, "TMUX_TMPDIR": folder,
      "LC_ALL": "C.UTF-8", "ENV": folder + "profile",
    ]
    let result = try Subprocess.run(
      try #require(tmux), ["-u", "-L", socket, "-f", "/dev/null"] + arguments, environment: environment)
    try #require(result.status == 0, "tmux \(arguments): \(result.errorText)")
    return result.outputText
  }
}

/// Something that did not appear on the screen in time.
struct SessionError: Error, CustomStringConvertible {
  let what: String
  let timeout: Double
  let screen: Screen
  let location: SourceLocation

  var description: String {
    "\(location.fileID):\(location.line): waited \(timeout) s for \(what); the screen shows\n\(screen.text)"
  }
}
