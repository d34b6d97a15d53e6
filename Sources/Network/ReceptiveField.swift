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
      for input in node.inputs {
        let shape = network[input].shape
        var read = node.operation.reads(region, of: shape, upsampling: network.architecture.upsampling)
        if case .edge(let edge) = network[input].address {
          switch interventions[contributionOf: edge] {
          case .nothing, .patch: continue
          case .mean: read = Region(x: 0...shape.width - 1, y: 0...shape.height - 1)
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

extension Operation {
  /// What of an input of this shape is read to compute a region of the output.
  fileprivate func reads(_ region: Region, of shape: Shape, upsampling: Upsampling) -> Region {
    switch self {
    case .input, .identity, .fusion: return region
    case .sequence(let convolutions): return Self.reads(region, through: convolutions, of: shape)
    case .residual(let main, let projection):
      let shortcut = projection.map { Self.reads(region, through: [$0], of: shape) } ?? region
      return Self.reads(region, through: main, of: shape).union(shortcut)
    case .projectAndUpsample(let convolution, let factor):
      let below = Region(
        x: Self.sources(region.x, of: shape.width, factor, upsampling),
        y: Self.sources(region.y, of: shape.height, factor, upsampling))
      return Self.reads(below, through: [convolution], of: shape)
    }
  }

  private static func reads(_ region: Region, through convolutions: [Convolution], of shape: Shape) -> Region {
    var region = region
    for (index, convolution) in convolutions.enumerated().reversed() {
      let input = index > 0 ? convolutions[index - 1].outputShape : shape
      func widened(_ range: ClosedRange<Int>, _ limit: Int) -> ClosedRange<Int> {
        let padding = convolution.kernel / 2
        let low = range.lowerBound * convolution.stride - padding
        let high = range.upperBound * convolution.stride - padding + convolution.kernel - 1
        return (low...high).clamped(to: 0...limit - 1)
      }
      region = Region(x: widened(region.x, input.width), y: widened(region.y, input.height))
    }
    return region
  }

  /// The values, of `size`, that upsampling by a power of two mixes into a range; clipped where a convolution reads them.
  private static func sources(
    _ range: ClosedRange<Int>, of size: Int, _ factor: Int, _ upsampling: Upsampling
  ) -> ClosedRange<Int> {
    switch upsampling {
    case .nearest: return range.lowerBound / factor...range.upperBound / factor
    case .bilinear:
      // The source of position p is (p + ½) / factor − ½, which for an even factor never is a whole number: the two
      // values around it both count.
      func before(_ position: Int) -> Int {
        Int(((Double(position) + 0.5) / Double(factor) - 0.5).rounded(.down))
      }
      return before(range.lowerBound)...before(range.upperBound) + 1
    case .bilinearCorners:
      // The source of position p is p·(size − 1) / (size·factor − 1): a value itself, or between two.
      let (steps, last) = (size - 1, size * factor - 1)
      guard last > 0 else { return 0...0 }
      return range.lowerBound * steps / last...(range.upperBound * steps + last - 1) / last
    }
  }
}
