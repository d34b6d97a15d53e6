import ArgumentParser
import Experiments

/// The options of every command that runs a network of any head on a picture.
struct StudyOptions: ParsableArguments {
  @OptionGroup var network: NetworkOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions
}

/// A command that runs a network of any head on a picture.
///
/// It lists the groups itself: of groups within groups the parser's debug build makes each level four times as slow, a
/// fifth of a second for every run that tests make.
protocol StudyCommand: ParsableCommand {
  var network: NetworkOptions { get }
  var threads: ThreadOptions { get }
  var picture: PictureOptions { get }
  var changes: ChangeOptions { get }
  var reading: ReadingOptions { get }
  var detector: HeadOptions { get }
}

extension StudyCommand {
  /// What its pictures' frames go by.
  func framing(of opened: OpenedNetwork) throws -> PictureFraming {
    opened.checkpoint.framing(input: try options.network.inputSize(), detector: options.detector.fcos)
  }

  var options: StudyOptions {
    var options = StudyOptions()
    options.network = network
    options.threads = threads
    options.picture = picture
    options.changes = changes
    options.reading = reading
    options.detector = detector
    return options
  }
}
