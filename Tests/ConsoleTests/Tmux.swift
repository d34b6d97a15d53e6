import Foundation

/// A terminal for tests: a tmux server of its own with one pane, in which a shell runs.
final class Tmux {
  /// True if there is a tmux to drive.
  static let isAvailable = (try? run(["-V"])) != nil
  /// The program under test, built beside the tests.
  static let demo = Bundle.main.bundleURL.appending(path: "terminal-demo").path

  struct Failure: Error, CustomStringConvertible { var description: String }

  private let socket = FileManager.default.temporaryDirectory.appending(path: "hrs-\(UUID().uuidString.prefix(8))")

  /// Starts a shell in a terminal of `width × height` cells.
  init(term: String = "tmux-256color", locale: String = "C.UTF-8", width: Int = 80, height: Int = 16) throws {
    // Swift's backtraces would ask whoever sits at the terminal what to do.
    let quiet = "SWIFT_BACKTRACE=enable=no"
    let shell =
      "exec env -u NO_COLOR -u COLORTERM -u XTERM_VERSION -u STY \(quiet) PS1='ready> ' LC_ALL=\(locale) TERM=\(term) bash --norc --noprofile -i"
    try tmux(["-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)", shell])
    try wait { $0.contains("ready>") }
  }

  deinit {
    _ = try? tmux(["kill-server"])
    try? FileManager.default.removeItem(at: socket)
  }

  /// The text of the screen.
  var screen: String { get throws { try tmux(["capture-pane", "-p"]) } }

  /// A format of tmux(1), such as `#{cursor_flag}`.
  func ask(_ format: String) throws -> String {
    try tmux(["display-message", "-p", format]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Presses keys by their names in tmux.
  func press(_ keys: String...) throws { try press(keys) }

  /// Presses keys, or with `-H` as the first sends bytes by their hexadecimal numbers.
  func press(_ keys: [String]) throws { try tmux(["send-keys"] + keys) }

  /// Types a line for the shell and Return.
  func type(_ line: String) throws {
    try tmux(["send-keys", "-l", line])
    try press("Enter")
  }

  func resize(width: Int, height: Int) throws {
    try tmux(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// Waits until the screen looks as expected; fails after ten seconds with the screen in the message.
  @discardableResult
  func wait(for condition: (String) throws -> Bool) throws -> String {
    let deadline = Date(timeIntervalSinceNow: 10)
    while true {
      let now = try screen
      if try condition(now) { return now }
      guard Date() < deadline else { throw Failure(description: "The screen did not change as expected:\n\(now)") }
      usleep(20_000)
    }
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String { try Self.run(["-S", socket.path] + arguments) }

  private static func run(_ arguments: [String]) throws -> String {
    // Foundation's Process holds a child to live as long as its descendants, here the server it starts; and a pipe
    // would stay open as long.
    let output = FileManager.default.temporaryDirectory.appending(path: "hrs-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)

    // The threads of a test runner block signals, and a child inherits that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var words = (["tmux"] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var child: pid_t = 0
    guard posix_spawnp(&child, "tmux", &actions, &attributes, &words, environ) == 0 else {
      throw Failure(description: "tmux cannot be started")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    let text = try String(contentsOf: output, encoding: .utf8)
    guard status == 0 else { throw Failure(description: "tmux \(arguments.joined(separator: " ")): \(text)") }
    return text
  }
}
