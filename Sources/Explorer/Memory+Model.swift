extension Model {
  public var memory: Memory {
    var memory = Memory()
    memory.picture = scene.path
    memory.mapMode = mapMode
    memory.layer = layer.isOcclusion ? .photograph : layer
    memory.jointOrder = jointOrder
    memory.showsTruth = showsTruth
    memory.grain = grain
    memory.focus = focus
    memory.isZoomed = zoom != .none
    return memory
  }

  /// Takes up the tastes of the last session. The picture is opened before there is a model.
  public mutating func recall(_ memory: Memory) {
    mapMode = memory.mapMode
    layer = memory.layer
    jointOrder = memory.jointOrder
    showsTruth = memory.showsTruth
    grain = memory.grain
    focus = memory.focus
    zoom = memory.isZoomed ? .panel : .none
  }
}
