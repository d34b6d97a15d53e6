import Checkpoints
import Pictures
import Pose

extension EvaluationSet {
  /// The first 16 hexadecimal digits of the SHA-256 of a picture's file, by which a changed picture is noticed; nil
  /// where the file cannot be read. Where a file has its labels, theirs too.
  ///
  /// Content, not size and time: sets are copied to where they are measured, and parts may run on any machine.
  ///
  /// - Complexity: reads the file; less than a tenth of what decoding it takes.
  func content(ofPicture index: Int) -> String? {
    func digits(_ path: String) -> String? {
      (try? FileHash(of: FileBytes(opening: path), path: path)).map { String($0.digits.prefix(16)) }
    }
    let picture = digits(pictures[index].path)
    guard case .labels(let file, _) = pictures[index].truth else { return picture }
    return picture.flatMap { picture in digits(file).map { "\(picture)+\($0)" } }
  }
}
