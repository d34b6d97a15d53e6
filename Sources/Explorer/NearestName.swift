/// Names that were misspelt.
public enum NearestName {
  /// The one of some names that a word was most likely meant for; nil where none is near.
  public static func of(_ word: String, among names: [String]) -> String? {
    // Nobody misspells a name of a dozen letters with a hundred.
    let word = String(word.prefix(100)).lowercased()
    var nearest: (name: String, distance: Int)?
    for name in names {
      let distance = distance(word, name)
      // Of short words one letter may be wrong, of long ones three.
      guard distance <= max(1, min(3, name.count / 3)), distance < nearest?.distance ?? .max else { continue }
      nearest = (name, distance)
    }
    return nearest?.name
  }

  /// Letters that are to be put in, left out, replaced or swapped with their neighbour to make one word of the other
  /// (optimal string alignment).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
