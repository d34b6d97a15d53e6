import Cells

/// Words with emphasis and names in them, as lessons write them: `*like this*`, and `[s4.m2:32>4]` for a part of the network.
struct LessonText {
  struct Piece: Hashable {
    var text: String
    let kind: Kind
  }

  enum Kind: Hashable { case plain, strong, name }

  let pieces: [Piece]

  init(_ text: String) {
    var pieces: [Piece] = []
    var rest = text[...]
    var plain = ""
    while let first = rest.first {
      let closing: Character = first == "[" ? "]" : first
      if first == "*" || first == "[", let end = rest.dropFirst().firstIndex(of: closing) {
        let inside = rest[rest.index(after: rest.startIndex)..<end]
        if !inside.isEmpty, inside.first != " ", inside.last != " " {
          if !plain.isEmpty { pieces.append(Piece(text: plain, kind: .plain)) }
          plain = ""
          pieces.append(Piece(text: String(inside), kind: first == "*" ? .strong : .name))
          rest = rest[rest.index(after: end)...]
          continue
        }
      }
      plain.append(first)
      rest = rest.dropFirst()
    }
    if !plain.isEmpty { pieces.append(Piece(text: plain, kind: .plain)) }
    self.pieces = pieces
  }

  /// The words alone.
  var plain: String { pieces.map(\.text).joined() }

  /// What a text names in brackets.
  static func mentions(in text: String) -> [String] {
    LessonText(text).pieces.filter { $0.kind == .name }.map(\.text)
  }

  /// The text in lines of whole words.
  ///
  /// - Parameter width: in columns of the screen.
  func lines(width: Int) -> [[Piece]] {
    var kinds = pieces.flatMap { piece in piece.text.unicodeScalars.map { _ in piece.kind } }[...]
    let text = plain
    var scalars = text.unicodeScalars[...]
    return Canvas.wrapped(text, width: width).map { line in
      var result: [Piece] = []
      // Blanks at which lines break are in none of them.
      while let first = scalars.first, first == " ", line.unicodeScalars.first != " " {
        scalars = scalars.dropFirst()
        kinds = kinds.dropFirst()
      }
      for scalar in line.unicodeScalars {
        while let first = scalars.first, first != scalar {
          scalars = scalars.dropFirst()
          kinds = kinds.dropFirst()
        }
        let kind = kinds.first ?? .plain
        scalars = scalars.dropFirst()
        kinds = kinds.dropFirst()
        if result.last?.kind == kind {
          result[result.count - 1].text.unicodeScalars.append(scalar)
        } else {
          result.append(Piece(text: String(scalar), kind: kind))
        }
      }
      return result
    }
  }
}
