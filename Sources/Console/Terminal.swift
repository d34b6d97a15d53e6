import CNcurses
import CSignals
import Cells
import Platform

/// The one owner of the terminal at standard input and output, from `init` to ``close()``.
///
/// Shows canvases and reports keys and signals. It neither waits nor loops: whoever owns it polls
/// ``fileDescriptors`` and then calls ``readEvents()``. Curses keeps its state in global variables, so there is at
/// most one terminal at a time, and all calls come from the thread that made it; the class is not `Sendable`.
///
/// On every way out the terminal is left as it was found: by `close`, by `exit`, by a crash and by every signal.
public final class Terminal {
  /// The extent of the screen, in cells. Changes only in ``readEvents()`` and ``suspend()``.
  public internal(set) var size: Size
  /// What the terminal can show.
  public let appearance: Appearance

  let signals: Signals
  let saved: SavedTerminal
  private let screen: OpaquePointer
  /// Keys are read through a window of their own, never shown: reading from the one on the screen repaints it.
  let keyboard: UnsafeMutablePointer<WINDOW>
  var decoder: InputDecoder
  var isOpen = true
  var inputHasEnded = false

  var painter: Painter
  /// True if the terminal ignores sequences of ECMA-48 that it does not know.
  private let ignoresUnknownModes: Bool

  /// True while the terminal reports the mouse, instead of selecting text with it. False at first, and always where
  /// asking might do harm.
  public var isMouseCaptured = false {
    didSet {
      if isMouseCaptured && !(isOpen && ignoresUnknownModes) { isMouseCaptured = false }
      guard isMouseCaptured != oldValue else { return }
      send(Array((isMouseCaptured ? MouseReport.start : MouseReport.stop).utf8))
      armForCrash()
    }
  }

  /// Takes the terminal over: raw keys, a blank screen, no cursor.
  ///
  /// - Parameters:
  ///   - characters: what it shows, instead of what the environment says.
  ///   - colors: the same of its colours.
  /// - Throws: ``TerminalError`` if the streams are no terminal or one that cannot show a screen. The terminal is
  ///   then as before.
  public init(characters: CharacterSet? = nil, colors: ColorDepth? = nil) throws(TerminalError) {
    let characters =
      characters ?? CharacterSet(environment: Self.environment, installed: CharacterSet.ofInstalledLocale)
    // Before curses, which asks the locale how to write.
    let knowsWidths = characters.adopt()
    try Self.checkStreams()
    saved = try SavedTerminal()
    signals = try Signals()
    guard let screen = hrs_newterm() else {
      hrs_signals_close()
      throw .unusableType(TerminalError.Problem(type: Self.environment("TERM"), defect: .noEntry))
    }
    self.screen = screen
    // Curses has installed handlers of its own.
    hrs_signals_install()

    raw()
    noecho()
    nonl()
    curs_set(0)
    guard let keyboard = newpad(1, 1) else {
      endwin()
      delscreen(screen)
      hrs_signals_close()
      throw .system(operation: "allocating a window", code: ENOMEM)
    }
    self.keyboard = keyboard
    keypad(keyboard, true)
    // Curses would take the start of a report off the rest of it.
    keyok(KEY_MOUSE, false)
    nodelay(keyboard, true)
    // How long a lone Escape waits for the rest of a sequence: over a slow line its bytes come apart.
    set_escdelay(25)

    appearance = Appearance(
      depth: Self.colorDepth(colors), unicode: characters == .utf8,
      // The console's entries: linux, linux-16color, linux-m …
      hasConsoleFont: Self.environment("TERM")?.split(separator: "-").first == "linux")
    var capabilities = Capabilities(depth: appearance.depth)
    // Terminals are written for the same C library; it knows its locale, which the canvas does not ask.
    if knowsWidths { capabilities.columns = { Int(wcwidth(wchar_t(bitPattern: $0.value))) } }
    ignoresUnknownModes = capabilities.isControlSequenceTerminal
    painter = Painter(capabilities, appearance)
    decoder = InputDecoder(codes: CursesKeys.table(), isUTF8: appearance.unicode)
    size = Size(width: Int(getmaxx(hrs_screen())), height: Int(getmaxy(hrs_screen())))
    // Curses prefers LINES and COLUMNS of the environment, which may be those of another terminal.
    adoptSize()
    doupdate()
    armForCrash()
  }

  deinit { close() }

  /// Standard input, while keys may come, and the pipe of signals: one of them is readable when
  /// ``readEvents()`` has something to tell.
  public var fileDescriptors: [Int32] {
    guard isOpen else { return [] }
    return inputHasEnded ? [signals.fileDescriptor] : [STDIN_FILENO, signals.fileDescriptor]
  }

  /// Gives the terminal back as it was found. May be called again, and does nothing then.
  public func close() {
    guard isOpen else { return }
    isMouseCaptured = false
    isOpen = false
    endwin()
    delwin(keyboard)
    delscreen(screen)
    saved.restoreModes()
    hrs_signals_close()
  }

  /// Gives the terminal back, stops the program and its process group as Ctrl-Z does elsewhere, and takes the terminal
  /// over again when they are continued. The screen is blank then, and `size` may have changed.
  public func suspend() {
    guard isOpen else { return }
    if isMouseCaptured { send(Array(MouseReport.stop.utf8)) }
    endwin()
    hrs_signals_disarm()
    hrs_signals_stop()
    takeOverAgain()
  }

  /// Sets up the screen after somebody else had the terminal.
  func takeOverAgain() {
    adoptSize()
    invalidate()
    // Switches the modes and the screen now, so that keys struck before the next frame are read as ours.
    doupdate()
    if isMouseCaptured { send(Array(MouseReport.start.utf8)) }
    armForCrash()
  }

  /// Tells what a crash has to undo.
  private func armForCrash() {
    guard isOpen else { return }
    // A frame may have been cut short.
    let modes = (isMouseCaptured ? MouseReport.stop : "") + (ignoresUnknownModes ? Painter.endOfFrame : "")
    saved.armForCrash(rows: size.height, leaving: modes)
  }

  /// Takes over the extent that the terminal has now. True if it is another one.
  @discardableResult
  func adoptSize() -> Bool {
    var (rows, columns): (Int32, Int32) = (0, 0)
    hrs_window_size(STDOUT_FILENO, &rows, &columns)
    let now = Size(width: Int(columns), height: Int(rows))
    guard now.width > 0, now.height > 0, now != size else { return false }
    resizeterm(rows, columns)
    size = now
    invalidate()
    return true
  }
}

// What the streams and the environment say, before anything is changed.
extension Terminal {
  private static func checkStreams() throws(TerminalError) {
    if isatty(STDIN_FILENO) == 0 { throw .notATerminal(stream: "input") }
    if isatty(STDOUT_FILENO) == 0 { throw .notATerminal(stream: "output") }
    let type = environment("TERM")
    var problem = TerminalType.problem(with: type)
    if problem != nil { problem?.alternative = TerminalType.alternative(to: type, environment: environment) }
    if let problem { throw .unusableType(problem) }
  }

  /// Ends the program by a signal, as if nobody had handled it: whoever started it sees which. The terminal must be closed.
  public static func endProgram(by signal: Int32) -> Never { Signals.end(by: signal) }

  /// How many colours there are, of which terminfo is asked, so a screen must be open.
  ///
  /// - Parameter asked: what the person says.
  private static func colorDepth(_ asked: ColorDepth?) -> ColorDepth {
    guard hrs_capability("setaf") != nil, hrs_capability("setab") != nil else { return .none }
    let names = ["NO_COLOR", "COLORTERM", "XTERM_VERSION", "TMUX", "STY"]
    let pairs = names.compactMap { name in environment(name).map { (name, $0) } }
    let support = ColorSupport(
      type: environment("TERM") ?? "", colors: Int(hrs_number("colors")),
      entryIsDirect: hrs_has("RGB") || hrs_has("Tc"),
      usesRenditions: hrs_sequence("setaf", 1, 0).map { Rendition(SavedTerminal.withoutPadding(String(cString: $0))) }?
        .isMergeable ?? false,
      asked: asked, environment: Dictionary(uniqueKeysWithValues: pairs))
    return support.depth
  }

  /// A variable of the environment; `nil` if unset or empty.
  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
