/// Columns and rows of an activation, both ends included.
public struct Region: Hashable, Sendable {
  public let x: ClosedRange<Int>
  public let y: ClosedRange<Int>

  public init(x: ClosedRange<Int>, y: ClosedRange<Int>) {
    self.x = x
    self.y = y
  }

  /// One position.
  public init(x: Int, y: Int) { self.init(x: x...x, y: y...y) }

  public var width: Int { x.count }
  public var height: Int { y.count }

  /// All of an activation.
  public init(all shape: Shape) { self.init(x: 0...shape.width - 1, y: 0...shape.height - 1) }

  /// The smallest region that holds both.
  public func union(_ other: Region) -> Region {
    Region(
      x: min(x.lowerBound, other.x.lowerBound)...max(x.upperBound, other.x.upperBound),
      y: min(y.lowerBound, other.y.lowerBound)...max(y.upperBound, other.y.upperBound))
  }
}

/// The theoretical receptive field of one position of one node: what of every node before it the value there can depend
/// on, whatever the weights are.
///
/// Kernels, strides and upsampling are followed backwards along every path that is not cut, and clipped to each
/// activation's extent. Where several paths meet, the field is the smallest rectangle that holds them all; its sides are
/// exact.
public struct ReceptiveField: Hashable, Sendable {
  /// By node; nil where nothing of the node reaches the position.
  private let regions: [Region?]

  /// - Parameters:
  ///   - node: whose value is asked about.
  ///   - x: the position's column in `node`.
  ///   - y: the position's row in `node`.
  ///   - interventions: an edge with gain 0 carries nothing, nor does one that brings another picture's term; the mean
  ///     of a term sees all of it.
  /// - Precondition: the position lies in `node`.
  /// - Complexity: O(convolutions).
  public init(of node: Node.ID, x: Int, y: Int, in network: Network, _ interventions: Interventions = .none) {
    let shape = network[node].shape
    precondition((0..<shape.width).contains(x) && (0..<shape.height).contains(y), "a position of the node")
    var regions: [Region?] = Array(repeating: nil, count: network.nodes.count)
    regions[node] = Region(x: x, y: y)
    for node in network.nodes.reversed() {
      guard let region = regions[node.id] else { continue }
      for (place, input) in node.inputs.enumerated() {
        let shape = network[input].shape
        var read = node.reads(region, of: shape, place: place, upsampling: network.architecture.upsampling)
        if case .edge(let edge) = network[input].address {
          switch interventions[contributionOf: edge] {
          case .nothing, .patch: continue
          case .mean: read = Region(all: shape)
          case .gain: break
          }
        }
        regions[input] = regions[input]?.union(read) ?? read
      }
    }
    self.regions = regions
  }

  public subscript(node: Node.ID) -> Region? { regions[node] }
}

extension Node {
  /// What of an input is read to compute a region of the output.
  ///
  /// - Parameters:
  ///   - shape: of the input.
  ///   - place: of the input among those the node has.
  ///   - upsampling: by which exchange units bring coarser streams up.
  fileprivate func reads(_ region: Region, of shape: Shape, place: Int, upsampling: Upsampling) -> Region {
    switch operation {
    case .input, .identity, .fusion, .concatenation, .sum, .relu, .softmax(.channels), .distances: return region
    case .sequence(let convolutions): return Self.reads(region, through: convolutions, of: shape)
    case .residual(let main, let projection), .preactivated(_, let main, let projection):
      let shortcut = projection.map { Self.reads(region, through: [$0], of: shape) } ?? region
      return Self.reads(region, through: main, of: shape).union(shortcut)
    case .projectAndUpsample(let convolution, _):
      let below = sources(of: region, from: convolution.outputShape, by: upsampling)
      return Self.reads(below, through: [convolution], of: shape)
    case .upsample(let rule): return sources(of: region, from: shape, by: rule)
    case .averagePool(let side):
      func squares(_ range: ClosedRange<Int>) -> ClosedRange<Int> {
        range.lowerBound * side...range.upperBound * side + side - 1
      }
      return Region(x: squares(region.x), y: squares(region.y))
    case .maxPool(let side):
      return Region(
        x: MaxPool.squares(region.x, side: side, limit: shape.width),
        y: MaxPool.squares(region.y, side: side, limit: shape.height))
    // Positions of the first input are those of the result, but where they are summed up; the second input is a list of
    // regions, of which every position of the result may read any.
    case .product(.similarity), .product(.mixture): return place == 0 ? region : Region(all: shape)
    case .mean, .softmax(.positions), .product(.gather), .groupNorm: return Region(all: shape)
    }
  }

  private static func reads(_ region: Region, through convolutions: [Convolution], of shape: Shape) -> Region {
    var region = region
    for (index, convolution) in convolutions.enumerated().reversed() {
      let input = index > 0 ? convolutions[index - 1].outputShape : shape
      func widened(_ range: ClosedRange<Int>, _ limit: Int) -> ClosedRange<Int> {
        if convolution.isTransposed {
          // Output o reads what lies at (o + 1 − tap) / 2, for every other tap of four.
          return ((range.lowerBound - 1) >> 1...(range.upperBound + 1) >> 1).clamped(to: 0...limit - 1)
        }
        let padding = convolution.kernel / 2
        let low = range.lowerBound * convolution.stride - padding
        let high = range.upperBound * convolution.stride - padding + convolution.kernel - 1
        return (low...high).clamped(to: 0...limit - 1)
      }
      region = Region(x: widened(region.x, input.width), y: widened(region.y, input.height))
    }
    return region
  }

  /// What upsampling to the node's size mixes into a region.
  private func sources(of region: Region, from source: Shape, by rule: Upsampling) -> Region {
    Region(
      x: rule.sources(of: region.x, from: source.width, to: shape.width),
      y: rule.sources(of: region.y, from: source.height, to: shape.height))
  }
}

extension Upsampling {
  /// The values along a side that upsampling mixes into a range.
  fileprivate func sources(of range: ClosedRange<Int>, from size: Int, to grown: Int) -> ClosedRange<Int> {
    /// The first and the last value that position p reads.
    func around(_ position: Int) -> (first: Int, last: Int) {
      switch self {
      case .nearest: return (position * size / grown, position * size / grown)
      case .bilinear:
        // The source is (p + ½) · size / grown − ½, in halves of `grown`: a value itself, or between two.
        let (numerator, denominator) = ((2 * position + 1) * size - grown, 2 * grown)
        let below = numerator < 0 ? 0 : numerator / denominator
        return (below, numerator > 0 && !numerator.isMultiple(of: denominator) ? below + 1 : below)
      case .bilinearCorners:
        guard grown > 1 else { return (0, 0) }
        let numerator = position * (size - 1)
        let below = numerator / (grown - 1)
        return (below, numerator.isMultiple(of: grown - 1) ? below : below + 1)
      }
    }
    return around(range.lowerBound).first...min(around(range.upperBound).last, size - 1)
  }
}

extension MaxPool {
  /// The values along a side that a range of squares reads.
  fileprivate static func squares(_ range: ClosedRange<Int>, side: Int, limit: Int) -> ClosedRange<Int> {
    let first = range.lowerBound * stride - padding(side: side)
    let last = range.upperBound * stride - padding(side: side) + side - 1
    return (first...last).clamped(to: 0...limit - 1)
  }
}
