import ArgumentParser
import Cells
import Console
import Explorer
import Files
import HRNet
import Pictures
import Runner

/// `hrscope lesson`: lists, gives, prints and checks lessons.
struct LessonCommand: StudyCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Give a lesson in the explorer, or check one.",
    discussion: """
      Without a name the lessons are listed. 'hrscope lesson exchange' gives a built-in one, 'hrscope lesson FILE' one of \
      your own (Documentation/Lessons.md); PageDown and PageUp turn its pages. 'hrscope lesson check FILE…' goes through \
      lessons without a terminal and fails where one says what is not so.
      """)

  @Argument(
    help: ArgumentHelp(
      "A built-in lesson's name or a file; or 'check' and what is to be checked.", valueName: "NAME|FILE"),
    completion: .file())
  var words: [String] = []

  @Flag(help: "List the built-in lessons.")
  var list = false

  @Flag(help: "Print the lesson's words and screens instead.")
  var text = false

  @OptionGroup var drawing: CharacterOptions
  @OptionGroup var colors: ColorOptions
  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions
  @OptionGroup var probes: ProbeOptions

  /// Folders of the settings.
  var lessons: [Settings.Setting<String>] = []

  func validate() throws {
    if list, !words.isEmpty { throw ValidationError("--list takes no lesson") }
    if words.first == "check", words.count < 2 { throw ValidationError("check needs a lesson's name or file") }
    if words.first != "check", words.count > 1 { throw ValidationError("one lesson at a time (found \(words.count))") }
    if text, words.isEmpty || words.first == "check" { throw ValidationError("--text needs a lesson") }
  }

  func run() throws {
    let folder = LessonFolder(lessons)
    for problem in folder.problems { Failure.report(problem) }
    let own = folder.lessons
    guard let word = words.first else { return try printList(EmbeddedFiles.lessons(with: own)) }
    if word == "check" { return try check(words.dropFirst().map { ($0, try Self.lesson($0, own)) }) }
    let lesson = try Self.lesson(word, own)
    if text { try printText(lesson) } else { try give(lesson, named: word, own) }
  }

  private func printList(_ lessons: [NamedLesson]) throws {
    let names = lessons.map { printable($0.name) }
    let width = names.map { Canvas.columns(of: $0) }.max() ?? 0
    let lines = zip(names, lessons).map { "\($0.padded(toColumns: width))  \(printable($1.lesson.title))" }
    try StandardOutput.print(lines.joined(separator: "\n"))
  }

  /// A built-in lesson by its name, or one in a file.
  ///
  /// - Parameter own: lessons in folders of the settings.
  static func lesson(_ word: String, _ own: [NamedLesson]) throws -> Lesson {
    let lessons = EmbeddedFiles.lessons(with: own)
    if let named = lessons.first(where: { $0.name == word }) { return named.lesson }
    do { return try SessionFile.readLesson(word) } catch {
      guard case .unreadable = error.reason, !word.contains("/"), !word.contains(".") else { throw error }
      let names = lessons.map(\.name).joined(separator: ", ")
      throw CommandFailure(
        status: .usage, text: "no lesson and no file is called '\(word)' (expected \(names), or a file)")
    }
  }

  private func give(_ lesson: Lesson, named word: String, _ own: [NamedLesson]) throws {
    let begun = try begun(lesson.opening, path: word)
    var record = lesson.opening
    record.tastes = record.tastes ?? Tastes()
    record.picture = begun.scene.path
    var session = try ExplorerSession(
      begun.subject, scene: begun.scene, checkpoint: begun.checkpoint,
      interventions: begun.interventions,
      donors: begun.donors, threads: begun.study.options.threads.count, notice: nil, record: record,
      lesson: lesson,
      characters: drawing.characters, colors: colors.depth, lessons: EmbeddedFiles.lessons(with: own),
      pinned: begun.pinned)
    try ExploreCommand.finish(session.run())
  }

  private func check(_ lesson: Lesson, named word: String, size: Size) throws -> LessonCheck {
    let begun = try begun(lesson.opening, path: word)
    var session = try begun.headless(lesson.opening, size: size, appearance: .trueColor)
    try session.begin(lesson)
    return LessonCheck(session)
  }

  private func check(_ lessons: [(name: String, lesson: Lesson)]) throws {
    var isRight = true
    for (name, lesson) in lessons {
      var check = try check(lesson, named: name, size: Size(width: 120, height: 40))
      let problems = try check.run()
      for problem in problems {
        try StandardOutput.print("\(name): line \(problem.line), page \(problem.page): \(problem.text)")
      }
      if problems.isEmpty { try StandardOutput.print("\(name): \(lesson.pages.count) pages, all as the lesson says") }
      isRight = isRight && problems.isEmpty
    }
    if !isRight { throw ExitCode(Status.departs.rawValue) }
  }

  private func printText(_ lesson: Lesson) throws {
    var check = try check(lesson, named: words[0], size: Size(width: 80, height: 24))
    var text = [lesson.title, String(repeating: "=", count: Canvas.columns(of: lesson.title))]
    var number = 0
    _ = try check.run { page, frame in
      number += 1
      text += ["", "\(number). \(page.heading)", ""] + page.printed(width: 78) + ["", frame.text]
    }
    try StandardOutput.print(text.joined(separator: "\n"))
  }
}
