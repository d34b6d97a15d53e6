import Cells
import Experiments
import Explorer
import HRNet
import Pictures
import Runner

/// What every session of the explorer begins with but its picture: the network, and what is changed in it.
struct OpenedStudy {
  /// A session's, with those of the command line behind them.
  let options: StudyOptions
  let opened: OpenedNetwork
  /// The head that is read.
  let output: HeadOutput
  let interventions: Interventions
  let donors: [Donor]
  /// What pictures' frames go by.
  let framing: PictureFraming

  /// What the network is to the explorer, on a scene.
  func subject(of scene: Scene) throws -> Subject {
    try opened.subject(reading: output, framing, of: scene)
  }
}

/// What a session without a person at first begins with: the network, the picture, and what is changed.
struct BegunStudy {
  let study: OpenedStudy
  let subject: Subject
  let scene: Scene

  func headless(
    _ record: SessionRecord, size: Size, appearance: Appearance
  ) throws -> HeadlessSession {
    try HeadlessSession(
      subject, scene: scene, checkpoint: study.opened.checkpoint, interventions: study.interventions,
      donors: study.donors, threads: study.options.threads.count, size: size, appearance: appearance,
      keyMap: record.keyMap, tastes: record.tastes)
  }
}

extension StudyCommand {
  /// Opens the network that a session or a lesson begins with.
  ///
  /// - Parameter path: of its file, for errors.
  func openedStudy(_ record: SessionRecord, path: String?) throws -> OpenedStudy {
    let options = try options.added(to: record, path: path)
    let (opened, output) = try options.network.openForAll(
      options.reading, options.detector, Self.configuration.commandName ?? "")
    try options.picture.refuseBox(opened.network.parts(for: output))
    let (interventions, donors) = try options.changes.changes(in: opened, reading: output)
    return OpenedStudy(
      options: options, opened: opened, output: output, interventions: interventions, donors: donors.all,
      framing: try options.framing(of: opened))
  }

  /// The same with the picture.
  func begun(_ record: SessionRecord, path: String?) throws -> BegunStudy {
    let study = try openedStudy(record, path: path)
    let picture = try Scene(contentsOf: record.beginning)
    let scene = picture.asking(for: try study.options.picture.boxedPerson(in: picture.picture))
    return BegunStudy(study: study, subject: try study.subject(of: scene), scene: scene)
  }
}
