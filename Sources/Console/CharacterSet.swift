import CNcurses
import Cells
import Platform

/// What characters a terminal shows.
public enum CharacterSet: Sendable {
  case utf8
  case ascii

  /// What the environment says of a terminal that nobody has said anything else about.
  ///
  /// The C library knows only locales that are installed, and takes the others for the one of 1989. But who names
  /// `de_DE.UTF-8` on a machine without it, or `UTF-8` alone as macOS does, sits in front of a terminal that shows
  /// UTF-8; so does, today, who names a language and no character set.
  ///
  /// - Parameters:
  ///   - environment: a variable's value; `nil` if unset or empty.
  ///   - installed: the character set of a locale of this name; `nil` if it is not installed.
  init(environment: (String) -> String?, installed: (String) -> String?) {
    // In this order, and without any of them the locale is that of 1989 (POSIX.1-2017, XBD 8.2).
    let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first ?? "C"
    let set = installed(name) ?? Self.characterSet(named: name) ?? "UTF-8"
    self = Self.isUTF8(set) ? .utf8 : .ascii
  }

  /// Sets the locale of the process, by which the C library knows how wide characters are. Only for characters: numbers keep
  /// their points.
  ///
  /// - Returns: true if the C library knows it.
  func adopt() -> Bool {
    setlocale(LC_CTYPE, "")
    guard self == .utf8 else { return true }
    for name in [nil, "C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"] {
      if let name, setlocale(LC_CTYPE, name) == nil { continue }
      if Self.isUTF8(hrs_charset().map { String(cString: $0) } ?? "") { return true }
    }
    return false
  }

  /// The character set of an installed locale. Leaves the locale of the process as it was.
  static func ofInstalledLocale(_ name: String) -> String? {
    let before = setlocale(LC_CTYPE, nil).map { String(cString: $0) }
    defer { _ = setlocale(LC_CTYPE, before ?? "C") }
    guard setlocale(LC_CTYPE, name) != nil else { return nil }
    return hrs_charset().map { String(cString: $0) }
  }

  /// What stands behind the point of a locale's name, `language_COUNTRY.charset@modifier`, or is the whole of it.
  private static func characterSet(named name: String) -> String? {
    if isUTF8(name) { return name }
    let parts = name.split(separator: "@")[0].split(separator: ".", maxSplits: 1)
    return parts.count == 2 ? String(parts[1]) : nil
  }

  /// `UTF-8`, `utf8` and whatever else people write.
  private static func isUTF8(_ name: String) -> Bool {
    name.lowercased().filter { $0 != "-" && $0 != "_" } == "utf8"
  }
}
