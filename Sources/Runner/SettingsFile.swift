import Explorer
import Files
import Platform

/// Settings files on disk: `../share/hrscope/settings` as seen from the program, `/etc/hrscope/settings`, and
/// `$XDG_CONFIG_HOME/hrscope/settings` or the same below `~/.config`. Later ones win.
///
/// `HRSCOPE_SETTINGS` names one file that is read in their place, or is empty for none.
public enum SettingsFile {
  /// The variables of the environment that say where files are.
  public static let variables = ["HRSCOPE_SETTINGS", "XDG_CONFIG_HOME", "HOME"]

  /// Reads all files that are there. A wrong line is refused, not left out: numbers would be another network's.
  ///
  /// - Parameters:
  ///   - environment: where to look for `variables`.
  ///   - program: the program's own file.
  /// - Throws: `FileError` for a file that cannot be read, `SettingsFileError` for one with a line that sets nothing.
  public static func read(environment: [String: String], program: String? = SettingsFile.ownProgram) throws -> Settings
  {
    var settings = Settings()
    for path in paths(environment, program) {
      do {
        try settings.read(FileName.text(readRegularFile(path, limit: longest)), file: path)
      } catch let error as SessionRecordError {
        throw SettingsFileError(path: path, reason: .damaged(error))
      }
    }
    return settings
  }

  /// The program's own file; nil where the system does not say.
  public static var ownProgram: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return FileName.text(cString: path)
  }

  private static let longest = 1 << 20

  /// Those that are there, in the order in which they are read.
  private static func paths(_ environment: [String: String], _ program: String?) -> [String] {
    if let only = environment["HRSCOPE_SETTINGS"] { return only.isEmpty ? [] : [only] }
    let packaged = program.map { FileName.absolute(FileName.folder($0) + "../share/hrscope/settings") }
    let own = ConfigurationFolder.path(environment).map { $0 + "settings" }
    return [packaged, "/etc/hrscope/settings", own].compactMap(\.self).filter(somethingExists)
  }
}

/// Why a settings file cannot be used.
public typealias SettingsFileError = FileProblem<SettingsFileReason>

/// What can be wrong with a settings file.
public enum SettingsFileReason: FileProblemReason {
  case damaged(SessionRecordError)
  /// What is set cannot be used: in a line, and where the fault lies.
  case unusable(line: Int, String, FileFault)

  public var fault: FileFault {
    switch self {
    case .damaged: .content
    case .unusable(_, _, let fault): fault
    }
  }

  public var description: String {
    switch self {
    case .damaged(let error): "line \(error.line): \(printable(error.problem))"
    case .unusable(let line, let problem, _): "line \(line): \(problem)"
    }
  }
}

extension SettingPlace {
  /// Uses what is set here; a file that cannot be used is said to be named here.
  public func using<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as any FileFailure {
      throw SettingsFileError(path: file, reason: .unusable(line: line, error.description, error.fault))
    }
  }
}
