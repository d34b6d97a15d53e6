import ArgumentParser

/// What a study is compared with from the start.
struct AgainstOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Show two states side by side: this one as A, and as B the same with another network (a file of weights, or \
      \(OtherState.randomPrefix)NAME with NAME as --model takes it) or on another picture.
      """, valueName: "WEIGHTS|IMAGE|random:NAME"))
  var against: String?

  /// For commands that compare nothing.
  static var none: AgainstOptions {
    var options = AgainstOptions()
    options.against = nil
    return options
  }
}
