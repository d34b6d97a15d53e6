import Checkpoints
import Embedded
import Explorer
import HRNet
import Pictures
import Pose

/// What the program carries in itself, so that it works with no file beside it.
public enum EmbeddedFiles {
  /// The default model.
  ///
  /// - Parameter upsampling: instead of its own.
  /// - Throws: `CheckpointError` if the program was built with a damaged file.
  public static func model(upsampling: Upsampling? = nil) throws(CheckpointError) -> Checkpoint {
    try Checkpoint(
      FileBytes(embedded: bytes(of: hrs_embedded_model())), name: "embedded model", upsampling: upsampling)
  }

  /// The name of the default picture; the file stands in `SampleImages`.
  public static let pictureName = "01-runner.jpg"

  /// The default picture and the people in it.
  ///
  /// - Throws: `PictureError` or `SideCarError` if the program was built with damaged files.
  public static func scene() throws -> Scene {
    Scene(
      picture: try Picture(decoding: Array(bytes(of: hrs_embedded_picture())), name: pictureName),
      name: pictureName, path: nil,
      people: try SideCar.people(decoding: Array(bytes(of: hrs_embedded_people())), name: pictureName))
  }

  /// The lessons, in the order of a course.
  public static let lessons: [NamedLesson] = (0..<hrs_embedded_lesson_count()).compactMap { index in
    let name = String(cString: hrs_embedded_lesson_name(index))
    let text = String(decoding: bytes(of: hrs_embedded_lesson(index)), as: UTF8.self)
    return (try? Lesson(text)).map { NamedLesson(name: name, $0) }
  }

  private static func bytes(of embedded: hrs_embedded) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: embedded.bytes, count: embedded.count)
  }
}
