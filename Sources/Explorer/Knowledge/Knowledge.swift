import Engine
import Experiments
import HRNet
import Pose

/// Of what the knowledge map tells.
public enum KnowledgeSource: Sendable, CaseIterable {
  /// Of the set that probes were measured on.
  case set
  /// Of the picture that is shown.
  case picture
}

/// What is asked about the last finished pass: how far what every probe says of it is from a reference.
public struct ProbeQuestion: Hashable, Sendable {
  public let kind: ProbeTargets.Kind
  /// What is measured against; nil for what the last probe of the finest stream says.
  public let reference: ReadOutReference?
  /// Whether the pass with nothing cut is read too.
  public let readsBaseline: Bool
  /// What that is measured against.
  public let referenceBefore: ReadOutReference?
}

/// What the worker found: what probes that were fitted to the network as it is say of the pass that is shown.
public struct ProbedPass: Hashable, Sendable {
  public let now: ProbeErrors
  /// With nothing cut; nil where nothing is.
  public let before: ProbeErrors?

  public init(now: ProbeErrors, before: ProbeErrors?) { (self.now, self.before) = (now, before) }
}

extension Study {
  /// Why nothing is known of what streams know.
  var probesMissingReason: String? {
    subject.probes.isEmpty
      ? "no probes of this network are known: hrscope probe SET fits them, --probes FILE opens them" : nil
  }

  /// What the probes say of the pass that is shown; nil until the worker has answered, and where it cannot.
  public var probed: ProbedPass? {
    guard probedAsked.answered == passAsked.answered, case .success(let probed) = probedAsked.answer else { return nil }
    return probed
  }

  /// Why it cannot be told.
  var probingRefusal: String? {
    guard probedAsked.answered == passAsked.answered, case .failure(let error) = probedAsked.answer else { return nil }
    return "\(error)"
  }

  /// Asks what the probes say of the pass that is shown, unless that is known or has been asked for.
  mutating func askForProbes() -> Effect? {
    let shown = passAsked.answered
    let isAsked = probedAsked.isPending && probedAsked.generation == shown
    guard !isComputing, let current, let baseline, let kind = probedKind, !isAsked,
      probedAsked.answer == nil || probedAsked.answered != shown
    else { return nil }
    let question = ProbeQuestion(
      kind: kind, reference: reference(kind, to: current), readsBaseline: !interventions.isEmpty,
      referenceBefore: reference(kind, to: baseline))
    return .probe(question, generation: probedAsked.ask(about: shown))
  }

  /// The truth where it is known of what the probes say, else what the network says at its end, if it says the like.
  private func reference(_ kind: ProbeTargets.Kind, to pass: PassResult) -> ReadOutReference? {
    guard let targets = subject.probes.targets(kind) else { return nil }
    switch (targets, pass.reading) {
    case (.joints(let skeleton), let reading):
      if let truth = person.truth[skeleton.name] { return .truth(.joints(truth)) }
      return reading.pose?.skeleton.jointNames == skeleton.jointNames ? .result(reading) : nil
    case (.classes(let names), .classMap(let map)) where map.names.names == names.names: return .result(pass.reading)
    case (.classes, _): return nil
    }
  }
}

extension Model {
  /// Shows what every stream knows; there, changes from the set to the picture and back.
  mutating func toggleKnowledge() -> [Effect] {
    if screen.look == .knowledge, screen.focus == .streams {
      screen.knowledge = screen.knowledge.next(in: KnowledgeSource.allCases)
    }
    return look(in: .knowledge)
  }

  /// Whether something is on the screen that is told of the picture by probes.
  private var looksAtProbes: Bool { screen.look == .knowledge || screen.look == .versions }

  /// Asks what probes say of the pass that is shown, and of A's, where somebody looks.
  mutating func attendToProbes() -> [Effect] {
    guard looksAtProbes else { return [] }
    let own = study.askForProbes()
    let isAShown = pinned?.view == .a || pinned?.view == .both
    let other = isAShown ? pinned?.study.askForProbes() : nil
    return [own, other.map { .pinned($0) }].compactMap(\.self)
  }
}
