import Cells

/// What a terminal has to tell.
public enum Event: Hashable, Sendable {
  /// A key was struck.
  case key(Key)
  /// Something was done with the mouse, while ``Terminal/isMouseCaptured``.
  case mouse(MouseEvent)
  /// The screen has another size now, and is blank.
  case resized(Size)
  /// The program is asked to end, by SIGINT, SIGTERM or SIGHUP.
  case terminate(signal: Int32)
  /// The program is asked to stop, by a SIGTSTP from outside: Ctrl-Z arrives as a key.
  case suspendRequested
  /// The program was stopped and goes on; the screen is blank.
  case resumed
  /// No key will ever come again. Reported once.
  case endOfInput
}
