/// FCOS on HRNet V2p: one head for all levels of the pyramid, which says of every position what stands there and how far
/// away the sides of its box are (Tian et al., "FCOS: Fully Convolutional One-Stage Object Detection", ICCV 2019).
public struct FCOSHead: Head, Hashable {
  /// What published code does differently and no weight tells.
  public struct Variant: Hashable, Sendable {
    /// Which tower the centerness is read from.
    public enum Tower: String, Hashable, Sendable { case classes, boxes }

    public var centerness: Tower
    public var distances: Distances.Rule

    public init(centerness: Tower = .classes, distances: Distances.Rule = .exponential) {
      (self.centerness, self.distances) = (centerness, distances)
    }

    /// The original one, which every published HRNet file is of.
    public static let plain = Variant()
    public static let improved = Variant(centerness: .boxes, distances: .linear)
  }

  public let classes: Int
  public var pyramid: PyramidHead
  /// Units of either tower.
  public let units: Int
  /// Whether the towers' convolutions have a bias beside their group normalisation.
  public let hasTowerBias: Bool
  public var variant: Variant

  public init(
    classes: Int, pyramid: PyramidHead = PyramidHead(stride: 2), units: Int = 4, hasTowerBias: Bool = true,
    variant: Variant = .plain
  ) {
    (self.classes, self.pyramid, self.units) = (classes, pyramid, units)
    (self.hasTowerBias, self.variant) = (hasTowerBias, variant)
  }

  public var name: String { "FCOS" }
  public var streamsRead: Int { pyramid.streamsRead }
  public var inputs: InputRule { pyramid.inputs }
  public var usualInput: InputSize { pyramid.usualInput }

  /// Channels of a group of the normalisation: 256 make 32 groups. No file says it.
  private static let channelsOfGroup = 8

  /// Groups of a normalisation of so many channels.
  public static func groups(of channels: Int) -> Int { max(1, channels / channelsOfGroup) }

  public func build(on streams: [Node.ID], in builder: inout NetworkBuilder) -> [HeadOutput] {
    let levels = pyramid.buildLevels(on: streams, in: &builder)
    let classTower = buildTower("class", key: "cls_convs", on: levels, in: &builder)
    let boxTower = buildTower("box", key: "reg_convs", on: levels, in: &builder)
    let read = variant.centerness == .classes ? classTower : boxTower
    let result = levels.indices.map { level in
      let distances = Distances(
        key: "bbox_head.scales.\(level).scale", rule: variant.distances,
        stride: Stream(pyramid.finest.index + level).divisor)
      let logits = append(.logits(level: level), "conv_cls", on: classTower[level], to: classes, level, in: &builder)
      let centerness = append(.centerness(level: level), "conv_centerness", on: read[level], to: 1, level, in: &builder)
      let regression = append(.regression(level: level), "conv_reg", on: boxTower[level], to: 4, level, in: &builder)
      return HeadOutput.BoxLevel(
        stride: distances.stride, logits: logits, centerness: centerness,
        distances: builder.append(
          .head(.distances(level: level)), .distances(distances), reading: [regression]))
    }
    for nodes in [result.map(\.logits), result.map(\.centerness), result.map(\.distances)] {
      builder.addHeadColumn(nodes, finest: pyramid.finest)
    }
    return [.boxes(result)]
  }

  /// 3×3 convolution, group normalisation and ReLU, as often as there are units; the same weights on every level.
  private func buildTower(
    _ name: String, key: String, on levels: [Node.ID], in builder: inout NetworkBuilder
  ) -> [Node.ID] {
    var nodes = levels
    for unit in 0..<units {
      let key = "bbox_head.\(key).\(unit)"
      for level in levels.indices {
        func append(_ step: String?, _ operation: Operation, on node: Node.ID) -> Node.ID {
          builder.append(
            .head(.tower(name, level: level, unit: unit, step: step)), operation, reading: [node])
        }
        let channels = builder.shape(of: nodes[level]).channels
        var convolution = builder.convolution(
          "\(key).conv", hasTowerBias ? .bias : .none, on: nodes[level], to: channels, kernel: 3, hasReLU: false)
        convolution.isShared = level > 0
        let norm = GroupNormalization(
          key: "\(key).gn", channels: channels, groups: Self.groups(of: channels), isShared: level > 0)
        let sum = append("conv", .sequence([convolution]), on: nodes[level])
        let normalized = append("norm", .groupNorm(norm), on: sum)
        nodes[level] = append(nil, .relu, on: normalized)
      }
      builder.addHeadColumn(nodes, finest: pyramid.finest)
    }
    return nodes
  }

  /// 3×3 convolution with bias.
  private func append(
    _ part: HeadAddress, _ key: String, on node: Node.ID, to channels: Int, _ level: Int,
    in builder: inout NetworkBuilder
  ) -> Node.ID {
    var convolution = builder.convolution(
      "bbox_head.\(key)", .bias, on: node, to: channels, kernel: 3, hasReLU: false)
    convolution.isShared = level > 0
    return builder.append(.head(part), .sequence([convolution]), reading: [node])
  }
}
