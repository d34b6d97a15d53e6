import CSignals
import Cells
import Platform

extension Terminal {
  /// Shows a canvas: sends what differs from the one before, once it is reduced to what the terminal can show.
  ///
  /// A canvas of another size than the screen is clipped on the right and at the bottom, or leaves the rest blank.
  public func present(_ canvas: Canvas) {
    guard isOpen else { return }
    var frame = canvas
    if frame.size != size {
      frame = Canvas(size: size)
      frame.draw(canvas, at: Point(x: 0, y: 0))
    }
    send(painter.bytes(for: frame))
  }

  /// Forgets what the screen shows: the next canvas is painted in full. For a screen that somebody else wrote on.
  public func invalidate() {
    painter.forget()
  }

  /// Sends bytes past curses, which keeps none back: it flushes whatever it writes at once.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { hrs_signals_write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // Somebody who shares the terminal made it non-blocking.
        var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        poll(&descriptor, 1, -1)
      } else if errno != EINTR {
        // The terminal has gone; reading will tell.
        return
      }
    }
  }
}
