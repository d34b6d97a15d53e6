import Files

/// How a file is called that nobody has named: `runner-screen-1.svg` in the current folder, with the first number that is
/// free.
struct OutputName: Hashable, Sendable {
  let stem: String
  let ending: String

  /// - Parameters:
  ///   - picture: the picture's file name; what a shell would trip over is left out.
  ///   - what: `screen`, `session`, or a tensor's name.
  init(picture: String, what: String, ending: String) {
    let file = picture.split(separator: "/").last ?? ""
    let name = file.lastIndex(of: ".").map { file[..<$0] } ?? file
    let letters = name.unicodeScalars.filter {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_".unicodeScalars.contains($0)
    }
    let stem = String(String.UnicodeScalarView(letters.prefix(40)))
    self.stem = "\(stem.isEmpty || stem.hasPrefix("-") ? "hrscope" : stem)-\(what)"
    self.ending = ending
  }

  /// Writes a new file; one that is there already is never touched.
  ///
  /// - Returns: the file's name.
  /// - Throws: `FileError` where there is none.
  func write(_ bytes: [UInt8]) throws(FileError) -> String {
    for number in 1...9999 {
      let name = "\(stem)-\(number).\(ending)"
      if somethingExists(at: name) { continue }
      do throws(FileError) {
        try ReplacedFile.write(bytes, to: name, mayReplace: false)
        return name
      } catch {
        // Another session was quicker.
        guard error.reason == .exists else { throw error }
      }
    }
    throw FileError("\(stem)-….\(ending)", .write, .exists)
  }
}
