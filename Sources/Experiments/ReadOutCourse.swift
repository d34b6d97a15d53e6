import Engine
import HRNet

extension Estimator {
  /// What a head makes of every depth where it can be applied, in the order of time: a pose forming, a class map.
  ///
  /// Only the head is run; everything it reads is in the pass. A head that costs more than the body between two columns is
  /// applied after exchange units only.
  ///
  /// - Throws: `PassCancelled` when asked to stop.
  public func readOutCourse(
    of output: HeadOutput, in pass: Pass, _ frame: PictureFrame, cancellation: Cancellation? = nil
  ) throws(PassCancelled) -> [ReadOutDepth] {
    var depths: [ReadOutDepth] = []
    for readOut in network.readOutCourse(of: output) {
      if cancellation?.isCancelled == true { throw PassCancelled() }
      guard let early = executor.read(readOut, in: pass) else { continue }
      depths.append(ReadOutDepth(readOut: readOut, reading: read(early, frame, output: output)))
    }
    return depths
  }
}

extension Network {
  /// Where a head is applied to see what it says in the course of a pass.
  fileprivate func readOutCourse(of output: HeadOutput) -> [ReadOut] {
    let (all, head) = (earlyReadOuts(of: output), headNodes(of: output))
    let isCheap = cost(head) * all.count <= cost(nodes.indices.prefix(head.first ?? 0))
    return isCheap ? all : all.filter { columns[$0.column].isExchange }
  }

  private func cost(_ some: some Sequence<Node.ID>) -> Int { some.reduce(0) { $0 + nodes[$1].multiplyAccumulates } }
}

extension Estimator {
  /// What linear read-outs say at every depth for which there are some, in the order of time; of whole columns too.
  ///
  /// Maps of classes are as large as the picture: of a large one only those behind exchange units are read, and of a very
  /// large one only the last.
  ///
  /// - Parameter kind: joints, or classes.
  /// - Throws: `PassCancelled` when asked to stop.
  public func readOutCourse(
    of probes: NetworkProbes, _ kind: ProbeTargets.Kind, by blas: BLAS, in pass: Pass, _ frame: PictureFrame,
    cancellation: Cancellation? = nil
  ) throws(PassCancelled) -> [ReadOutDepth] {
    var nodes = probes.nodes(kind)
    if kind == .classes {
      let most = max(Self.mostPixels / max(frame.picture.width * frame.picture.height, 1), 1)
      if nodes.count > most { nodes = nodes.filter { network[$0].isFused } }
      nodes = nodes.suffix(most)
    }
    var depths: [ReadOutDepth] = []
    for isConcatenated in [false, true] {
      for node in isConcatenated ? probes.nodes(kind, isConcatenated: true) : nodes {
        if cancellation?.isCancelled == true { throw PassCancelled() }
        guard let column = network.columns.firstIndex(where: { $0.nodes.contains(node) }),
          let probe = probes.probe(of: node, kind, isConcatenated: isConcatenated),
          let reading = read(.probe(probe, by: blas), in: pass, frame)
        else { continue }
        depths.append(
          ReadOutDepth(reader: .probe(node, isConcatenated: isConcatenated), column: column, reading: reading))
      }
    }
    return depths
  }

  /// Of all class maps of a course together.
  private static let mostPixels = 50_000_000
}

extension Node {
  fileprivate var isFused: Bool { if case .fused = address { true } else { false } }
}

/// What is read at one depth of a network.
public struct ReadOutDepth: Hashable, Sendable {
  /// Who reads.
  public enum Reader: Hashable, Sendable {
    /// A head, which was trained for the end.
    case head(ReadOut)
    /// A linear read-out that was fitted to a node, or to it and the coarser streams beside it.
    case probe(Node.ID, isConcatenated: Bool)
  }

  public let reader: Reader
  /// Index into `Network.columns`: whose streams are read.
  public let column: Int
  public let reading: Reading

  public init(reader: Reader, column: Int, reading: Reading) {
    (self.reader, self.column, self.reading) = (reader, column, reading)
  }

  public init(readOut: ReadOut, reading: Reading) {
    self.init(reader: .head(readOut), column: readOut.column, reading: reading)
  }

  /// How far the reading is from a reference; nothing found of one that is of another sort.
  public func error(from reference: ReadOutReference) -> ReadOutError { reading.error(from: reference) }
}

extension Reading {
  /// How far it is from a reference; nothing found of one that is of another sort.
  func error(from reference: ReadOutReference) -> ReadOutError {
    switch reference {
    case .truth(let truth):
      guard let comparison = comparison(with: truth) else { return .none }
      return ReadOutError(
        mean: comparison.distance.value, unit: comparison.distance.unit,
        found: comparison.errors.count { $0 != nil }, missing: comparison.missing)
    case .result(let result):
      guard let change = change(from: result) else { return .none }
      return ReadOutError(
        mean: change.headline.value, unit: change.headline.unit, found: change.items.count { $0 != nil },
        missing: zip(result.items, items).count { $0.isFound && !$1.isFound })
    }
  }
}

/// What early readings are measured against.
public enum ReadOutReference: Hashable, Sendable {
  case truth(Truth)
  /// The network's own.
  case result(Reading)
}

/// How far an early reading is from a reference.
public struct ReadOutError: Hashable, Sendable {
  /// Over the items found; nil where none was.
  public let mean: Double?
  public let unit: String
  public let found: Int
  /// Items of the reference that the read-out did not find.
  public let missing: Int

  public init(mean: Double?, unit: String, found: Int, missing: Int) {
    (self.mean, self.unit, self.found, self.missing) = (mean, unit, found, missing)
  }

  static let none = ReadOutError(mean: nil, unit: "", found: 0, missing: 0)
}
