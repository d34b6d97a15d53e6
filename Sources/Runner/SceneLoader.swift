import Dispatch
import Explorer
import Foundation
import Pose

/// Reads folders and pictures and writes files for the explorer, away from the thread that draws.
final class SceneLoader: Sendable {
  private let queue = DispatchQueue(label: "hrscope.loader", qos: .userInitiated)
  private let answer: @Sendable (Action) -> Void

  /// - Parameter answer: called on the loader's queue.
  init(answer: @escaping @Sendable (Action) -> Void) {
    self.answer = answer
  }

  /// Answers `listed`, or `notListed` where the folder cannot be read.
  func list(_ folder: String) {
    queue.async { [answer] in
      let url = URL(filePath: folder, directoryHint: .isDirectory).standardizedFileURL
      do {
        let entries = try FileManager.default.contentsOfDirectory(
          at: url, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles)
        answer(.listed(Self.listing(of: entries, in: url)))
      } catch {
        answer(.notListed("\(folder): cannot be read"))
      }
    }
  }

  /// Answers what becomes of the scene, or of what is wrong with the picture.
  func open(
    _ path: String, opened: @escaping @Sendable (Scene) -> Action, failed: @escaping @Sendable (String) -> Action
  ) {
    queue.async { [answer] in
      do {
        answer(opened(try Scene(contentsOf: path)))
      } catch {
        answer(failed("\(error)"))
      }
    }
  }

  /// Writes a new file and answers `told`, where it is or why it is not.
  func write(_ name: OutputName, _ content: @escaping @Sendable () throws -> [UInt8]) {
    queue.async { [answer] in
      do {
        let file = try name.write(content()).get()
        answer(.told("\(file) written in \(FileManager.default.currentDirectoryPath)"))
      } catch {
        answer(.told("\(error)"))
      }
    }
  }

  /// Waits until everything asked for until now has been answered.
  func waitUntilIdle() { queue.sync {} }

  /// A folder of thousands of pictures is read, but a list nobody can look through is cut.
  private static let mostEntries = 5000
  private static let extensions: Set<String> = ["jpg", "jpeg", "png"]

  private static func listing(of entries: [URL], in folder: URL) -> FolderListing {
    var (folders, pictures): ([String], [String]) = ([], [])
    for entry in entries.prefix(mostEntries) {
      if (try? entry.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
        folders.append(entry.lastPathComponent)
      } else if extensions.contains(entry.pathExtension.lowercased()) {
        pictures.append(entry.lastPathComponent)
      }
    }
    let path = folder.path(percentEncoded: false)
    return FolderListing(
      folder: path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path, folders: folders.sorted(),
      pictures: pictures.sorted())
  }
}

extension Scene {
  /// Opens a picture with the people beside it; what else lies there is no reason not to.
  public init(contentsOf path: String) throws(PictureError) {
    let picture = try Picture(contentsOf: path)
    var notes: [String] = []
    let size = PictureSize(width: picture.width, height: picture.height)
    let people = SideCar.people(besidePicture: path, size: size) { notes.append($0) }
    self.init(
      picture: picture, name: URL(filePath: path).lastPathComponent,
      // A later session may run in another folder.
      path: URL(filePath: path).standardizedFileURL.path(percentEncoded: false),
      people: people, note: notes.first)
  }
}
