import Pose

/// The files a command reads, which nothing it writes may be.
enum InputFiles {
  /// Pictures, with what may describe the people in them; nil for a built-in one.
  static func ofPictures(_ paths: [String?]) -> [String] {
    paths.compactMap { $0 }.flatMap { path in
      let sideCars = SideCar.files(besidePicture: path)
      return [path, sideCars.own, sideCars.set]
    }
  }
}
