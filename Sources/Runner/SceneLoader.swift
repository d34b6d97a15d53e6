import Dispatch
import Explorer
import Files
import Pictures
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
  func list(_ folder: String, includesHidden: Bool = false) {
    queue.async { [answer] in
      do throws(FileError) {
        answer(.listed(try Self.listing(of: folder, includesHidden)))
      } catch {
        answer(.notListed("\(error)", asked: folder))
      }
    }
  }

  /// Answers what becomes of the scene, or of what is wrong with the picture.
  func open(
    _ path: String, opened: @escaping @Sendable (Scene) -> Action, failed: @escaping @Sendable (String) -> Action
  ) {
    queue.async { [answer] in
      do { answer(opened(try Scene(contentsOf: path))) } catch { answer(failed("\(error)")) }
    }
  }

  /// Writes a new file and answers `told`, where it is or why it is not.
  func write(_ name: OutputName, _ content: @escaping @Sendable () throws -> [UInt8]) {
    queue.async { [answer] in
      do {
        let file = try name.write(content())
        answer(.told("\(file) written in \(printable(FileName.currentFolder))"))
      } catch {
        answer(.told("\(error)"))
      }
    }
  }

  /// Keeps boxes beside a picture and answers `told`, or `boxesAsk` where a file is there already.
  func keep(_ boxes: [Box], besidePicture path: String, size: PictureSize, mayChange: Bool) {
    queue.async { [answer] in
      do {
        switch try SideCar.keep(boxes, besidePicture: path, size: size, mayChange: mayChange) {
        case .isThere(let file, let people):
          answer(.boxesAsk(file: printable(FileName.last(file)), people: people))
        case .written(let file, let count):
          let what = count == 0 ? "no box that was not there" : count == 1 ? "one box" : "\(count) boxes"
          answer(.told("\(what) written to \(printable(file))"))
        }
      } catch {
        answer(.told("\(error)"))
      }
    }
  }

  /// Waits until everything asked for until now has been answered.
  func waitUntilIdle() { queue.sync {} }

  /// A folder of thousands of pictures is read, but a list nobody can look through is cut.
  private static let mostEntries = 5000

  private static func listing(of asked: String, _ includesHidden: Bool) throws(FileError) -> FolderListing {
    let folder = FileName.absolute(FileName.expandingHome(asked))
    var (folders, pictures): ([String], [String]) = ([], [])
    for entry in try entries(ofFolder: folder, limit: mostEntries, includesHidden: includesHidden) {
      if entry.isFolder {
        folders.append(entry.name)
      } else if Picture.hasKnownEnding(entry.name) {
        pictures.append(entry.name)
      }
    }
    return FolderListing(folder: folder, folders: folders.sorted(), pictures: pictures.sorted(), asked: asked)
  }
}

extension Scene {
  /// Opens a picture, a built-in one too, with the people beside it; what else lies there is no reason not to.
  public init(contentsOf path: String) throws(PictureError) {
    if let picture = BuiltInPicture(path: path) {
      self = try EmbeddedFiles.scene(picture)
      return
    }
    let picture = try Picture(contentsOf: path)
    var notes: [String] = []
    let size = picture.size
    let people = SideCar.people(besidePicture: path, size: size) { notes.append($0) }
    self.init(
      picture: picture, name: printable(FileName.last(path)),
      // A later session may run in another folder.
      path: FileName.absolute(path),
      people: people, note: notes.first)
  }
}
