/// HRNet's body: parallel streams of different resolutions that exchange what they hold (paper, section 3), and the two
/// variants the paper ablates it against.
public struct HRNetBody: Body, Hashable {
  /// How many streams there are when.
  public enum Streams: String, CaseIterable, Hashable, Sendable {
    /// One in stage 1, and one more with every stage: HRNet.
    case growing
    /// All four from stage 1 on, of the same depth: the paper's variant with maintained resolutions, in our construction.
    case maintained
    /// The high-resolution one alone, of the same depth, which has nothing to exchange; in our construction.
    case single
  }

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
  public var streams: Streams

  public init(
    width: Int, stemWidth: Int = 64, stage1Units: Int = 4, stage1Width: Int = 64, modules: [Int] = [1, 4, 3],
    unitsPerStream: Int = 4, streams: Streams = .growing
  ) {
    (self.width, self.stemWidth, self.stage1Units, self.stage1Width) = (width, stemWidth, stage1Units, stage1Width)
    (self.modules, self.unitsPerStream, self.streams) = (modules, unitsPerStream, streams)
  }

  public var metadataName: String { "hrnet" }

  /// Channels of a stream.
  public func channels(of stream: Stream) -> Int { width << stream.index }

  /// Streams of a stage, counted from 1.
  public func streamCount(inStage stage: Int) -> Int {
    switch streams {
    case .growing: min(stage, Stream.maximumCount)
    case .maintained: Stream.maximumCount
    case .single: 1
    }
  }

  public func validate() throws(ArchitectureError) {
    try check([
      ("width", width, 1...256), ("stem width", stemWidth, 1...512), ("units of stage 1", stage1Units, 1...32),
      ("width of stage 1", stage1Width, 1...512), ("units per stream", unitsPerStream, 1...32),
      ("number of stages after the first", modules.count, 3...3),
    ])
    for (index, count) in modules.enumerated() { try check([("modules of stage \(index + 2)", count, 1...32)]) }
  }

  public var facts: [(name: String, value: String)] {
    let modules = modules.map(String.init).joined(separator: ", ")
    let streams: [(String, String)] =
      switch self.streams {
      case .growing: []
      case .maintained: [("streams", "four from stage 1 on")]
      case .single: [("streams", "one, without fusion")]
      }
    return streams + [
      ("stage 1", "\(stage1Units) bottlenecks of \(stage1Width)"),
      ("stages 2–4", "\(modules) modules, \(unitsPerStream) units a stream"),
    ]
  }

  public func build(on input: Node.ID, under head: any Head, in builder: inout NetworkBuilder) -> [HeadOutput] {
    let streams = HRNetLayout(body: self, rowsRead: head.streamsRead).build(on: input, in: &builder)
    return builder.build(head, on: streams)
  }
}

extension HRNetBody {
  /// The published name where there is one, else the width: `HRNet-W32`, `HRNet-W18-small-v2`, `HRNet-W16 small` for
  /// one with fewer modules or units than the paper's.
  public var name: String {
    switch streams {
    case .growing: return growingName
    case .maintained: return "maintained W\(width)"
    case .single: return "single stream W\(width)"
    }
  }

  private var growingName: String {
    for name in Architecture.presetNames where Self.preset(name) == self { return "HRNet-W" + name.dropFirst() }
    let paper = HRNetBody(width: width)
    let isSmaller =
      unitsPerStream < paper.unitsPerStream || stage1Units < paper.stage1Units
      || zip(modules, paper.modules).contains { $0 < $1 }
    return "HRNet-W\(width)" + (isSmaller ? " small" : "")
  }

  /// A published body by name, or nil for a name that is none of `Architecture.presetNames`.
  ///
  /// Wn: stage 1 of four bottlenecks of 64, modules 1, 4, 3, four units per stream (paper, section 3).
  /// The small ones follow the published ImageNet configurations.
  static func preset(_ name: String) -> HRNetBody? {
    switch name.lowercased() {
    case "w18": HRNetBody(width: 18)
    case "w32": HRNetBody(width: 32)
    case "w40": HRNetBody(width: 40)
    case "w48": HRNetBody(width: 48)
    case "w64": HRNetBody(width: 64)
    case "w18-small-v1":
      HRNetBody(width: 16, stage1Units: 1, stage1Width: 32, modules: [1, 1, 1], unitsPerStream: 2)
    case "w18-small-v2": HRNetBody(width: 18, stage1Units: 2, modules: [1, 3, 2], unitsPerStream: 2)
    default: nil
    }
  }
}
