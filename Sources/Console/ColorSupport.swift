import Cells

/// What terminfo and the environment say about colours.
///
/// Many terminals that show 24-bit colours call themselves xterm-256color, so that programs on other machines find an
/// entry, and say the rest in `COLORTERM`. That variable is inherited by whatever is started inside: here it is
/// believed unless the entry belongs to something that is known to read such colours wrongly. xterm itself removes the
/// variable and calls itself plain xterm, which has eight colours; it is known by its version.
struct ColorSupport {
  /// `TERM`.
  var type: String
  /// How many colours the entry has; below 8 there are none.
  var colors: Int
  /// True if the entry says `RGB`, for direct colours, or tmux's `Tc`.
  var entryIsDirect = false
  /// True if the entry sets colours by sequences of ECMA-48.
  var usesRenditions = true
  /// What the person says that the terminal shows.
  var asked: ColorDepth?
  /// The environment, empty values left out.
  /// `NO_COLOR` counts where the person has not said anything (https://no-color.org).
  var environment: [String: String] = [:]

  var depth: ColorDepth {
    guard let asked else { return environment["NO_COLOR"] == nil ? told : .none }
    // That it shows more is believed only of sequences that other terminals pass over.
    return asked == .trueColor && colors >= 8 && usesRenditions ? .trueColor : min(asked, told)
  }

  /// What the entry and the environment tell.
  private var told: ColorDepth {
    guard colors >= 8 else { return .none }
    let isClaimed = claimsTrueColor && !isWronglyClaimed
    if usesRenditions && (entryIsDirect || isClaimed || isRecentXTerm) { return .trueColor }
    return ColorDepth.allCases.last { $0 < .trueColor && $0.rawValue <= colors } ?? .none
  }

  private var claimsTrueColor: Bool { ["truecolor", "24bit"].contains(environment["COLORTERM"]?.lowercased()) }

  /// True for an xterm that reads such colours, and shows the nearest it has if it was built without them: patch 331
  /// of 2018 and later. Other terminals started from it call themselves something else than xterm or set `COLORTERM`.
  private var isRecentXTerm: Bool {
    guard type == "xterm" || type == "xterm-256color", let version = environment["XTERM_VERSION"] else { return false }
    let number = version.drop { $0 != "(" }.dropFirst().prefix { $0.isNumber }
    return Int(number).map { $0 >= 331 } ?? false
  }

  private var isWronglyClaimed: Bool {
    // The console has a palette of sixteen, whoever started a shell on it.
    if type == "linux" { return true }
    // GNU screen takes the numbers of such a colour for attributes. A tmux that calls itself screen reads them, and
    // reduces them to what the terminal outside shows.
    return type.hasPrefix("screen") && (environment["TMUX"] == nil || environment["STY"] != nil)
  }
}
