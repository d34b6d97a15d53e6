import Files
import Checkpoints
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
    guard let bytes = try? readRegularFile(path, limit: Pose.Picture.maximumFileSize) else { return nil }
    return bytes.withUnsafeBytes { String(FileHash(of: FileBytes(embedded: $0), path: path).digits.prefix(16)) }
  }
}
