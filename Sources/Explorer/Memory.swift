/// What the explorer remembers from one session to the next: tastes, and the last picture; nothing of the network.
public struct Memory: Hashable, Sendable, Codable {
  public var picture: String?
  public var mapMode: MapMode
  public var layer: PictureLayer
  public var jointOrder: JointOrder
  public var showsTruth: Bool

  public init(picture: String?, mapMode: MapMode, layer: PictureLayer, jointOrder: JointOrder, showsTruth: Bool) {
    self.picture = picture
    self.mapMode = mapMode
    self.layer = layer
    self.jointOrder = jointOrder
    self.showsTruth = showsTruth
  }
}

extension Model {
  public var memory: Memory {
    Memory(
      picture: scene.path, mapMode: mapMode, layer: layer.isOcclusion ? .photograph : layer, jointOrder: jointOrder,
      showsTruth: showsTruth
    )
  }

  /// Takes up the tastes of the last session. The picture is opened before there is a model.
  public mutating func recall(_ memory: Memory) {
    mapMode = memory.mapMode
    layer = memory.layer
    jointOrder = memory.jointOrder
    showsTruth = memory.showsTruth
  }
}
