import Checkpoints
import Experiments
import Files
import Pose

/// The file that a labelled set is named by.
enum LabelledFile {
  /// A folder stands for the `joints.json` in it; where none is needed, for itself where there is none.
  static func path(_ path: String, isOfJoints: Bool) -> String {
    guard FileStatus(path)?.kind == .folder else { return path }
    let file = (path.hasSuffix("/") ? path : path + "/") + LabelledSet.fileName
    return isOfJoints || FileStatus(file) != nil ? file : path
  }

  /// What two equal sets have in common: the file that describes one, else its pictures' names.
  ///
  /// - Returns: SHA-256.
  static func digest(of set: EvaluationSet, at path: String) throws -> String {
    if FileStatus(path)?.kind != .folder { return try digest(path) }
    let bytes: [UInt8] = set.pictures.flatMap { picture -> [UInt8] in FileName.bytes(picture.name) + [0] }
    return try bytes.withUnsafeBytes { try FileHash(of: FileBytes(embedded: $0), path: path).digits }
  }

  /// SHA-256 of a file.
  static func digest(_ path: String) throws(CheckpointError) -> String {
    try FileHash(of: FileBytes(opening: path), path: path).digits
  }
}
