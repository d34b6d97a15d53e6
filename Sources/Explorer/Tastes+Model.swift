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

  /// Takes up the tastes of the last session, and says for a moment what is not as at first, and how to forget it. Its
  /// picture is said only where it was opened, and is not the usual one.
  public mutating func remember(_ memory: Tastes) {
    recall(memory)
    let picture = memory.picture.flatMap { $0 == usualPicture ? nil : $0 }
    rememberedPicture = picture
    let all = memory.remarkable + (picture == nil ? [] : ["picture \(study.scene.name)"])
    guard !all.isEmpty else { return }
    let words = "as you left it: \(all.joined(separator: ", ")) · \(keyMap.text(of: .forget)) forgets"
    notice = [notice, words].compactMap(\.self).joined(separator: " · ")
  }

  /// Of forgetting what there is not.
  var tastesMissingReason: String? {
    var memory = memory
    memory.picture = hasRememberedPicture ? rememberedPicture : nil
    return memory == Tastes() ? "nothing is remembered: all is as at first" : nil
  }

  private var hasRememberedPicture: Bool { rememberedPicture != nil && study.scene.path == rememberedPicture }

  mutating func forgetTastes() -> [Effect] {
    tastes = Tastes()
    (screen.focus, screen.zoom, screen.isEditingBox) = (.network, .none, false)
    let opening = hasRememberedPicture ? usualPicture.map { open($0) } ?? [] : []
    rememberedPicture = nil
    return tell("forgotten: all is as at first") + [.forget] + opening + summarise()
  }

  /// The layer that is shown: the one the person likes, where what is read has it.
  var layer: PictureLayer { tastes.layer.isOf(said) ? tastes.layer : .photograph }
}
