import HRNet

/// A row of the table of families: what hangs on an HRNet's body in the files of one code, and what its weights do not
/// say.
struct FamilyRow: Sendable {
  let family: Family
  /// Whose names these are, for people: `MMSegmentation`.
  let code: String
  let head: HeadKind
  /// Where the file's names of the head differ from the canonical ones; the first that fits a key holds.
  var renames: [Rename] = []
  /// What stands last in the names of the body, where such heads stand beside nothing else: `backbone.`
  var body: String?
  /// Convolutions that tell the family, even where not all of the head is there. Any of them does: a head that lacks one
  /// is named by the others.
  let evidence: [Evidence]
  /// Beginnings of names that belong to the head alone: a tensor there that it does not have changes what it computes.
  let owned: [String]
  /// How the code brings coarser streams up, in exchange units; the concatenation does alike, but bilinear where this is
  /// nearest.
  var upsampling = Upsampling.nearest
  /// Numbers of classes whose networks this code trained with aligned corners.
  var classesWithCorners: Set<Int> = []
  /// Only in files that say that their head's convolutions have no bias: our conversions of such. Elsewhere a bias that
  /// is not there is missing.
  var isConverted = false
  /// How the code prepares pictures.
  var preprocessing = Preprocessing()
}

extension FamilyRow {
  /// What a key is called in the code's files; the first of several names.
  func name(of key: String) -> String { renames.lazy.compactMap { $0.names(of: key)?.first }.first ?? key }

  /// A convolution by its canonical key, told by how many channels it reads.
  struct Evidence: Hashable, Sendable {
    enum Channels: Sendable {
      /// Of all four streams together, as V2 heads read them.
      case all
      /// Of the finest stream.
      case finest
      /// However many.
      case any
      /// However many, without a kernel.
      case linear
    }

    let key: String
    let channels: Channels

    static func all(_ key: String) -> Evidence { Evidence(key: key, channels: .all) }
    static func finest(_ key: String) -> Evidence { Evidence(key: key, channels: .finest) }
    static func any(_ key: String) -> Evidence { Evidence(key: key, channels: .any) }
    static func linear(_ key: String) -> Evidence { Evidence(key: key, channels: .linear) }
  }

  /// Canonical keys that begin so are called otherwise in files. `{n}` stands for a number; in a file's name `{3n}` and
  /// `{3n+1}` are made of it.
  struct Rename: Sendable {
    let canonical: String
    /// One of these is in the file; the first where none is.
    let inFile: [String]

    init(_ canonical: String, _ inFile: String...) { (self.canonical, self.inFile) = (canonical, inFile) }

    init(_ canonical: String, anyOf inFile: [String]) { (self.canonical, self.inFile) = (canonical, inFile) }

    private static let placeholder = "{n}"

    /// The names a key may have in a file; nil for a key that begins otherwise.
    func names(of key: String) -> [String]? {
      guard let range = canonical.firstRange(of: Self.placeholder) else {
        return key.hasPrefix(canonical) ? inFile.map { $0 + key.dropFirst(canonical.count) } : nil
      }
      let (before, after) = (canonical[..<range.lowerBound], canonical[range.upperBound...])
      guard key.hasPrefix(before) else { return nil }
      let digits = key.dropFirst(before.count).prefix { $0.isWholeNumber }
      let rest = key.dropFirst(before.count + digits.count)
      guard let number = Int(digits), number < 1 << 20, rest.hasPrefix(after) else { return nil }
      return inFile.map { name in
        name.replacing("{n}", with: "\(number)").replacing("{3n}", with: "\(3 * number)")
          .replacing("{3n+1}", with: "\(3 * number + 1)") + rest.dropFirst(after.count)
      }
    }
  }
}
