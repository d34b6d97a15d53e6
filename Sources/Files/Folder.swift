import Platform

/// An entry of a folder.
public struct FolderEntry: Hashable, Sendable {
  public let name: String
  /// Links followed.
  public let isFolder: Bool
}

/// What is in a folder, in no order, without hidden entries.
///
/// - Parameter limit: the most entries; the rest is left out.
public func entries(ofFolder path: String, limit: Int) throws(FileError) -> [FolderEntry] {
  guard let folder = opendir(FileName.cString(path)) else { throw FileError(errnoOf: path, .read) }
  defer { closedir(folder) }
  var entries: [FolderEntry] = []
  while entries.count < limit, let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
        FileName.text(cString: $0)
      }
    }
    if name.hasPrefix(".") { continue }
    entries.append(FolderEntry(name: name, isFolder: FileStatus("\(path)/\(name)")?.kind == .folder))
  }
  return entries
}

/// Makes a folder, with those it lies in. What cannot be made shows when something is to be written there.
public func makeFolder(_ path: String) {
  let parts = path.unicodeScalars.split(separator: "/").map(String.init)
  var folder = FileName.isAbsolute(path) ? "/" : ""
  for part in parts {
    folder += part + "/"
    mkdir(FileName.cString(folder), 0o777)
  }
}
