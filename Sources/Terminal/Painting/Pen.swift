import Canvas

/// Writes what changes one ink into another, in as few bytes as that takes.
struct Pen {
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
    forEachRendition(from: ink, to: next) { append($0) }
    ink = next
  }

  /// The bytes that ``take(_:)`` would write between two glyphs.
  func cost(from old: Ink, to next: Ink) -> Int {
    if old == next { return 0 }
    var cost = 0
    var wasMergeable = false
    forEachRendition(from: old, to: next) { rendition in
      // A sequence that follows another gives up `ESC [`, and `m` becomes a semicolon.
      cost += rendition.bytes.count - (wasMergeable && rendition.isMergeable ? 2 : 0)
      wasMergeable = rendition.isMergeable
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

  private func forEachRendition(from old: Ink, to next: Ink, _ body: (Rendition) -> Void) {
    var old = old
    let losesForeground = next.foreground == Ink.ownColor && old.foreground != Ink.ownColor
    let losesBackground = next.background == Ink.ownColor && old.background != Ink.ownColor
    // Attributes are switched off all together: bold has no capability that would do it alone.
    if next == .plain || !next.attributes.isSuperset(of: old.attributes)
      || ((losesForeground || losesBackground) && !capabilities.resetsColorsAlone)
    {
      body(capabilities.plain)
      old = .plain
    }
    for (attribute, rendition) in capabilities.attributes
    where next.attributes.contains(attribute) && !old.attributes.contains(attribute) {
      body(rendition)
    }
    if next.foreground != old.foreground { body(capabilities.foreground(next.foreground)) }
    if next.background != old.background { body(capabilities.background(next.background)) }
  }
}
