import ArgumentParser
import Console

/// The options of every command that draws.
struct CharacterOptions: ParsableArguments {
  @Flag(help: "Draw for a terminal that shows Unicode, whatever the locale says.")
  var utf8 = false

  @Flag(help: "Draw for a terminal without Unicode.")
  var ascii = false

  func validate() throws {
    if utf8, ascii { throw ValidationError("--utf8 and --ascii exclude each other") }
  }

  /// What is asked for; nil where nothing is.
  var characters: CharacterSet? { utf8 ? .utf8 : ascii ? .ascii : nil }
}
