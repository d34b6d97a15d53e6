import Checkpoints
import Embedded
import Experiments
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

  /// SHA-256 of the default model's file.
  public static func modelDigest() throws(CheckpointError) -> String {
    try FileHash(of: FileBytes(embedded: bytes(of: hrs_embedded_model())), path: "embedded model").digits
  }

  /// Of the default model's file, in bytes.
  public static var modelSize: Int { bytes(of: hrs_embedded_model()).count }

  /// Linear read-outs of the default model: of joints and of parts, at every stream and column of stages 2 to 4, and of all
  /// streams together after each of the last stage's exchange units.
  public static let probes: [FittedProbes] = (0..<hrs_embedded_probes_count()).compactMap { index in
    try? FittedProbes(FileBytes(embedded: bytes(of: hrs_embedded_probes(index))), path: "embedded probes")
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
