import Cells
import Checkpoints
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
  /// What this is compared with; nil where it stands alone.
  let other: OtherState?

  /// Refuses to write to a file that is read too.
  ///
  /// - Parameters: as of the network's.
  func refuseOutput(_ output: String?, among others: [String]) throws {
    try opened.refuseOutput(output, among: others + (other?.files ?? []) + options.probes.probes)
  }

  /// The study on a scene; where it is compared with another state, that one, with this as state A beside it.
  func begun(on scene: Scene) throws -> BegunStudy {
    let subject = try opened.subject(reading: output, framing, of: scene)
    func a(hasOwnNetwork: Bool) -> PinnedBeginning {
      PinnedBeginning(
        StudyBeginning(
          subject, scene: scene, interventions: interventions, donors: donors, hasOwnNetwork: hasOwnNetwork),
        checkpoint: hasOwnNetwork ? opened.checkpoint : nil)
    }
    switch other {
    case nil:
      return BegunStudy(
        study: self, checkpoint: opened.checkpoint, subject: subject, scene: scene, interventions: interventions,
        donors: donors, pinned: nil)
    case .picture(let picture):
      return BegunStudy(
        study: self, checkpoint: opened.checkpoint,
        subject: try opened.subject(reading: output, framing, of: picture), scene: picture,
        interventions: interventions, donors: donors, pinned: a(hasOwnNetwork: false))
    case .network(let network):
      let output = options.reading.output(of: network)
      let (interventions, donors) = try options.changes.changes(in: network, reading: output)
      return BegunStudy(
        study: self, checkpoint: network.checkpoint,
        subject: try network.subject(reading: output, options.framing(of: network), of: scene), scene: scene,
        interventions: interventions, donors: donors.all, pinned: a(hasOwnNetwork: true))
    }
  }
}

/// What a session begins with: the network, the picture, and what is changed.
struct BegunStudy {
  let study: OpenedStudy
  let checkpoint: Checkpoint
  let subject: Subject
  let scene: Scene
  let interventions: Interventions
  let donors: [Donor]
  /// State A, where two are compared.
  let pinned: PinnedBeginning?

  func headless(
    _ record: SessionRecord, size: Size, appearance: Appearance
  ) throws -> HeadlessSession {
    try HeadlessSession(
      subject, scene: scene, checkpoint: checkpoint, interventions: interventions, donors: donors,
      threads: study.options.threads.count, size: size, appearance: appearance, keyMap: record.keyMap,
      tastes: record.tastes, pinned: pinned)
  }
}

extension StudyCommand {
  /// Opens the network that a session or a lesson begins with.
  ///
  /// - Parameter path: of its file, for errors.
  func openedStudy(_ record: SessionRecord, path: String?) throws -> OpenedStudy {
    let options = try options.added(to: record, path: path)
    var (opened, output) = try options.network.openForAll(
      named: options.published, options.reading, options.detector, Self.configuration.commandName ?? "")
    var other = try options.against.against.map { try OtherState($0, options) }
    if case .network(var network) = other {
      let probes = try options.probes.read(for: [opened, network])
      (opened.probes, network.probes) = (probes[0], probes[1])
      other = .network(network)
    } else {
      opened.probes = try options.probes.read(for: [opened])[0]
    }
    try options.picture.refuseBox(opened.parts(for: output))
    let (interventions, donors) = try options.changes.changes(in: opened, reading: output)
    return OpenedStudy(
      options: options, opened: opened, output: output, interventions: interventions, donors: donors.all,
      framing: try options.framing(of: opened), other: other)
  }

  /// The same with the picture.
  func begun(_ record: SessionRecord, path: String?) throws -> BegunStudy {
    let study = try openedStudy(record, path: path)
    let picture = try Scene(contentsOf: record.beginning)
    return try study.begun(on: picture.asking(for: try study.options.picture.boxedPerson(in: picture.picture)))
  }
}
