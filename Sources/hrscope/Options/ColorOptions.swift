import ArgumentParser
import Cells
import Explorer
import Files

/// How many colours the terminal has, of commands that take it over.
struct ColorOptions: ParsableArguments {
  @Option(
    help: "Colours of the terminal, instead of what it says: true, 256, 16, 8 or none; more than it has only by 'true'."
  )
  var colors: CaptureColors?

  /// What settings say.
  var setting: Settings.Setting<Int>?

  /// Where settings say it; nil where the command line does, or nobody.
  var place: SettingPlace? { colors == nil ? setting?.place : nil }

  var depth: ColorDepth? { colors?.depth ?? setting.flatMap { ColorDepth(rawValue: $0.value) } }

  /// Who wants no colours in this terminal has said so nearer than a file.
  mutating func heed(_ settings: Settings) {
    guard FileName.environment("NO_COLOR").map(\.isEmpty) ?? true else { return }
    setting = settings.colors.map { Settings.Setting($0.value.rawValue, $0.place) }
  }
}
