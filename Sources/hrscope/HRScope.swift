import ArgumentParser
import Files

/// The command line (`Documentation/CommandLine.md`). Every sub-command has a file of its own.
@main
struct HRScope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hrscope",
    abstract: "See HRNet work: step through it, look at every stream, cut its fusion, watch the joints move.",
    discussion: """
      Without a sub-command the explorer opens in the terminal, with the built-in model and picture.

      What is begun with where nothing is said stands in /etc/hrscope/settings and ~/.config/hrscope/settings, keys of your \
      own in ~/.config/hrscope/keys; see Documentation/Sessions.md.

      Exit codes: 0 fine, 1 a comparison does not hold, 64 wrong usage, 65 a damaged or unsupported file, 66 a file that \
      cannot be read, 70 a fault of the program, 73 an output that cannot be written; see Documentation/CommandLine.md.
      """,
    version: ProgramVersion.number,
    subcommands: [
      ExploreCommand.self, PoseCommand.self, SegmentCommand.self, ClassifyCommand.self, DetectCommand.self,
      SweepCommand.self, EvaluateCommand.self, ProbeCommand.self, NetworkCommand.self,
      ActivationsCommand.self,
      LessonCommand.self, RecordCommand.self, CaptureCommand.self, VerifyCommand.self, CheckpointCommand.self,
      BenchCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  /// Parses and runs; every failure is one line on standard error and a documented exit code.
  static func main() {
    StandardStreams.prepare()
    // Not `CommandLine.arguments`, where bytes that are no UTF-8 have been replaced.
    let count = Int(CommandLine.argc)
    let arguments = (0..<count).dropFirst().compactMap { CommandLine.unsafeArgv[$0].map { FileName.text(cString: $0) } }
    do {
      try checkSubcommand(arguments)
      var command = try parseAsRoot(arguments)
      try configure(&command)
      try command.run()
    } catch {
      Failure.exit(with: error, arguments: arguments)
    }
  }
}
