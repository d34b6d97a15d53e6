import Cells
import Explorer
import HRNet
import Pictures
import Runner

/// What a session without a person at first begins with: the network, the picture, and what is changed.
struct BegunStudy {
  let opened: OpenedNetwork
  let scene: Scene
  let interventions: Interventions
  let donors: [Donor]

  func headless(
    _ record: SessionRecord, threads: Int, size: Size, appearance: Appearance
  ) throws -> HeadlessSession {
    try HeadlessSession(
      opened.subject, scene: scene, checkpoint: opened.checkpoint, interventions: interventions, donors: donors,
      threads: threads, size: size, appearance: appearance, keyMap: record.keyMap, tastes: record.tastes)
  }
}

extension StudyCommand {
  /// Opens what a session or a lesson begins with.
  ///
  /// - Parameter path: of its file, for errors.
  func begun(_ record: SessionRecord, path: String?) throws -> BegunStudy {
    let options = try options.added(to: record, path: path)
    let opened = try options.network.open()
    let (interventions, donors) = try options.changes.changes(in: opened)
    let scene = try record.picture.map { try Scene(contentsOf: $0) } ?? EmbeddedFiles.scene()
    return BegunStudy(
      opened: opened, scene: scene.adding(try options.picture.boxedPerson(in: scene.picture)),
      interventions: interventions, donors: donors.all)
  }
}
