/// Something that was done with the mouse, as a terminal reports it: in cells.
public struct MouseEvent: Hashable, Sendable {
  /// A button that can be held.
  public enum Button: Hashable, Sendable { case left, middle, right }

  /// Where a wheel was turned to.
  public enum Direction: Hashable, Sendable { case up, down, left, right }

  /// What was done.
  public enum Kind: Hashable, Sendable {
    case press(Button)
    /// The button was let go, where the pointer is now.
    case release(Button)
    /// The pointer has entered another cell while the button is held.
    case drag(Button)
    case wheel(Direction)
  }

  /// The cell under the pointer; may lie outside of a screen that has become smaller meanwhile.
  public let position: Point
  /// What was done.
  public let kind: Kind
  /// Keys held down with it. With Shift most terminals keep the mouse to themselves, to select text.
  public let modifiers: Key.Modifiers

  /// An event.
  public init(_ kind: Kind, at position: Point, _ modifiers: Key.Modifiers = []) {
    self.kind = kind
    self.position = position
    self.modifiers = modifiers
  }
}

extension MouseEvent: CustomStringConvertible {
  /// For example `Ctrl-drag left 12,3`.
  public var description: String {
    let names: [(Key.Modifiers, String)] = [(.control, "Ctrl-"), (.alt, "Alt-"), (.shift, "Shift-")]
    let prefix = names.filter { modifiers.contains($0.0) }.map(\.1).joined()
    let action =
      switch kind {
      case .press(let button): "press \(button)"
      case .release(let button): "release \(button)"
      case .drag(let button): "drag \(button)"
      case .wheel(let direction): "wheel \(direction)"
      }
    return "\(prefix)\(action) \(position.x),\(position.y)"
  }
}

// Read back from session files.
extension MouseEvent {
  /// The event of a `description`; nil for other texts.
  public init?(_ description: String) {
    var words = description.words
    guard words.count == 3 else { return nil }
    var modifiers: Key.Modifiers = []
    let prefixes: [(Key.Modifiers, String)] = [(.control, "Ctrl-"), (.alt, "Alt-"), (.shift, "Shift-")]
    for (modifier, prefix) in prefixes where words[0].hasPrefix(prefix) {
      modifiers.insert(modifier)
      words[0].removeFirst(prefix.count)
    }
    let place = words[2].split(separator: ",", omittingEmptySubsequences: false).compactMap { Int($0) }
    let buttons: [String: Button] = ["left": .left, "middle": .middle, "right": .right]
    let directions: [String: Direction] = ["up": .up, "down": .down, "left": .left, "right": .right]
    let kind: Kind? =
      switch words[0] {
      case "press": buttons[words[1]].map(Kind.press)
      case "release": buttons[words[1]].map(Kind.release)
      case "drag": buttons[words[1]].map(Kind.drag)
      case "wheel": directions[words[1]].map(Kind.wheel)
      default: nil
      }
    guard let kind, place.count == 2, place.allSatisfy({ (0..<10_000).contains($0) }) else { return nil }
    self.init(kind, at: Point(x: place[0], y: place[1]), modifiers)
  }
}
