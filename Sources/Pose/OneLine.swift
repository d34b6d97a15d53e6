/// Text from outside with its control characters replaced: an error is one line, and sends no escape sequence to the
/// terminal.
func oneLine(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
}
