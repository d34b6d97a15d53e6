import Foundation

/// A program that has ended.
public struct Finished: Sendable {
  /// The exit status, or the negative number of the signal that ended the program.
  public let status: Int32
  public let output: Data
  public let errors: Data

  public var outputText: String { String(decoding: output, as: UTF8.self) }
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs programs and waits for their end.
///
/// With `posix_spawn(3)`: Foundation's `Process` on Linux holds a program for running as long as any of its
/// descendants lives, such as the server that the first call of tmux leaves behind.
public enum Subprocess {
  /// The program under test, which stands beside the executable of the tests.
  public static let hrscope: String = {
    let links = ["/proc/self/exe"] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
    let folders = links.map { URL(filePath: $0).resolvingSymlinksInPath().deletingLastPathComponent() }
    let paths = folders.map { $0.appending(path: "hrscope").path() }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "hrscope"
  }()

  /// Runs a program with nothing on its standard input.
  ///
  /// What it writes goes to files: unlike pipes, they never fill up.
  ///
  /// - Parameters:
  ///   - executable: a path.
  ///   - environment: replaces that of the tests; by default it is handed on.
  ///   - timeout: in seconds; after it the program is killed.
  /// - Throws: `SubprocessError` where the program cannot be started or does not end in time.
  public static func run(
    _ executable: String, _ arguments: [String], environment: [String: String]? = nil, timeout: Double = 60
  ) throws -> Finished {
    try withTemporaryFolder { folder in
      let command = [executable] + arguments
      let process = try start(
        command, environment: environment ?? ProcessInfo.processInfo.environment, output: folder + "output",
        errors: folder + "errors")
      guard let status = wait(for: process, timeout: timeout) else {
        throw SubprocessError(command: command, reason: "still running after \(timeout) s")
      }
      return Finished(
        status: status, output: try Data(contentsOf: URL(filePath: folder + "output")),
        errors: try Data(contentsOf: URL(filePath: folder + "errors")))
    }
  }

  private static func start(
    _ command: [String], environment: [String: String], output: String, errors: String
  ) throws -> pid_t {
    try start(command, environment: environment) { files in
      posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
      posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
    }
  }

  /// Starts a program in a terminal, which becomes that of its session.
  static func start(_ command: [String], environment: [String: String], terminal: String) throws -> pid_t {
    try start(command, environment: environment, inSessionOfItsOwn: true) { files in
      posix_spawn_file_actions_addopen(&files, STDIN_FILENO, terminal, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO)
      posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO)
    }
  }

  private static func start(
    _ command: [String], environment: [String: String], inSessionOfItsOwn: Bool = false,
    _ prepare: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    prepare(&files)

    // The threads that run tests block signals, which a program would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // POSIX_SPAWN_SETSID, which glibc declares for programs that ask for its extensions.
    let session: Int32 = inSessionOfItsOwn ? 0x80 : 0
    posix_spawnattr_setflags(&attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | session))

    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, command[0], &files, &attributes, &arguments, &variables)
    guard code == 0 else { throw SubprocessError(command: command, reason: String(cString: strerror(code))) }
    return process
  }

  /// The status of a process when it has ended; nil where it had to be killed.
  private static func wait(for process: pid_t, timeout: Double) -> Int32? {
    let deadline = Date(timeIntervalSinceNow: timeout)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard Date.now < deadline else {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        return nil
      }
      usleep(1000)
    }
    return unpacked(status)
  }

  /// As wait(2) packs it: the signal in the low seven bits, the exit status in the second byte.
  static func unpacked(_ status: Int32) -> Int32 {
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : -signal
  }
}

/// A program that could not be run.
public struct SubprocessError: Error, CustomStringConvertible {
  let command: [String]
  let reason: String

  public var description: String { "\(command.joined(separator: " ")): \(reason)" }
}

/// Runs `body` with a folder of its own, whose path ends in a slash, and deletes the folder afterwards.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try makeTemporaryFolder()
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// A new empty folder; the path ends in a slash. Short, since the path of a socket must not be long.
public func makeTemporaryFolder() throws -> String {
  let name = "hrscope-test-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
  let folder = FileManager.default.temporaryDirectory.appending(path: name, directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder.path()
}
