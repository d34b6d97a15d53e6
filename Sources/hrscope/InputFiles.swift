import Files
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

extension NetworkOptions {
  /// Refuses to write to a file, or to a standard output, that the command reads too.
  ///
  /// - Parameters:
  ///   - output: the file; nil where nothing but standard output is written.
  ///   - others: what the command reads beside the files that these options name.
  /// - Throws: `FileError`.
  func refuseOutput(_ output: String?, amongAlso others: [String]) throws {
    let inputs = inputFiles + others
    try StandardOutput.refuse(among: inputs)
    if let output { try Files.refuseOutput(output, among: inputs) }
  }

  /// The files that these options name, with what stands beside pictures.
  var inputFiles: [String] {
    let donors = replace.compactMap { $0.split(separator: "=", maxSplits: 1).last.map(String.init) }
    return [weights].compactMap { $0 } + InputFiles.ofPictures(donors)
  }
}
