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

/// What a head reads at one depth of a network.
public struct ReadOutDepth: Hashable, Sendable {
  public let readOut: ReadOut
  public let reading: Reading

  public init(readOut: ReadOut, reading: Reading) { (self.readOut, self.reading) = (readOut, reading) }

  /// Index into `Network.columns`: whose streams are read.
  public var column: Int { readOut.column }

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
