import Cells

/// Writes what changes one ink into another, in as few bytes as that takes.
struct Pen {
  /// A step from one ink to another, which has a sequence of its own.
  enum Change {
    /// Everything off.
    case plain
    /// An attribute on, by its place in `Capabilities.attributes`.
    case attribute(Int)
    case foreground(Int32)
    case background(Int32)
  }

  let capabilities: Capabilities
  /// What was written so far.
  private(set) var bytes: [UInt8] = []
  /// How the terminal paints now.
  private(set) var ink = Ink.plain
  /// True if the last bytes are `ESC [ … m`, to which further parameters may be added.
  private var endsInRendition = false

  init(_ capabilities: Capabilities) { self.capabilities = capabilities }

  mutating func write(_ text: [UInt8]) {
    bytes += text
    endsInRendition = false
  }

  /// Changes the ink.
  mutating func take(_ next: Ink) {
    guard next != ink else { return }
    let capabilities = capabilities
    forEachChange(from: ink, to: next) { append(capabilities.rendition($0)) }
    ink = next
  }

  /// The bytes that ``take(_:)`` would write between two glyphs.
  func cost(from old: Ink, to next: Ink) -> Int {
    if old == next { return 0 }
    var cost = 0
    var wasMergeable = false
    forEachChange(from: old, to: next) { change in
      let (bytes, isMergeable) = capabilities.measure(change)
      // A sequence that follows another gives up `ESC [`, and `m` becomes a semicolon.
      cost += bytes - (wasMergeable && isMergeable ? 2 : 0)
      wasMergeable = isMergeable
    }
    return cost
  }

  private mutating func append(_ rendition: Rendition) {
    if endsInRendition, rendition.isMergeable {
      bytes[bytes.count - 1] = UInt8(ascii: ";")
      bytes += rendition.bytes.dropFirst(2)
    } else {
      bytes += rendition.bytes
    }
    endsInRendition = rendition.isMergeable
  }

  private func forEachChange(from old: Ink, to next: Ink, _ body: (Change) -> Void) {
    var old = old
    let losesForeground = next.foreground == Ink.ownColor && old.foreground != Ink.ownColor
    let losesBackground = next.background == Ink.ownColor && old.background != Ink.ownColor
    // Attributes are switched off all together: bold has no capability that would do it alone.
    if next == .plain || !next.attributes.isSuperset(of: old.attributes)
      || ((losesForeground || losesBackground) && !capabilities.resetsColorsAlone)
    {
      body(.plain)
      old = .plain
    }
    if next.attributes != old.attributes {
      for (index, entry) in capabilities.attributes.enumerated()
      where next.attributes.contains(entry.0) && !old.attributes.contains(entry.0) {
        body(.attribute(index))
      }
    }
    if next.foreground != old.foreground { body(.foreground(next.foreground)) }
    if next.background != old.background { body(.background(next.background)) }
  }
}
