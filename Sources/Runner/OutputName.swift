#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Foundation

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
  /// - Returns: the file's name, or why there is none.
  func write(_ bytes: [UInt8]) -> Result<String, SystemError> {
    for number in 1...9999 {
      let name = "\(stem)-\(number).\(ending)"
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { return .failure(SystemError(operation: "writing \(name)")) }
      let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      do {
        try file.write(contentsOf: bytes)
        try file.close()
        return .success(name)
      } catch {
        let failure = SystemError(operation: "writing \(name)")
        unlink(name)
        return .failure(failure)
      }
    }
    errno = EEXIST
    return .failure(SystemError(operation: "writing \(stem)-….\(ending)"))
  }
}
