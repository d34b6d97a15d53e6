import Platform

/// An entry of a folder.
public struct FolderEntry: Hashable, Sendable {
  public let name: String
  /// Links followed.
  public let isFolder: Bool
}

/// What is in a folder, in no order.
///
/// - Parameters:
///   - limit: the most entries; the rest is left out.
///   - includesHidden: whether those whose names begin with a dot are among them.
public func entries(
  ofFolder path: String, limit: Int, includesHidden: Bool = false
) throws(FileError) -> [FolderEntry] {
  try names(inFolder: path, limit: limit, includesHidden: includesHidden).map {
    FolderEntry(name: $0, isFolder: FileStatus("\(path)/\($0)")?.kind == .folder)
  }
}

/// The names in a folder, in no order.
///
/// - Parameters:
///   - limit: the most names; the rest is left out.
///   - includesHidden: whether those that begin with a dot are among them.
public func names(
  inFolder path: String, limit: Int, includesHidden: Bool = false
) throws(FileError) -> [String] {
  guard let folder = opendir(FileName.cString(path)) else { throw FileError(errnoOf: path, .read) }
  defer { closedir(folder) }
  var names: [String] = []
  while names.count < limit, let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
        FileName.text(cString: $0)
      }
    }
    if name.hasPrefix("."), !includesHidden || name == "." || name == ".." { continue }
    names.append(name)
  }
  return names
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
