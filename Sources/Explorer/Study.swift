import Engine
import Experiments
import HRNet
import Pictures
import Pose

/// A network on a picture: what is changed in it, what that led to, and the experiments made with it. It knows neither
/// the screen nor the person's tastes; two studies are a comparison.
public struct Study: Sendable {
  public private(set) var subject: Subject
  /// Which of the network's outputs is read.
  public internal(set) var output: HeadOutput
  public internal(set) var scene: Scene
  /// Which of the people.
  public internal(set) var personIndex = 0
  /// People whom the person has boxed by hand, oldest first.
  public internal(set) var boxed: [Person] = []
  /// Boxes that were taken back, the last one last.
  var takenBack: [Person] = []
  /// Where the person is, in picture pixels.
  public internal(set) var box: Box
  /// How the network sees the picture.
  public internal(set) var frame: PictureFrame
  /// What it sees of it.
  public internal(set) var inputCrop: Picture

  /// What the baseline of the pass that is shown is.
  var reference = Reference.baseline
  var history: History
  /// What an edge brings once it is cut.
  public internal(set) var cutContribution = Contribution.nothing
  /// The pictures that patched edges take their terms from. It only grows, since what can be undone names them.
  public internal(set) var donors: [Donor] = []
  /// As the network sees them.
  public private(set) var framedDonors: [FramedPicture] = []

  var passAsked = Asked<ShownPass>()
  var summaryAsked = Asked<StepSummary>()
  var sceneAsked = Asked<Scene>()
  /// The picture that was asked for last.
  var sceneName = ""

  var sweepAsked = Asked<SweepState>()
  /// The paper's ablation, while it is walked.
  public internal(set) var ablation: AblationWalk?
  public internal(set) var lens = ReadOutLens()
  public internal(set) var tracing = Tracing()
  /// The flip test of the pass that is shown.
  var flipAsked = Asked<HeatMaps>()
  /// Times of the network's nodes, as they were measured on this machine.
  var timesAsked = Asked<NodeTimes>()
  /// Its generation is that of the pass that is read.
  var probedAsked = Asked<Result<ProbedPass, BLASError>>()

  init(_ subject: Subject, scene: Scene, interventions: Interventions, donors: [Donor]) {
    self.subject = subject
    output = subject.output
    self.scene = scene
    history = History(interventions)
    self.donors = donors
    box = scene.people(subject.parts(for: subject.output))[0].box
    frame = subject.framing.frame(
      for: subject.output, of: subject.network, picture: scene.picture.size, part: box,
      reading: subject.probes.framing(for: subject.output, of: subject.network))
    inputCrop = FramedPicture(scene.picture, in: frame).whole
    if frame.input != subject.network.input, let network = try? Network(network.architecture, input: frame.input) {
      self.subject.network = network
    }
    frameDonors()
  }
}

extension Study {
  public var network: Network { subject.network }

  /// Which parts of pictures the network looks at.
  public var parts: PictureParts { subject.parts(for: output) }

  /// What can be looked at of the picture, at least one thing.
  public var people: [Person] { known + boxedHere }

  /// The person that is looked at, or what else.
  public var person: Person { people[min(personIndex, people.count - 1)] }

  /// What can be looked at beside the people boxed by hand; where nobody else is known, these are all.
  private var known: [Person] { scene.knowsNobody && !boxedHere.isEmpty ? [] : scene.people(parts) }

  private var boxedHere: [Person] { parts == .people ? boxed : [] }

  /// The place among the people boxed by hand of the one that is looked at; nil for others.
  var boxedIndex: Int? { boxed.indices.contains(personIndex - known.count) ? personIndex - known.count : nil }

  /// The person's true joints, where they are known.
  public var trueJoints: [GroundTruthJoint]? { person.truth[subject.skeleton.name] }

  /// What is known to be right about the person, of the sort that the network says; nil where nothing is.
  public var truth: Truth? { trueJoints.map { .joints($0) } }

  /// What is in force: what the pass that was asked for last is computed under.
  public var interventions: Interventions { history.interventions }

  /// The pass that is shown, with the interventions that were in force when it was computed.
  public var current: PassResult? { passAsked.answer?.current }

  /// With nothing cut.
  public var baseline: PassResult? { passAsked.answer?.baseline }

  public var summary: StepSummary? { summaryAsked.answer }

  /// Whether the worker still owes the pass that was asked for last.
  public var isComputing: Bool { passAsked.isPending }

  /// The name of the picture that is being opened.
  public var opening: String? { sceneAsked.isPending ? sceneName : nil }

  /// Nil where none was started, or its picture is no longer shown.
  public var sweep: SweepState? { sweepAsked.answer }

  /// Whether cuts are no longer those that the sweep was made on top of.
  var isSweepStale: Bool { sweep.map { $0.request.pass.interventions != interventions } ?? false }

  /// Of the pass that was asked for last.
  var passBasis: PassBasis {
    PassBasis(
      scene: scene, boxed: boxed, personIndex: personIndex, box: box, interventions: interventions, output: output)
  }

  /// What the worker should run now.
  var passRequest: PassRequest {
    PassRequest(
      scene: scene, frame: frame, interventions: interventions, donors: framedDonors, output: output)
  }

  /// What the interventions of the pass that is shown have done; nil before it, and where nothing can be compared.
  public var change: ReadingChange? { passAsked.answer?.change }

  /// Its number that ranks; 0 where there is none.
  public var effect: Double { change?.effect ?? 0 }

  /// How right a reading of this person is; nil where the truth is not known.
  func comparison(of reading: Reading) -> TruthComparison? {
    reading.pose.flatMap { $0.truth(of: person) }.flatMap { reading.comparison(with: $0) }
  }

  /// What the person knows a donor as.
  func donorName(_ donor: Int) -> String { donors.indices.contains(donor) ? donors[donor].name : "another picture" }

  /// The same with nothing going on, to be kept.
  var atRest: Study {
    var result = self
    result.sceneAsked.close()
    result.lens.asked.close()
    result.probedAsked.close()
    result.ablation = nil
    if result.sweep?.isRunning == true { result.sweepAsked.forget() }
    result.tracing.asked.close()
    result.tracing.asked.answer?.isRunning = false
    return result
  }

  /// Turns to a place of the picture; what was measured was measured elsewhere.
  ///
  /// - Throws: `NetworkError` where the network cannot be given what is there; nothing has changed then.
  mutating func turn(to box: Box) throws(NetworkError) {
    let frame = subject.framing.frame(
      for: output, of: network, picture: scene.picture.size, part: box,
      reading: subject.probes.framing(for: output, of: network))
    if frame.input != network.input { subject.network = try Network(network.architecture, input: frame.input) }
    let isOther = frame.input != self.frame.input
    (self.box, self.frame) = (box, frame)
    inputCrop = FramedPicture(scene.picture, in: frame).whole
    ablation?.readings = [:]
    if isOther { frameDonors() }
  }

  /// Shows what another study of the same network looks at.
  mutating func show(_ other: Study) {
    let isOther = other.frame.input != frame.input
    (subject, scene, personIndex, boxed) = (other.subject, other.scene, other.personIndex, other.boxed)
    (box, frame, inputCrop) = (other.box, other.frame, other.inputCrop)
    ablation?.readings = [:]
    if isOther { frameDonors() }
  }

  /// Takes a picture to patch from.
  ///
  /// - Returns: its place among the donors.
  mutating func add(_ donor: Donor) -> Int {
    if let known = donors.firstIndex(of: donor) { return known }
    donors.append(donor)
    framedDonors.append(donor.framed(like: frame, subject.framing))
    return donors.count - 1
  }

  private mutating func frameDonors() { framedDonors = donors.map { $0.framed(like: frame, subject.framing) } }
}
