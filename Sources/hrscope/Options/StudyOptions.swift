import ArgumentParser

/// The options of every command that runs a network on pictures.
struct StudyOptions: ParsableArguments {
  @OptionGroup var network: NetworkOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
}

/// A command that runs a network on pictures.
///
/// It lists the groups itself: of groups within groups the parser's debug build makes each level four times as slow, a
/// fifth of a second for every run that tests make.
protocol StudyCommand: ParsableCommand {
  var network: NetworkOptions { get }
  var threads: ThreadOptions { get }
  var picture: PictureOptions { get }
  var changes: ChangeOptions { get }
}

extension StudyCommand {
  var options: StudyOptions {
    var options = StudyOptions()
    options.network = network
    options.threads = threads
    options.picture = picture
    options.changes = changes
    return options
  }
}
