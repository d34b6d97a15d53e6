import Experiments
import Pictures
import Pose

extension Box {
  /// Where a person is to be looked for in the next frame: around the joints of the last one that are not lost, with room for
  /// what of a body lies outside of its joints, and for its next move.
  ///
  /// Nil where the person is lost: fewer than a third of the joints are found, or they lie on one place.
  init?(following pose: PoseReading) {
    let places = pose.joints.filter { !$0.isLost }.map(\.position).filter { $0.x.isFinite && $0.y.isFinite }
    guard places.count >= max(3, (pose.joints.count + 2) / 3), let left = places.map(\.x).min(),
      let right = places.map(\.x).max(), let top = places.map(\.y).min(), let bottom = places.map(\.y).max()
    else { return nil }
    let side = max(right - left, bottom - top)
    guard side >= Self.leastFollowed else { return nil }
    let room = side * Self.roomAround
    self.init(x: left - room, y: top - room, width: right - left + 2 * room, height: bottom - top + 2 * room)
  }

  /// In shares of the longer side of the joints' own box, on every side.
  private static let roomAround = 0.1
  /// In picture pixels: a person who is smaller is none.
  private static let leastFollowed = 8.0
}
