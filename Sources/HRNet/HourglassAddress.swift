/// Names a node of a stacked hourglass that is no part of a skip's sum.
public struct HourglassAddress: Hashable, Sendable, CustomStringConvertible {
  public enum Part: Hashable, Sendable {
    /// A level's maxima over squares of two.
    case pool(level: Int)
    /// The unit behind them, one resolution down.
    case down(level: Int)
    /// The unit at the coarsest resolution.
    case bottom
    /// The unit before a level's upsampling.
    case back(level: Int)
    /// The unit behind the hourglass.
    case residual
    /// The features that heat maps are read from.
    case features
    /// What features and heat maps bring to the next stack's input.
    case remappedFeatures, remappedMaps
    /// The next stack's input.
    case next
  }

  /// From 1.
  public let stack: Int
  public let part: Part

  public init(stack: Int, _ part: Part) { (self.stack, self.part) = (stack, part) }

  public var description: String {
    switch part {
    case .pool(let level): "h\(stack).l\(level).pool"
    case .down(let level): "h\(stack).l\(level).down"
    case .bottom: "h\(stack).bottom"
    case .back(let level): "h\(stack).l\(level).back"
    case .residual: "h\(stack).unit"
    case .features: "h\(stack).features"
    case .remappedFeatures: "h\(stack).next.features"
    case .remappedMaps: "h\(stack).next.maps"
    case .next: "h\(stack).next"
    }
  }

  /// Stacks from 0, levels from 1; the bottom belongs to level 1.
  var referenceName: String {
    let stack = "stack.\(stack - 1)"
    return switch part {
    case .pool(let level): "\(stack).\(level).pool"
    case .down(let level): "\(stack).\(level).down"
    case .bottom: "\(stack).1.bottom"
    case .back(let level): "\(stack).\(level).back"
    case .residual: "\(stack).res"
    case .features: "\(stack).fc"
    case .remappedFeatures: "\(stack).fc_"
    case .remappedMaps: "\(stack).score_"
    case .next: "\(stack).next"
    }
  }
}
