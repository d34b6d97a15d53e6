import HRNet

/// A network of the paper's comparisons that is no HRNet, among a file's tensors: an encoder–decoder with its head.
///
/// Body and head are one piece: every tensor beside what only training needs must have its place in it, and nothing of it
/// may be missing.
struct EncoderDecoder {
  let row: Row
  /// What stands before the body's names.
  let bodyPrefix: String
  let architecture: Architecture
  /// What stands before the body's and the head's names alike.
  private let outer: String

  /// The files of one code.
  struct Row: Sendable {
    enum Kind: Sendable {
      case simpleBaseline, hourglass
      /// What this program cannot compute, in words.
      case foreign(String)
    }

    let family: Family
    let code: String
    let kind: Kind
    /// Tensors like no other network's, by their canonical keys; any of them tells.
    let landmarks: [String]
    /// What stands last in the names of the body: `backbone.`
    var body = ""
    /// What the names of the head begin with, by the canonical beginning.
    var head: [FamilyRow.Rename] = []
    var preprocessing = Preprocessing()
  }

  private static let deconvolutions = (0..<3).map { "deconv_layers.\(3 * $0).weight" }

  /// Whose files are known. In MMPose's names the last part of the head is the authors'.
  static let rows: [Row] =
    [("MMPose 1.x", "head."), ("MMPose 0.x", "keypoint_head.")].map { code, head in
      Row(
        family: code == "MMPose 1.x" ? .mmpose1 : .mmpose0, code: code, kind: .simpleBaseline,
        landmarks: deconvolutions, body: "backbone.",
        head: ["deconv_layers.", "final_layer."].map { .init($0, head + $0) })
    } + [
      Row(
        family: .officialPose, code: "SimpleBaseline's authors", kind: .simpleBaseline,
        landmarks: deconvolutions),
      Row(
        family: .hourglass, code: "pytorch-pose", kind: .hourglass,
        landmarks: ["hg.0.hg.0.0.0.conv1.weight", "hg.0.hg.3.0.0.conv1.weight"],
        preprocessing: Preprocessing(mean: [0.4404, 0.4440, 0.4327], standardDeviation: [1, 1, 1])),
      Row(
        family: .hourglass, code: "MMPose",
        kind: .foreign("MMPose's hourglass, whose units are others (that of pytorch-pose's names is computed)"),
        landmarks: ["hourglass_modules.0.low1.0.conv1.weight"], body: "backbone."),
    ]

  /// - Returns: nil where no such network is in the file.
  /// - Throws: naming the first thing that is not as it should be.
  init?(_ shapes: [String: [Int]]) throws(CheckpointError.Reason) {
    guard let (row, outer) = Self.find(shapes) else { return nil }
    (self.row, self.outer, bodyPrefix) = (row, outer, outer + row.body)
    if case .foreign(let text) = row.kind { throw .notA("network", text) }
    var known: [String: [Int]] = [:]
    for (name, shape) in shapes {
      if let key = Self.key(of: name, row, outer: outer) { known[key] = shape }
    }
    let name = { Self.name(of: $0, row, outer: outer) }
    switch row.kind {
    case .hourglass:
      architecture = try ArchitectureInference(shapes: known, name: name, kind: "stacked hourglass").hourglass()
    default:
      architecture = try ArchitectureInference(shapes: known, name: name, kind: "SimpleBaseline").simpleBaseline()
    }
  }

  /// The first row whose landmark the file has, and what stands before its names; of several copies the one that
  /// `Anatomy` would take.
  private static func find(_ shapes: [String: [Int]]) -> (Row, outer: String)? {
    for row in rows {
      let found = row.landmarks.flatMap { key -> [String] in
        let name = name(of: key, row, outer: "")
        return shapes.keys.filter { $0.hasSuffix(name) }.map { String($0.dropLast(name.count)) }
      }.filter { $0.isEmpty || $0.hasSuffix(".") }
      if let outer = found.min(by: { Anatomy.rank(ofOuter: $0) < Anatomy.rank(ofOuter: $1) }) { return (row, outer) }
    }
    return nil
  }

  /// The canonical key of a name in the file, or nil for what lies outside of the network or takes no part in it.
  func canonicalKey(of name: String) -> String? { Self.key(of: name, row, outer: outer) }

  private static func key(of name: String, _ row: Row, outer: String) -> String? {
    guard name.hasPrefix(outer), !HeadObstacles.isOfTraining(name) else { return nil }
    let inner = name.dropFirst(outer.count)
    for rename in row.head {
      for start in rename.inFile where inner.hasPrefix(start) { return rename.canonical + inner.dropFirst(start.count) }
    }
    return String(inner.hasPrefix(row.body) ? inner.dropFirst(row.body.count) : inner)
  }

  /// What a canonical key is called in the file, for messages.
  func name(of key: String) -> String { Self.name(of: key, row, outer: outer) }

  private static func name(of key: String, _ row: Row, outer: String) -> String {
    outer + (row.head.lazy.compactMap { $0.names(of: key)?.first }.first ?? row.body + key)
  }
}
