extension Model {
  /// What the next session may want to know of this one: its tastes, and the last picture; nothing of the network.
  public var memory: Tastes {
    var memory = tastes
    memory.picture = study.scene.path
    // What it shows does not outlive the session.
    if memory.layer.isOcclusion { memory.layer = .photograph }
    (memory.focus, memory.isZoomed) = (screen.focus == .caption ? .network : screen.focus, screen.zoom != .none)
    return memory
  }

  /// Takes up the tastes of the last session. The picture is opened before there is a model.
  public mutating func recall(_ memory: Tastes) {
    tastes = memory
    (screen.focus, screen.zoom) = (memory.focus == .caption ? .network : memory.focus, memory.isZoomed ? .panel : .none)
  }

  /// The layer that is shown: the one the person likes, where what is read has it.
  var layer: PictureLayer { tastes.layer.isOf(study.output) ? tastes.layer : .photograph }
}
