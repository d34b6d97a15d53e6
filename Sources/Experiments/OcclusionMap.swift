import HRNet
import Pictures
import Pose

/// The places of a network's input that are blocked one after another, as in M. Zeiler and R. Fergus, "Visualizing and
/// understanding convolutional networks", ECCV 2014.
public struct OcclusionGrid: Hashable, Sendable {
  public let input: InputSize
  /// Input pixels from one place to the next, along both sides. The patch is twice as wide, so that neighbours overlap
  /// by half and no edge of the grid hides what lies across it.
  public let stride: Int
  public let columns: Int
  public let rows: Int

  /// About ten places along the shorter side.
  public init(_ input: InputSize) {
    self.input = input
    stride = max(4, min(input.width, input.height) / 40 * 4)
    columns = (input.width + stride - 1) / stride
    rows = (input.height + stride - 1) / stride
  }

  public var count: Int { columns * rows }

  /// What is blocked for a place, in input pixels: row by row from the top left.
  public func patch(_ index: Int) -> Region {
    func range(_ cell: Int, _ limit: Int) -> ClosedRange<Int> {
      max(0, cell * stride - stride / 2)...min(limit - 1, cell * stride + stride + stride / 2 - 1)
    }
    return Region(x: range(index % columns, input.width), y: range(index / columns, input.height))
  }

  /// All places, those nearest to a position of the input first: what matters most is known soonest.
  public func order(from centre: PicturePoint) -> [Int] {
    func distance(_ index: Int) -> Double {
      let middle = PicturePoint(
        x: (Double(index % columns) + 0.5) * Double(stride), y: (Double(index / columns) + 0.5) * Double(stride))
      let distance = middle.distance(to: centre)
      return distance.isFinite ? distance : 0
    }
    return (0..<count).map { ($0, distance($0)) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }
}

/// What blocking each part of the picture does to each item. Places that have not been tried yet are nil.
public struct OcclusionMap: Hashable, Sendable {
  public let grid: OcclusionGrid
  public private(set) var effects: [Effect?]
  public private(set) var done = 0

  /// One place blocked: by item.
  public struct Effect: Hashable, Sendable {
    /// By how much the evidence fell where it was: of a joint, its heat map at the place of its peak.
    public let drops: [Float?]
    /// By how much the item changed: how far a joint moved, in picture pixels. Nil where it was not found before or is
    /// lost.
    public let changes: [Float?]

    public init(drops: [Float?], changes: [Float?]) {
      self.drops = drops
      self.changes = changes
    }

    /// Compares a run with a blocked picture to the run without.
    public init(from before: Reading, to after: Reading) {
      drops = after.drops(from: before)
      changes = after.change(from: before)?.items.map { $0.map { Float($0) } } ?? []
    }
  }

  public init(_ grid: OcclusionGrid) {
    self.grid = grid
    effects = Array(repeating: nil, count: grid.count)
  }

  public var isComplete: Bool { done == grid.count }

  public mutating func insert(_ effect: Effect, at index: Int) {
    if effects[index] == nil { done += 1 }
    effects[index] = effect
  }
}
