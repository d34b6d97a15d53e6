import ArgumentParser
import Experiments
import HRNet
import Recognition

/// What a network's classes are called.
struct ClassOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What the classes are called: \(KnownClasses.allCases.map(\.rawValue).joined(separator: ", ")), or a file of names, one \
      a line; by default as the file of weights says, else as published networks with so many classes, else numbers.
      """, valueName: "NAME|FILE"))
  var classes: String?

  /// The files that are read.
  var files: [String] { classes.map { KnownClasses(rawValue: $0) == nil ? [$0] : [] } ?? [] }

  /// The names of an output's classes.
  ///
  /// - Throws: `ClassNamesError` where there are more or fewer of them.
  func names(of output: HeadOutput, in opened: OpenedNetwork) throws(ClassNamesError) -> ClassNames {
    let count = opened.network[output.nodes[0]].shape.channels
    guard let classes else {
      return opened.checkpoint.classNames(of: opened.network)[output] ?? ClassNames(numbered: count)
    }
    return try ClassNames(classes, classes: count)
  }
}
