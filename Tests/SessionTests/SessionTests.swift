import TestSupport
import Testing

/// Whole sessions of the program in a terminal: as many at once as wait for programs.
@Suite(
  "Sessions in a terminal", .waitsForPrograms, .enabled(if: TerminalSession.isPossible, TerminalSession.absence))
struct SessionTests {}
