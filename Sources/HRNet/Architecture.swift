/// How a coarser stream is brought to a finer one's resolution. It cannot be read from weights: pose checkpoints use
/// nearest, landmark and segmentation ones bilinear, some of the latter with aligned corners.
public enum Upsampling: String, CaseIterable, Sendable {
  case nearest
  /// Between the centres of values: PyTorch's `align_corners=False`.
  case bilinear
  /// Between the outermost values, which stay in the corners: PyTorch's `align_corners=True`.
  case bilinearCorners = "bilinear-corners"
}

/// What distinguishes one network from another: everything needed to build its `Network`.
public struct Architecture: Sendable {
  /// What comes before the head: an HRNet's parallel streams, or an encoder and a decoder.
  public var body: any Body
  public var upsampling: Upsampling
  public var head: any Head

  public init(_ body: any Body, upsampling: Upsampling = .nearest, head: any Head) {
    (self.body, self.upsampling, self.head) = (body, upsampling, head)
  }

  /// An HRNet.
  public init(
    width: Int, stemWidth: Int = 64, stage1Units: Int = 4, stage1Width: Int = 64, modules: [Int] = [1, 4, 3],
    unitsPerStream: Int = 4, upsampling: Upsampling = .nearest, head: any Head
  ) {
    let body = HRNetBody(
      width: width, stemWidth: stemWidth, stage1Units: stage1Units, stage1Width: stage1Width, modules: modules,
      unitsPerStream: unitsPerStream)
    self.init(body, upsampling: upsampling, head: head)
  }

  /// How many times its inner width a bottleneck puts out.
  public static let bottleneckExpansion = 4

  /// The body where it is one of parallel streams.
  public var hrnet: HRNetBody? { body as? HRNetBody }

  /// The published name where there is one, else the width: `HRNet-W32`, `SimpleBaseline-50`.
  public var name: String { body.name }

  /// Which inputs the network can have: what both body and head can.
  public var inputs: InputRule { body.inputs.and(head.inputs) }

  /// What the network is usually given, for files that do not say.
  public var usualInput: InputSize { head.usualInput }

  /// Throws unless every number lies within what any such network could have.
  ///
  /// The bounds are generous; they keep a hostile checkpoint from describing a network that no memory holds.
  public func validate() throws(ArchitectureError) { try body.validate() }

  /// Appends all nodes and columns, from the input to the head.
  func build(input: InputSize, in builder: inout NetworkBuilder) -> [HeadOutput] {
    let node = builder.appendInput(input)
    builder.addColumn(.input, [node])
    return body.build(on: node, under: head, in: &builder)
  }
}

/// A number of an architecture that no network of its kind has.
public struct ArchitectureError: Error, Hashable, CustomStringConvertible {
  public let what: String
  public let expected: String
  public let found: Int

  public var description: String { "not a network this program knows: \(what) (expected \(expected), found \(found))" }
}
