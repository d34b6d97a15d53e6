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

  /// What the default model, as it is, loses over the hundred pictures of `lsp-100` (`Documentation/Findings.md`, and a test
  /// that measures it).
  public static let ablation = SetAblation(
    set: "lsp-100", pck: [.finalOnly: 4.93, .finalAndAcross: 20.79, .all: 77.86])

  /// The lessons, in the order of a course.
  public static let lessons: [NamedLesson] = (0..<hrs_embedded_lesson_count()).compactMap { index in
    let name = String(cString: hrs_embedded_lesson_name(index))
    let text = String(decoding: bytes(of: hrs_embedded_lesson(index)), as: UTF8.self)
    return (try? Lesson(text)).map { NamedLesson(name: name, $0) }
  }

  static func bytes(of embedded: hrs_embedded) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: embedded.bytes, count: embedded.count)
  }
}
