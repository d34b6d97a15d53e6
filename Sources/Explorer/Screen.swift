import Cells
import Pictures
import Pose

/// What the person looks at, and with what.
public struct Screen: Sendable {
  public internal(set) var size: Size
  public let appearance: Appearance
  public internal(set) var cursor: Cursor
  public internal(set) var focus = Panel.network
  public internal(set) var zoom = Zoom.none
  public internal(set) var look = Look.step
  /// Of what the knowledge map tells.
  public internal(set) var knowledge = KnowledgeSource.set
  /// Where the map cursor stands, as shares of a map's width and height: the same place in every stream.
  public internal(set) var mapCursor = PicturePoint(x: 0.5, y: 0.5)
  public internal(set) var channel = 0
  public internal(set) var selectedItem = 0
  /// How many lines of a list of costs are above what is shown.
  var scroll = 0
  public internal(set) var isEditingBox = false
  /// What was looked at before the box of another person was begun; nil while none is.
  var beforeNewBox: NewBox?
  /// What of the box the mouse has taken hold of.
  var boxHandle: BoxHandle?
  public internal(set) var capturesMouse = true
  /// What was pressed last, for those who watch.
  var stroke: Stroke?
  var photograph: Photograph?

  init(size: Size, appearance: Appearance, cursor: Cursor) {
    (self.size, self.appearance, self.cursor) = (size, appearance, cursor)
  }
}

/// Where another person's box was begun.
struct NewBox: Sendable {
  let personIndex: Int
  let box: Box
}

/// Where a person is in the network.
public struct Cursor: Hashable, Sendable {
  /// Index into `Network.columns`.
  public var column: Int
  /// The stream; on an exchange unit, the destination of the edge.
  public var stream: Int
  /// On an exchange unit, the source of the edge.
  public var source: Int
  /// How many layers of the column's units are still to run.
  public var layersLeft = 0
  /// Whether it stands above the streams, on the heading of the column's stage.
  public var isOnHeading = false
}

/// A key that was pressed, and what it does.
struct Stroke: Sendable {
  let key: String
  let help: String
}

/// How much of the screen the focused panel has.
public enum Zoom: Sendable {
  case none
  /// The whole screen.
  case panel
  /// The whole screen for the stream under the cursor alone.
  case stream
}
