import HRNet

/// A head that lies whole among a file's tensors, beside or beyond a pose head.
///
/// Heads are told by shapes as well as names, and only where nothing of them is missing: half a head is none.
struct FoundHead {
  let row: FamilyRow
  let head: any Head
  /// The canonical keys of the head's tensors, by the file's names.
  private let keys: [String: String]

  /// - Throws: why there is no such head, or no whole one.
  init(_ row: FamilyRow, in file: HeadSearch, on body: Architecture) throws(HeadProblem) {
    let shapes = file.shapes(row)
    do { head = try row.head.head(in: shapes) } catch {
      guard case .missing(let name) = error, let type = file.unsupported[name] else { throw error }
      throw .type(name, type)
    }
    guard body.head.streamsRead >= head.streamsRead else {
      throw .streams(expected: head.streamsRead, found: body.head.streamsRead)
    }
    var keys: [String: String] = [:]
    for tensor in Self.tensors(of: head, on: body) {
      let (name, found) = shapes.tensor(tensor.key)
      guard let found else { throw file.unsupported[name].map { .type(name, $0) } ?? .missing(name) }
      // A number may be stored as a list of one.
      guard found == tensor.shape || tensor.shape.isEmpty && found == [1] else {
        throw .shape(name, expected: "\(tensor.shape)", found: found)
      }
      keys[name] = tensor.key
    }
    if let extra = file.names(ownedBy: row).filter({ keys[$0] == nil }).min() { throw .extra(extra) }
    self.row = row
    self.keys = keys
  }

  /// What a head adds to a body of as many streams as it reads.
  private static func tensors(of head: any Head, on body: Architecture) -> [NeededTensor] {
    var architecture = body
    architecture.head = BackboneHead(streams: head.streamsRead)
    let known = Set((try? architecture.tensors().map(\.key)) ?? [])
    architecture.head = head
    return (try? architecture.tensors().filter { !known.contains($0.key) }) ?? []
  }

  /// The canonical key of a name in the file, or nil for what is no part of the head.
  func canonicalKey(of name: String) -> String? { keys[name] }
}

/// The tensors of a file that may be a head's: those that begin as the body's names do, or as what the body is part of.
struct HeadSearch {
  /// What stands before the heads' names.
  let outer: String
  let width: Int
  /// By the file's names.
  let tensors: [String: [Int]]
  /// Types that are not read, by the names of their tensors.
  let unsupported: [String: String]

  /// The shapes by canonical key, with what they are called in such files.
  func shapes(_ row: FamilyRow) -> HeadShapes {
    let renames = renames(row)
    return HeadShapes(width: width) { key in
      let names = (renames.lazy.compactMap { $0.names(of: key) }.first ?? [key]).map { outer + $0 }
      // Of one that is missing, the name beside which something is.
      let found =
        names.first { tensors[$0] != nil } ?? names.first { tensors[Self.weight(beside: $0)] != nil } ?? names[0]
      return (found, tensors[found])
    }
  }

  /// A row's renames with those of several names first that the file has: what is missing is called so, too.
  private func renames(_ row: FamilyRow) -> [FamilyRow.Rename] {
    let several = row.renames.filter { $0.inFile.count > 1 }
    guard !several.isEmpty else { return row.renames }
    func isThere(_ name: String) -> Bool {
      let start = outer + name.prefix { $0 != "{" }
      return tensors.keys.contains { $0.hasPrefix(start) }
    }
    let found = several.map { $0.inFile.firstIndex(where: isThere) }
    // The names of all are in one order: where nothing of one is there, another tells.
    let other = found.lazy.compactMap { $0 }.first
    var places = found[...]
    return row.renames.map { rename in
      guard rename.inFile.count > 1, let place = places.removeFirst() ?? other else { return rename }
      return FamilyRow.Rename(rename.canonical, anyOf: [rename.inFile[place]] + rename.inFile)
    }
  }

  private static func weight(beside name: String) -> String {
    name.split(separator: ".").dropLast().joined(separator: ".") + ".weight"
  }

  /// Whether a file's head is of a row, whole or not.
  func isLikely(_ row: FamilyRow) -> Bool { !evidence(for: row).isEmpty }

  /// The file's names of convolutions that speak for a row.
  func evidence(for row: FamilyRow) -> [String] {
    let shapes = shapes(row)
    return row.evidence.compactMap { evidence in
      let (name, shape) = shapes.tensor(evidence.key + ".weight")
      guard let shape else { return nil }
      let fits =
        switch evidence.channels {
        case .all: shape.count == 4 && shape[1] == shapes.allChannels
        case .finest: shape.count == 4 && shape[1] == width
        case .any: shape.count == 4
        case .linear: shape.count == 2
        }
      return fits ? name : nil
    }
  }

  /// Names that belong to the row's head alone, but for what only training needs.
  func names(ownedBy row: FamilyRow) -> [String] {
    let owned = row.owned.map { outer + $0 }
    guard !owned.isEmpty else { return [] }
    return (Array(tensors.keys) + unsupported.keys).filter { name in
      owned.contains { name.hasPrefix($0) } && !HeadObstacles.isHarmless(name)
    }
  }
}

/// A head that a file has and this program leaves out.
public struct HeadObstacle: Hashable, Sendable, CustomStringConvertible {
  /// As `Head.name`, or in words where there is no such head.
  public let head: String
  /// Whose names it has.
  public let code: String
  let problem: HeadProblem

  public var description: String {
    switch problem {
    case .missing(let name): "\(title): tensor '\(printable(name))' is missing"
    case .type(let name, let type): "\(title): tensor '\(printable(name))' is of unsupported type \(printable(type))"
    case .shape(let name, let expected, let found):
      "\(title): tensor '\(printable(name))': wrong shape (expected \(expected), found \(found.prefix(8)))"
    case .extra(let name): "\(title): tensor '\(printable(name))' is no part of such a head"
    case .streams(let expected, let found):
      "\(title): the body puts out \(found) of the \(expected) streams that it reads"
    case .foreign(let text): text
    }
  }

  /// The tensor that is missing, by the file's name.
  var missing: [String] { if case .missing(let name) = problem { [name] } else { [] } }

  private var title: String { "\(head) (\(code))" }
}
