import ArgumentParser

/// The command line (`commands.md`). Every sub-command has a file of its own.
@main
struct HRScope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hrscope",
    abstract: "See HRNet work: step through it, look at every stream, cut its fusion, watch the joints move.",
    discussion: "Without a sub-command the explorer opens in the terminal, with the built-in model and picture.",
    version: version,
    subcommands: [
      ExploreCommand.self, PoseCommand.self, SweepCommand.self, EvaluateCommand.self, NetworkCommand.self,
      ActivationsCommand.self,
      CaptureCommand.self, VerifyCommand.self, CheckpointCommand.self, BenchCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  static let version = "0.1.0"

  /// Parses and runs; every failure is one line on standard error and a documented exit code.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Failure.exit(with: error)
    }
  }
}
