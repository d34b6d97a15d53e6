import Platform

/// Standard input where something else than keys comes from it.
public enum StandardInput {
  /// Gives what comes from standard input a descriptor of its own, and makes the terminal that the program was started from
  /// standard input: keys come from there, and ``Terminal`` finds everything as usual.
  ///
  /// - Returns: the descriptor of the pipe or file that standard input was.
  /// - Throws: ``TerminalError`` where standard input is the terminal, or there is none.
  public static func replaceByTerminal() throws(TerminalError) -> Int32 {
    guard isatty(STDIN_FILENO) == 0 else { throw .noPipe }
    let pipe = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    guard pipe >= 0 else { throw .noPipe }
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0, dup2(terminal, STDIN_FILENO) == STDIN_FILENO else {
      close(pipe)
      throw .noTerminalForKeys
    }
    close(terminal)
    return pipe
  }
}
