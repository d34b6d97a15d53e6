/// A picture as the labels of a set mean it. Some people label pictures as they are stored, others as a viewer shows
/// them, turned by their EXIF orientation; which of the two, the size in the set shows.
public struct LabelledPicture: Sendable {
  /// What is known of the orientation that the labels are for, where it matters.
  public enum Turn: String, Codable, Sendable {
    /// The size in the set is that of the picture as stored: it is not turned.
    case stored
    /// No size, or one that is the same in both: turned, as viewers show it. Half turns and mirrored pictures.
    case assumed
  }

  public let picture: Picture
  /// Nil for a picture that is upright as it is stored, or turned as the set's size says.
  public let turn: Turn?

  /// Reads a file as `Picture(contentsOf:)` does, turned or not as the labels want it.
  ///
  /// - Parameter size: what the set says; nil where it says nothing.
  /// - Throws: `PictureError`, also where the picture has that size neither turned nor as stored.
  public init(contentsOf path: String, size: PictureSize?) throws(PictureError) {
    var turn: Turn?
    picture = try Picture(decoding: Picture.bytes(ofFile: path), name: path) {
      stored, orientation throws(PictureError) in
      let turned = orientation >= 5 ? PictureSize(width: stored.height, height: stored.width) : stored
      let fits = (turned: size.map { $0 == turned } ?? true, stored: size.map { $0 == stored } ?? true)
      guard fits.turned || fits.stored else {
        throw PictureError(path: path, reason: .otherSize(turned, labelled: size ?? turned))
      }
      if orientation != 1, fits.stored { turn = fits.turned ? .assumed : .stored }
      return fits.turned
    }
    self.turn = turn
  }
}
