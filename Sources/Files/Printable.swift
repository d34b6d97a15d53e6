/// Text from outside — a file's name, a name inside a file, a system's message — as it may reach a terminal: on one line,
/// with nothing in it that a terminal acts upon or that changes the order of what is read.
///
/// Control characters, separators of lines, marks of direction and other invisible ones become `?`; bytes that are no text
/// (``FileName``) are written `\xE9`.
///
/// - Parameters:
///   - limit: the most scalars of `text` that are shown.
///   - keepsLines: line feeds stay: for whole texts of which each part has been made printable.
public func printable(_ text: String, limit: Int = .max, keepsLines: Bool = false) -> String {
  if limit == .max, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || (keepsLines && $0 == 0x0A) }) { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(limit) {
    if let byte = FileName.byte(of: scalar) {
      result.append(contentsOf: escape(byte).unicodeScalars)
    } else {
      result.append(scalar.isPrintable || (keepsLines && scalar == "\n") ? scalar : "?")
    }
  }
  return String(result)
}

/// A JSON document as it may reach a terminal. Its strings stay what they are, with `\u` in them, but for bytes that are no
/// text: these become the four characters `\xE9`.
public func printable(json document: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in document.unicodeScalars {
    if let byte = FileName.byte(of: scalar) {
      result.append(contentsOf: "\\\(escape(byte))".unicodeScalars)
    } else if scalar.isPrintable || scalar == "\n" {
      result.append(scalar)
    } else {
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16)
        result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
      }
    }
  }
  return String(result)
}

private func escape(_ byte: UInt8) -> String { "\\x" + String(byte, radix: 16, uppercase: true) }

extension Unicode.Scalar {
  /// Whether a terminal shows it and does nothing else.
  var isPrintable: Bool {
    if value < 0x7F { return value >= 0x20 }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: return false
    // Of what is invisible, only what joins letters belongs to words.
    case .format: return value == 0x200C || value == 0x200D || value == 0xAD
    default: return true
    }
  }
}
