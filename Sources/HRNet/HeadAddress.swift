/// Names a node of a head, after what it does.
///
/// The name is that of reference files, and counts levels and units from 0 as they do. Heads are open: each calls its nodes
/// by the names below, or adds to them.
public struct HeadAddress: Hashable, Sendable {
  /// Without what says that it is a head's: `up.1`.
  public let name: String

  public init(_ name: String) { self.name = name }

  public static let heatMaps = HeadAddress("heatmaps")
  /// Of one of several streams or stacks, counted from 0.
  public static func heatMaps(of index: Int) -> HeadAddress { HeadAddress("heatmaps.\(index)") }
  var isHeatMaps: Bool { self == .heatMaps || name.hasPrefix("heatmaps.") }
  /// The result, before a softmax or sigmoid.
  public static let logits = HeadAddress("logits")

  // MARK: V2 and what is built on it

  /// A stream brought to the finest one's resolution.
  public static func up(_ stream: Stream) -> HeadAddress { HeadAddress("up.\(stream.index)") }
  /// All streams side by side.
  public static let concat = HeadAddress("concat")
  /// The representation the classifier reads.
  public static let mix = HeadAddress("mix")

  // MARK: OCR

  public static let auxiliaryMix = HeadAddress("aux.mix")
  /// Soft regions, before the softmax.
  public static let auxiliary = HeadAddress("aux")
  public static let pixels = HeadAddress("pixels")
  public static let regionWeights = HeadAddress("regions.weights")
  public static let regions = HeadAddress("regions")
  public static let query = HeadAddress("query")
  public static let key = HeadAddress("key")
  public static let value = HeadAddress("value")
  /// How like pixels and regions are, before the softmax.
  public static let similarity = HeadAddress("similarity")
  public static let attention = HeadAddress("attention")
  public static let gathered = HeadAddress("gathered")
  public static let context = HeadAddress("context")
  /// Context and pixels side by side.
  public static let pixelsInContext = HeadAddress("context.pixels")

  // MARK: ImageNet

  /// A stream, widened.
  public static func increased(_ stream: Stream) -> HeadAddress { HeadAddress("incre.\(stream.index)") }
  /// A level's sum, brought down to the next.
  public static func down(_ stream: Stream) -> HeadAddress { HeadAddress("down.\(stream.index)") }
  public static func sum(_ stream: Stream) -> HeadAddress { HeadAddress("sum.\(stream.index)") }
  public static let final = HeadAddress("final")
  public static let pool = HeadAddress("pool")

  // MARK: Pyramids and detectors

  /// The representation at the pyramid's width.
  public static let reduced = HeadAddress("reduced")
  public static func pool(level: Int) -> HeadAddress { HeadAddress("pool.\(level)") }
  public static func pyramid(level: Int) -> HeadAddress { HeadAddress("pyramid.\(level)") }
  /// A unit of a tower, `class` or `box`; with a step, what is inside of it: `conv`, `norm`.
  public static func tower(_ tower: String, level: Int, unit: Int, step: String? = nil) -> HeadAddress {
    HeadAddress("\(tower).\(level).\(unit)" + (step.map { ".\($0)" } ?? ""))
  }
  public static func logits(level: Int) -> HeadAddress { HeadAddress("logits.\(level)") }
  public static func centerness(level: Int) -> HeadAddress { HeadAddress("centerness.\(level)") }
  /// What the distances are made from.
  public static func regression(level: Int) -> HeadAddress { HeadAddress("regression.\(level)") }
  public static func distances(level: Int) -> HeadAddress { HeadAddress("distances.\(level)") }
}
