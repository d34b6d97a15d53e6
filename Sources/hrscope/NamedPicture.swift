import Explorer
import Pictures
import Pose
import Runner

extension Picture {
  /// A picture by the name of its file, or a built-in one by its own.
  init(named name: String) throws(PictureError) {
    if let built = BuiltInPicture(path: name) {
      self = try EmbeddedFiles.picture(built)
    } else {
      try self.init(contentsOf: name)
    }
  }
}

extension SideCar {
  /// The people who are known in a picture, in its file or built in.
  ///
  /// - Parameter note: is told what lies beside the picture and is none of ours.
  static func people(inNamed name: String, size: PictureSize, note: (String) -> Void) throws(PictureError) -> [Person] {
    if let built = BuiltInPicture(path: name) { return try EmbeddedFiles.people(in: built) }
    return people(besidePicture: name, size: size, note: note)
  }
}
