import ArgumentParser

/// The options of every command that runs a network on pictures.
struct StudyOptions: ParsableArguments, OpensNetwork {
  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
}

/// A command that runs a network on pictures.
protocol StudyCommand: ParsableCommand, OpensNetwork {
  var threads: ThreadOptions { get }
  var picture: PictureOptions { get }
  var changes: ChangeOptions { get }
}

extension StudyCommand {
  var options: StudyOptions {
    var options = StudyOptions()
    options.file = file
    options.inputSize = inputSize
    options.threads = threads
    options.picture = picture
    options.changes = changes
    return options
  }
}
