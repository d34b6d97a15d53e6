import Engine
import HRNet

/// Where the value at the peak of a heat map comes from: which stream brought how much of it to each exchange unit.
///
/// **The last exchange unit is exact.** Behind its sum stand a ReLU and the head, which is linear. With the ReLU as the
/// gate it was in this pass — open for a channel whose sum was positive, shut otherwise — the head's value is
/// `bias + Σ_j Σ_c open_c · w_c · gain_j · term_jc`: each source stream j has an amount, and the amounts and the bias add
/// up to the score.
///
/// **Earlier units share an amount out by projection.** What stream i carries is put down to the terms of its sum at the
/// same place in proportion to `⟨gain_j · term_j, y⟩ / ⟨y, y⟩`, where y is the fused value after its ReLU: how much of y
/// each term makes up. These parts add up to 1 by construction; a term that points against the sum has a negative one.
/// Between exchange units an amount stays in its stream and at its place, and a stream that a transition made hands it to
/// the stream it was made from. This follows values, not causes: what residual units make of their neighbourhood, and
/// that they may weigh channels by other directions than y, it does not see.
public struct PeakContributions: Hashable, Sendable {
  /// Whose heat map, by its place among the items.
  public let item: Int
  /// The peak in values of the heat map.
  public let x: Int
  public let y: Int
  /// The heat map's value at the peak.
  public let score: Double
  /// What the head adds whatever it reads.
  public let bias: Double
  /// In the order of time; all of the same sum, `score − bias`.
  public let units: [Unit]

  /// What the source streams of one exchange unit brought.
  public struct Unit: Hashable, Sendable {
    public let address: ExchangeAddress
    /// Of the score, by destination and source stream; zero where nothing of the destination reaches the peak.
    public let amounts: [[Double]]

    public init(address: ExchangeAddress, amounts: [[Double]]) {
      self.address = address
      self.amounts = amounts
    }

    /// By source stream, over all destinations.
    public var sources: [Double] {
      (amounts.first?.indices).map { $0.map { source in amounts.reduce(0) { $0 + $1[source] } } } ?? []
    }
  }

  public init(item: Int, x: Int, y: Int, score: Double, bias: Double, units: [Unit]) {
    self.item = item
    self.x = x
    self.y = y
    self.score = score
    self.bias = bias
    self.units = units
  }
}

extension PeakContributions {
  /// Follows one item's value at a position of its heat map back to the first exchange unit.
  ///
  /// - Parameters:
  ///   - head: the weights of the head's convolution, `[joints][C][kernel][kernel]`.
  ///   - x: column in the heat map.
  ///   - y: row in the heat map.
  ///   - heatMaps: the node that puts them out, on any stream.
  /// - Returns: nil where no last exchange unit's stream is all that puts out the heat maps, or the position is none of
  ///   theirs.
  public init?(
    ofItem item: Int, x: Int, y: Int, at heatMaps: Node.ID, in pass: Pass, of network: Network,
    head: ConvolutionWeights
  ) {
    let output = network[heatMaps]
    guard case .sequence(let convolutions) = output.operation, convolutions.count == 1,
      let last = network.exchangeUnits.last, last.address.site == .module,
      let read = last.outputs.firstIndex(where: { output.inputs == [$0] }), let result = pass[output.id],
      (0..<output.shape.channels).contains(item), (0..<output.shape.width).contains(x),
      (0..<output.shape.height).contains(y)
    else { return nil }

    let reader = HeadReader(convolution: convolutions[0], weights: head, row: item)
    var amounts = reader.amounts(of: last, destination: read, x: x, y: y, in: pass)
    // Nothing of the finer streams' sums is read.
    let unread = [[Double]](repeating: amounts.map { _ in 0 }, count: read)
    var units = [Unit(address: last.address, amounts: unread + [amounts])]
    /// The same place at another stream's resolution.
    func at(_ destination: Int, _ place: Int) -> Int {
      destination < read ? place << (read - destination) : place >> (destination - read)
    }
    for unit in network.exchangeUnits.dropLast().reversed() {
      // Before the first module of a stage, its lowest stream was the one above it, where streams come one by one.
      while amounts.count > unit.outputs.count {
        let made = amounts.removeLast()
        amounts[amounts.count - 1] += made
      }
      let rows = unit.outputs.indices.map { destination in
        unit.parts(of: destination, x: at(destination, x), y: at(destination, y), in: pass)
          .map { $0 * amounts[destination] }
      }
      units.append(Unit(address: unit.address, amounts: rows))
      amounts = units[units.count - 1].sources
    }
    self.init(
      item: item, x: x, y: y, score: Double(result.values(x: x, y: y)[item]), bias: Double(head.bias[item]),
      units: units.reversed())
  }
}

/// One row of the head's convolution.
private struct HeadReader {
  let convolution: Convolution
  let weights: ConvolutionWeights
  let row: Int

  /// What each source of the row of the last exchange unit that the head reads adds to the head's value at a position.
  func amounts(of unit: ExchangeUnit, destination: Int, x: Int, y: Int, in pass: Pass) -> [Double] {
    var amounts = [Double](repeating: 0, count: unit.sourceCount)
    guard let sum = pass[unit.outputs[destination]] else { return amounts }
    let kernel = convolution.kernel
    for line in 0..<kernel {
      for column in 0..<kernel {
        let (u, v) = (x + column - kernel / 2, y + line - kernel / 2)
        guard (0..<sum.shape.width).contains(u), (0..<sum.shape.height).contains(v) else { continue }
        let fused = sum.values(x: u, y: v)
        for (source, term) in unit.terms(of: destination, x: u, y: v, in: pass).enumerated() {
          for channel in fused.indices where fused[channel] > 0 && !term.isEmpty {
            let index = ((row * fused.count + channel) * kernel + line) * kernel + column
            amounts[source] += Double(weights.weights[index] * weights.scale[row]) * Double(term[channel])
          }
        }
      }
    }
    return amounts
  }
}

extension ExchangeUnit {
  /// What each source adds to a destination's sum at a position, gains included; empty for an edge that is cut.
  fileprivate func terms(of destination: Int, x: Int, y: Int, in pass: Pass) -> [[Float]] {
    edges[destination].indices.map { source in
      let gain = pass.interventions[edge(from: source, to: destination)]
      guard gain != 0, let term = pass[edges[destination][source]] else { return [] }
      return term.values(x: x >> term.upsampling, y: y >> term.upsampling).map { gain * $0 }
    }
  }

  /// How much of a fused value each source makes up; the sum is 1. Where the value is zero, all of it counts as the
  /// stream's own.
  fileprivate func parts(of destination: Int, x: Int, y: Int, in pass: Pass) -> [Double] {
    let fused = pass[outputs[destination]]?.values(x: x, y: y).map(Double.init) ?? []
    let square = fused.reduce(0) { $0 + $1 * $1 }
    guard square > 0, square.isFinite else { return (0..<sourceCount).map { $0 == destination ? 1 : 0 } }
    return terms(of: destination, x: x, y: y, in: pass).map { term in
      zip(term, fused).reduce(0) { $0 + Double($1.0) * $1.1 } / square
    }
  }
}
