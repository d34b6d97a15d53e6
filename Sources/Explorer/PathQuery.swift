/// What is typed into the picture picker: a name, or a path to one. Where there is no slash all of it is the name's.
struct PathQuery: Hashable {
  /// Up to the last slash, that included; empty where none was typed.
  let folder: String
  /// What the name begins with, or a few letters of it.
  let name: String

  init(_ query: String) {
    // By scalars: a combining mark that begins a name would make one character of itself and the slash.
    let scalars = query.unicodeScalars
    let start = scalars.lastIndex(of: "/").map { scalars.index(after: $0) } ?? scalars.startIndex
    (folder, name) = (String(scalars[..<start]), String(scalars[start...]))
  }

  /// Hidden files are there for whoever begins with their dot.
  var asksForHidden: Bool { name.unicodeScalars.first == "." }

  /// The folder that is meant where the picker was opened in another. `~` stands for the person's own; whoever reads it knows
  /// where that is.
  func path(from base: String) -> String {
    if folder.isEmpty { return base }
    let isWhole = ["/", "~/"].contains { folder.unicodeScalars.starts(with: $0.unicodeScalars) }
    return isWhole ? folder : base == "/" ? "/" + folder : "\(base)/\(folder)"
  }

  /// What completes the name: what all the names have in common that begin with it. Nil where none does.
  ///
  /// - Parameter names: of what is in the folder. Where none begins with the very letters, capital ones count as small ones.
  func completion(of names: [String]) -> (name: String, count: Int)? {
    let exact = names.filter { $0.unicodeScalars.starts(with: name.unicodeScalars) }
    let fitting = exact.isEmpty ? names.filter { $0.lowercased().hasPrefix(name.lowercased()) } : exact
    guard let first = fitting.first else { return nil }
    let common = fitting.dropFirst().reduce(Array(first.unicodeScalars)) { common, name in
      Array(zip(common, name.unicodeScalars).prefix { $0 == $1 }.map(\.0))
    }
    // Where letters differ in their case the beginning may be shorter than what was typed.
    guard common.count >= name.unicodeScalars.count else { return (name, fitting.count) }
    return (String(String.UnicodeScalarView(common)), fitting.count)
  }
}
