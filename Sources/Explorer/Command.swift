/// Everything a person can do, by name, in the order help shows it. `Command+Table.swift` says what is to be known of each.
public enum Command: String, CaseIterable, Sendable {
  case stepForward, stepBack, moduleForward, moduleBack, rewind, finish, grain
  case streamUp, streamDown, play, faster, slower
  case cut, gainDown, gainUp, cutRow, keepOnly, cutStream, contribution
  case cutFinal, cutAcross, cutWithin
  case undo, redo, reset
  case sweep, preset
  case pin, letGo
  case mapMode, previousMapMode, nextChannel, previousChannel, inspect
  case pictureLayer, previousPictureLayer
  case head, readOut, otherReader, trace, occlude
  case decode, geometry, cost, confusion, resolutions
  case knowledge, versions
  case groundTruth, nextJoint, previousJoint, sortJoints
  case enter, back, focusNext, focusPrevious, zoom, presenter
  case openPicture, nextPerson, editBox, newBox, saveBoxes
  case lesson, nextPage, previousPage
  case write, forget
  case help, palette, mouse, redraw, suspend, quit
}

extension Command {
  /// The name in key files and in the palette: `step-forward`.
  public var name: String {
    rawValue.reduce(into: "") { name, letter in name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }

  /// A command by `name`.
  public init?(name: String) {
    guard let command = Self.byName[name] else { return nil }
    self = command
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
