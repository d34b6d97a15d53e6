import ArgumentParser

/// The options of every command that runs a network on pictures.
struct StudyOptions: ParsableArguments {
  @OptionGroup var network: NetworkOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var changes: ChangeOptions
}
