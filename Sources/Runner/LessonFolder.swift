import Explorer
import Files

/// Lessons in folders that the settings name: every text file there that is one, called as its file without `.txt`.
public struct LessonFolder: Sendable {
  public private(set) var lessons: [NamedLesson] = []
  /// What could not be read, in a line each.
  public private(set) var problems: [String] = []

  /// Reads folders; of two lessons of one name the later one counts.
  public init(_ folders: [Settings.Setting<String>]) {
    for folder in folders {
      do { try read(folder.value) } catch {
        let place = folder.place
        problems.append(
          "\(SettingsFileError(path: place.file, reason: .unusable(line: place.line, "\(error)", error.fault)))")
      }
    }
  }

  private mutating func read(_ folder: String) throws(FileError) {
    for name in try names(inFolder: folder, limit: 500).sorted(by: naturallyPrecedes) where name.hasSuffix(ending) {
      do throws(SessionFileError) {
        // Beside lessons there may be sessions, and notes.
        guard let lesson = try SessionFile.readLessonIfAny("\(folder)/\(name)") else { continue }
        lessons.put(NamedLesson(name: String(name.dropLast(ending.count)), lesson))
      } catch {
        problems.append("\(error)")
      }
    }
  }

  private var ending: String { ".txt" }
}

extension [NamedLesson] {
  /// Adds a lesson, in the place of another of its name.
  fileprivate mutating func put(_ lesson: NamedLesson) {
    if let index = firstIndex(where: { $0.name == lesson.name }) { self[index] = lesson } else { append(lesson) }
  }
}

extension EmbeddedFiles {
  /// The built-in lessons and a person's own, which take the place of built-in ones of their names.
  public static func lessons(with own: [NamedLesson]) -> [NamedLesson] {
    own.reduce(into: lessons) { $0.put($1) }
  }
}
