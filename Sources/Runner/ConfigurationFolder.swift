/// Where a person's own configuration is: `$XDG_CONFIG_HOME/hrscope`, or the same below `~/.config`.
enum ConfigurationFolder {
  /// With a slash at its end; nil where neither is known.
  ///
  /// - Parameter environment: where to look for `XDG_CONFIG_HOME` and `HOME`.
  static func path(_ environment: [String: String]) -> String? {
    if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
      return configuration + "/hrscope/"
    }
    return environment["HOME"].map { $0 + "/.config/hrscope/" }
  }
}
