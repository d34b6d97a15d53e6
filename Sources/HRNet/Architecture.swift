/// How a coarser stream is brought to a finer one's resolution. It cannot be read from weights: pose checkpoints use
/// nearest, landmark and segmentation ones bilinear, some of the latter with aligned corners.
public enum Upsampling: String, CaseIterable, Sendable {
  case nearest
  /// Between the centres of values: PyTorch's `align_corners=False`.
  case bilinear
  /// Between the outermost values, which stay in the corners: PyTorch's `align_corners=True`.
  case bilinearCorners = "bilinear-corners"
}

/// What distinguishes one HRNet from another: everything needed to build its `Network`.
public struct Architecture: Sendable {
  /// C: channels of the high-resolution stream. Stream b has `C·2^b`.
  public var width: Int
  /// Channels of the two stem convolutions.
  public var stemWidth: Int
  /// Bottleneck units of stage 1.
  public var stage1Units: Int
  /// Inner channels of stage 1's bottlenecks; they put out four times as many.
  public var stage1Width: Int
  /// Modules (modularised blocks) of stages 2, 3 and 4.
  public var modules: [Int]
  /// Basic residual units of every stream of every module.
  public var unitsPerStream: Int
  public var upsampling: Upsampling
  public var head: any Head

  public init(
    width: Int, stemWidth: Int = 64, stage1Units: Int = 4, stage1Width: Int = 64, modules: [Int] = [1, 4, 3],
    unitsPerStream: Int = 4, upsampling: Upsampling = .nearest, head: any Head
  ) {
    self.width = width
    self.stemWidth = stemWidth
    self.stage1Units = stage1Units
    self.stage1Width = stage1Width
    self.modules = modules
    self.unitsPerStream = unitsPerStream
    self.upsampling = upsampling
    self.head = head
  }

  /// How many times its inner width a bottleneck puts out.
  public static let bottleneckExpansion = 4

  /// Channels of a stream.
  public func channels(of stream: Stream) -> Int { width << stream.index }

  /// Throws unless every number lies within what any HRNet could have.
  ///
  /// The bounds are generous; they keep a hostile checkpoint from describing a network that no memory holds.
  public func validate() throws(ArchitectureError) {
    let bounds: [(String, Int, ClosedRange<Int>)] = [
      ("width", width, 1...256), ("stem width", stemWidth, 1...512), ("units of stage 1", stage1Units, 1...32),
      ("width of stage 1", stage1Width, 1...512), ("units per stream", unitsPerStream, 1...32),
      ("number of stages after the first", modules.count, 3...3),
    ]
    for (what, value, range) in bounds where !range.contains(value) {
      throw ArchitectureError(what: what, expected: "\(range.lowerBound)…\(range.upperBound)", found: value)
    }
    for (index, count) in modules.enumerated() where !(1...32).contains(count) {
      throw ArchitectureError(what: "modules of stage \(index + 2)", expected: "1…32", found: count)
    }
  }
}

/// A number of an architecture that no HRNet has.
public struct ArchitectureError: Error, Hashable, CustomStringConvertible {
  public let what: String
  public let expected: String
  public let found: Int

  public var description: String { "not an HRNet this program knows: \(what) (expected \(expected), found \(found))" }
}
