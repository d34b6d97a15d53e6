import HRNet
import Pictures

extension ClassPlacement {
  /// Of a part of a picture that was resized to the input as it is, without padding. Of pixels outside nothing is said.
  ///
  /// - Precondition: the box is usable.
  public init(box: Box, of picture: PictureSize, input: InputSize) {
    precondition(box.isUsable, "a box that was resized encloses something")
    self.init(
      columns: Axis(count: picture.width, start: box.x, length: box.width, input: input.width),
      rows: Axis(count: picture.height, start: box.y, length: box.height, input: input.height),
      outside: ClassMap.nothing)
  }

  /// Of a pose network's crop, as the built-in body parts use it.
  ///
  /// - Parameter outside: the label of pixels outside of the crop; of the built-in parts background, 0.
  public init(crop: Crop, of picture: PictureSize, outside: UInt16 = 0) {
    let (first, next) = (crop.inputPoint(PicturePoint(x: 0, y: 0)), crop.inputPoint(PicturePoint(x: 1, y: 1)))
    self.init(
      columns: Axis(count: picture.width, scale: next.x - first.x, offset: first.x, margin: 0.5),
      rows: Axis(count: picture.height, scale: next.y - first.y, offset: first.y, margin: 0.5), outside: outside)
  }
}
