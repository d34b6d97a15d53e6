import Cells
import Files
import HRNet

extension Settings {
  /// What the first line of a settings file may name; without it, it is of version 1.
  public static let format = FileFormat("hrscope settings", version: 1)

  /// Takes up what a file says. It wins over what was set before.
  ///
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its path: what it names lies beside it.
  /// - Throws: `SessionRecordError` for the first line that sets nothing.
  public mutating func read(_ text: String, file: String) throws(SessionRecordError) {
    for line in SessionLine.lines(of: text) {
      if line.isTitle {
        guard line.text != Self.format.title else { continue }
        throw SessionRecordError(untitled: line.text, format: Self.format)
      }
      try read(line, SettingPlace(file: file, line: line.number))
    }
    // It is these weights' upsampling, and nothing where none are named.
    if let upsampling, weights == nil {
      throw SessionRecordError(
        line: upsampling.place.line, problem: "'option upsampling' without 'option weights' sets nothing")
    }
  }

  private mutating func read(_ line: SessionLine, _ place: SettingPlace) throws(SessionRecordError) {
    switch line.word {
    case "picture" where !line.rest.isEmpty: picture = Setting(Self.path(line.rest, place), place)
    case "lessons" where !line.rest.isEmpty: lessons.append(Setting(Self.path(line.rest, place), place))
    case "colors":
      guard let depth = Int(line.rest).flatMap(ColorDepth.init) else {
        throw line.error(expected: "colors 0, 8, 16, 256 or 16777216")
      }
      colors = Setting(depth, place)
    case "option": try readOption(line, place)
    default: throw Self.unknown(line, line.word)
    }
  }

  private mutating func readOption(_ line: SessionLine, _ place: SettingPlace) throws(SessionRecordError) {
    let (name, value) = SessionName.split(line.rest[...])
    switch name {
    case "weights" where !value.isEmpty:
      // What another file has said of its weights does not hold for these.
      if upsampling?.place.file != place.file { upsampling = nil }
      weights = Setting(Self.path(value, place), place)
    case "upsampling":
      guard let mode = Upsampling(rawValue: value) else {
        throw line.error(expected: "option upsampling \(Upsampling.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      upsampling = Setting(mode, place)
    case "threads":
      guard let count = Int(value), (1...256).contains(count) else {
        throw line.error(expected: "option threads 1 to 256")
      }
      threads = Setting(count, place)
    case "weights": throw line.error(expected: "option weights PATH")
    default: throw Self.unknown(line, name)
    }
  }

  private static let words = ["picture", "lessons", "colors"]
  private static let options = ["weights", "upsampling", "threads"]

  /// What is wrong with a line of another word, with the one that was most likely meant.
  private static func unknown(_ line: SessionLine, _ word: String) -> SessionRecordError {
    // The right word, without what it wants.
    if word == "picture" || word == "lessons" { return line.error(expected: "\(word) PATH") }
    let all = words + options.map { "option \($0)" }
    let nearest =
      (NearestName.of(word, among: words) ?? NearestName.of(word, among: options).map { "option \($0)" })
      ?? NearestName.of(word, among: ["option"])
    let hint = nearest.map { ". Did you mean '\($0)'?" } ?? (word == "bind" ? "; keys have a file of their own" : "")
    let error = line.error(expected: all.joined(separator: ", "))
    return SessionRecordError(line: line.number, problem: error.problem + hint)
  }

  /// A path as a file names it: `~` is the person's folder, and what does not begin at the root lies beside the file.
  private static func path(_ text: String, _ place: SettingPlace) -> String {
    let path = FileName.expandingHome(SessionName.read(text))
    guard BuiltInPicture(path: path) == nil else { return path }
    return FileName.absolute(path.utf8.first == UInt8(ascii: "/") ? path : FileName.folder(place.file) + path)
  }
}
