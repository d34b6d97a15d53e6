import ArgumentParser
import Experiments

/// The options of every command that runs a network of any head on a picture.
struct StudyOptions: ParsableArguments, OpensNetwork {
  @OptionGroup var file: WeightsOptions
  @OptionGroup var published: ModelOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var detector: HeadOptions
  @OptionGroup var against: AgainstOptions
  @OptionGroup var probes: ProbeOptions

  func validate() throws { try published.validate(beside: file) }
}

/// A command that runs a network of any head on a picture.
protocol StudyCommand: ParsableCommand, OpensNetwork {
  var published: ModelOptions { get }
  var against: AgainstOptions { get }
  var probes: ProbeOptions { get }
  var threads: ThreadOptions { get }
  var picture: PictureOptions { get }
  var changes: ChangeOptions { get }
  var reading: ReadingOptions { get }
  var detector: HeadOptions { get }
}

extension StudyOptions {
  /// What pictures' frames go by.
  func framing(of opened: OpenedNetwork) throws -> PictureFraming {
    opened.checkpoint.framing(input: try inputSize.input(), detector: detector.fcos)
  }
}

extension StudyCommand {
  var published: ModelOptions { .none }
  var against: AgainstOptions { .none }
  var probes: ProbeOptions { .none }

  var options: StudyOptions {
    var options = StudyOptions()
    options.file = file
    options.published = published
    options.inputSize = inputSize
    options.threads = threads
    options.picture = picture
    options.changes = changes
    options.reading = reading
    options.detector = detector
    options.against = against
    options.probes = probes
    return options
  }
}
