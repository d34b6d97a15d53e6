extension Unicode.Scalar {
  /// True for half blocks, eighths and shades (U+2580…U+259F), which are surfaces rather than letters.
  var isBlockElement: Bool { (0x2580...0x259F).contains(value) }

  /// True for what the Linux console shows with its own font, code page 437, and with those Debian loads for western
  /// languages (`drivers/tty/vt/cp437.uni` in Linux, which also maps circles and diamonds).
  var isInConsoleFont: Bool {
    isASCII || (0xC0...0xFF).contains(value) && value != 0xD7
      || "─│┌┐└┘├┤┬┴┼░▒▓█▀▄▌▐■●○◆·°±²←↑→↓".unicodeScalars.contains(self)
  }

  /// The ASCII glyph that tells most of this one; `?` if none does.
  var asciiFallback: Unicode.Scalar {
    if isASCII { return self }
    if let known = Self.asciiTable[self] { return known }
    switch value {
    case 0x2500...0x257F: return "+"
    case 0x2801...0x28FF: return Self.dots[min((value & 0xFF).nonzeroBitCount, Self.dots.count) - 1]
    default: return "?"
    }
  }

  /// Braille patterns by their number of dots.
  private static let dots: [Unicode.Scalar] = [".", ".", ":", ":", "+", "+", "#", "#"]

  private static let asciiTable: [Unicode.Scalar: Unicode.Scalar] = {
    let rows: [(ascii: Unicode.Scalar, glyphs: String)] = [
      ("-", "─━┄┅┈┉╌╍═╴╶╸╺╼╾‐‑‒–—―−"), ("|", "│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▌▐▕∣"),
      ("/", "╱⁄÷"), ("\\", "╲"), ("X", "╳✗✘✕✖❌"), ("x", "×⨯"), ("v", "▼▾▽∨↓⇓✓✔"), ("^", "▲▴△↑⇑˄"),
      (">", "▶▸▷►→⇒›»❯⟶"), ("<", "◀◂◁◄←⇐‹«❮⟵"), ("-", "↔"), ("&", "⇄"), ("|", "↕"), ("\\", "↘↖"), ("/", "↗↙"),
      ("#", "■█▆▇▓▋▊▉"), ("*", "◆★✱∗"), ("+", "◇▪"), ("%", "◈"), ("O", "●⬤"), ("o", "○◦◯⚬⊙◎"), ("@", "▣◉"), ("Q", "◐◧"),
      (":", "□▢▒▫∶"),
      (".", "·•∙⋅░⋯"), ("=", "▬"), ("~", "…"),
      ("_", "▁▂▄"), ("=", "▃▅≡≈≅"), ("\"", "▀“”„″"), ("'", "‘’‚′´"), ("~", "∼"), ("+", "⊕†±"),
      (" ", "\u{A0}\u{2002}\u{2003}\u{2007}\u{2009}\u{202F}\u{2800}"),
      ("D", "Δ∆"), ("S", "Σ∑"), ("u", "µμ"), ("s", "σ"), ("e", "ε"), ("a", "α"), ("b", "β"), ("g", "γ"), ("L", "λ"),
      ("2", "²₂"), ("1", "¹₁"), ("3", "³₃"), ("0", "⁰₀°"), ("!", "⚠¡"), ("8", "∞"), ("<", "≤"), (">", "≥"), ("!", "≠"),
      ("A", "ÀÁÂÃÄÅ"), ("a", "àáâãäå"), ("C", "Ç"), ("c", "ç"), ("E", "ÈÉÊË"), ("e", "èéêë"), ("I", "ÌÍÎÏ"),
      ("i", "ìíîïı"), ("N", "Ñ"), ("n", "ñ"), ("O", "ÒÓÔÕÖØ"), ("o", "òóôõöø"), ("U", "ÙÚÛÜ"), ("u", "ùúûü"),
      ("Y", "Ý"), ("y", "ýÿ"), ("s", "ßšş"), ("S", "ŠŞ"), ("z", "žźż"), ("Z", "ŽŹŻ"), ("c", "čć"), ("C", "ČĆ"),
      ("l", "ł"), ("L", "Ł"), ("r", "ř"), ("R", "Ř"), ("g", "ğ"), ("G", "Ğ"),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for row in rows {
      for glyph in row.glyphs.unicodeScalars where table[glyph] == nil { table[glyph] = row.ascii }
    }
    return table
  }()
}
