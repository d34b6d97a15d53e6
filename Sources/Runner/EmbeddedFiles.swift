import Checkpoints
import Embedded
import Pose

/// What the program carries in itself, so that it works with no file beside it.
public enum EmbeddedFiles {
  /// The default model.
  ///
  /// - Throws: `CheckpointError` if the program was built with a damaged file.
  public static func model() throws(CheckpointError) -> Checkpoint {
    try Checkpoint(FileBytes(embedded: bytes(of: hrscope_embedded_model())), name: "embedded model")
  }

  /// The name of the default picture; the file stands in `SampleImages`.
  public static let pictureName = "01-runner.jpg"

  public static func picture() throws(PictureError) -> Picture {
    try Picture(decoding: Array(bytes(of: hrscope_embedded_picture())), name: pictureName)
  }

  /// The people in the default picture.
  public static func people() throws(SideCarError) -> [Person] {
    try SideCar.people(decoding: Array(bytes(of: hrscope_embedded_people())), name: pictureName)
  }

  private static func bytes(of embedded: hrscope_embedded) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: embedded.bytes, count: embedded.count)
  }
}
