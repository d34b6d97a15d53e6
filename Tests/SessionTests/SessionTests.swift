import Testing

/// Whole sessions of the program in a terminal. One after another: each has both cores while it waits for a screen.
@Suite(
  "Sessions in a terminal", .serialized, .enabled(if: TerminalSession.isPossible, TerminalSession.absence))
struct SessionTests {}
