import Checkpoints
import Pictures
import Pose

extension EvaluationSet {
  /// The first 16 hexadecimal digits of the SHA-256 of a picture's file, by which a changed picture is noticed; nil
  /// where the file cannot be read.
  ///
  /// Content, not size and time: sets are copied to where they are measured, and parts may run on any machine.
  ///
  /// - Complexity: reads the file; less than a tenth of what decoding it takes.
  func content(ofPicture index: Int) -> String? {
    let path = pictures[index].path
    return (try? FileHash(of: FileBytes(opening: path), path: path)).map { String($0.digits.prefix(16)) }
  }
}
