import Cells

/// Turns canvases into the bytes that make a terminal show them. Knows what the screen shows already, and sends what
/// is different once the canvas has been reduced to what the terminal can show.
struct Painter {
  private let capabilities: Capabilities
  private let appearance: Appearance
  private var quantizer: ColorQuantizer
  /// The canvas before it was reduced; `nil` if nobody knows what the screen shows.
  private var shown: Canvas?
  /// The cells of the screen, row by row.
  private var cells: [Cell] = []

  /// A gap of more unchanged cells is jumped over without asking whether writing them again is shorter.
  private static let longestGap = 6
  /// Shorter frames arrive in one piece anyway.
  private static let synchronizedBytes = 1024
  /// Between these a frame is shown at once by terminals that have this mode; it is a private one, which others ignore.
  private static let startOfFrame = "\u{1B}[?2026h"
  static let endOfFrame = "\u{1B}[?2026l"

  /// - Parameter appearance: what canvases are reduced to; its depth is that of the capabilities.
  init(_ capabilities: Capabilities, _ appearance: Appearance) {
    precondition(capabilities.depth == appearance.depth)
    self.capabilities = capabilities
    self.appearance = appearance
    quantizer = ColorQuantizer(capabilities.depth)
  }

  /// Forgets what the screen shows: the next frame blanks it first.
  mutating func forget() { shown = nil }

  /// What to send for `frame`. Attributes and colours are off before and afterwards.
  mutating func bytes(for frame: Canvas) -> [UInt8] {
    var pen = Pen(capabilities)
    var cursor = Cursor(capabilities, width: frame.size.width)
    var old = shown
    if shown?.size != frame.size {
      // Attributes first: some terminals paint a blanked screen in their present colour.
      pen.write(capabilities.plain.bytes + capabilities.clear)
      cells = Array(repeating: .blank, count: frame.size.width * frame.size.height)
      old = nil
    }
    for run in frame.runs(differingFrom: old) { paint(run, of: frame, &pen, &cursor) }
    shown = frame
    if !pen.bytes.isEmpty { pen.take(.plain) }
    guard capabilities.isControlSequenceTerminal, pen.bytes.count >= Self.synchronizedBytes else { return pen.bytes }
    return Array(Self.startOfFrame.utf8) + pen.bytes + Array(Self.endOfFrame.utf8)
  }

  /// Paints the cells of `run` that are different still when they have been reduced.
  private mutating func paint(_ run: Canvas.Run, of frame: Canvas, _ pen: inout Pen, _ cursor: inout Cursor) {
    let new = frame.degraded(run, for: appearance, using: &quantizer)
    let first = run.y * frame.size.width + run.x
    let isLast = first + run.count == cells.count
    var start = 0
    while start < new.count {
      guard new[start] != cells[first + start] else {
        start += 1
        continue
      }
      var end = start + 1
      while end < new.count, new[end] != cells[first + end] { end += 1 }
      cells.replaceSubrange((first + start)..<(first + end), with: new[start..<end])
      let written = isLast && end == new.count && capabilities.scrollsAtEnd ? end - 1 : end
      if written > start {
        move(to: run.x + start, run.y, &pen, &cursor)
        write((first + start)..<(first + written), &pen)
        cursor.set(run.x + written, run.y)
      }
      start = end
    }
  }

  /// Moves the cursor; forward by writing again what stands between, if that is shorter than a jump.
  private func move(to x: Int, _ y: Int, _ pen: inout Pen, _ cursor: inout Cursor) {
    defer { cursor.set(x, y) }
    let jump = cursor.sequence(to: x, y)
    if let gap = cursor.columns(before: x, y), gap.count <= Self.longestGap {
      let row = y * cursor.width
      var trial = pen
      write((row + gap.lowerBound)..<(row + gap.upperBound), &trial)
      if trial.ink == pen.ink, trial.bytes.count - pen.bytes.count <= jump.count {
        pen = trial
        return
      }
    }
    if !capabilities.movesInAttributes { pen.take(.plain) }
    pen.write(jump)
  }

  /// Writes cells side by side.
  private func write(_ places: Range<Int>, _ pen: inout Pen) {
    let ways = cells[places].filter { !$0.isContinuation }.map { Stroke.ways(of: $0, capabilities) }
    for stroke in Stroke.cheapest(ways, for: pen) {
      pen.take(stroke.ink.settled(by: pen.ink))
      pen.write(stroke.text)
    }
  }
}
