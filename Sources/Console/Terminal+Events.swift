import CNcurses
import Cells
import Platform

extension Terminal {
  /// More keys than this are left for the next time, so that a large paste does not hold up the screen.
  private static let mostKeys = 4096

  /// What has happened since the last time, signals first. Does not wait, except 25 ms after a lone Escape.
  public func readEvents() -> [Event] {
    guard isOpen else { return [] }
    var events = signals.arrived().compactMap(event(ofSignal:))
    guard !inputHasEnded else { return events }
    for event in decoder.events(from: readInput()) { append(event, to: &events) }
    if standardInputHasEnded() {
      inputHasEnded = true
      events.append(.endOfInput)
    }
    return events
  }

  /// Adds what was read. Where the pointer has been while it was dragged on is old news, and so are reports that were
  /// under way when the mouse was given back.
  private func append(_ event: Event, to events: inout [Event]) {
    if case .mouse(let new) = event {
      guard isMouseCaptured else { return }
      if case .drag = new.kind, case .mouse(let old)? = events.last, old.kind == new.kind { events.removeLast() }
    }
    events.append(event)
  }

  private func event(ofSignal signal: Int32) -> Event? {
    switch signal {
    case SIGWINCH: return adoptSize() ? .resized(size) : nil
    case SIGTSTP: return .suspendRequested
    case SIGCONT:
      // A shell has had the terminal and changed its modes: leave it in curses' eyes, then enter it again.
      endwin()
      takeOverAgain()
      return .resumed
    default: return .terminate(signal: signal)
    }
  }

  private func readInput() -> [InputDecoder.Input] {
    var input: [InputDecoder.Input] = []
    while case let code = wgetch(keyboard), code != ERR {
      input.append(UInt8(exactly: code).map { .byte($0) } ?? .code(code))
      // Only where more waits outside: for what curses has read already, no descriptor would become readable.
      if input.count >= Self.mostKeys, hrs_readable_bytes(STDIN_FILENO) > 0 { break }
    }
    return input
  }

  /// True if standard input is at its end or its terminal has gone: readable, but with nothing in it.
  private func standardInputHasEnded() -> Bool {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, 0) == 1 else { return false }
    return descriptor.revents & Int16(POLLNVAL) != 0 || hrs_readable_bytes(STDIN_FILENO) <= 0
  }
}
