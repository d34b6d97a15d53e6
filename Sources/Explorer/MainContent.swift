import HRNet

/// How the person looks at the step under the cursor.
public enum Look: Sendable {
  /// As it is: the maps of its streams, or the matrix of its exchange unit.
  case step
  /// One stream's numbers.
  case inspector
  /// How the value under the map cursor comes about.
  case sum
  /// How what the chosen edge of an exchange unit brings there comes about.
  case edgeSum
  /// What the chosen joint's peak comes from.
  case trace
  /// How the chosen joint is read from its heat map.
  case decoding
  /// Where places of the picture lie in the network's input, and back.
  case geometry
  /// Parameters, multiply-accumulates and times.
  case cost
  /// Which joints the chosen one is alike.
  case confusion
  /// What the streams before the last exchange unit know.
  case resolutions
  /// What every stream knows at every depth, by probes.
  case knowledge
  /// What a probe of 1/4 finds beside one of all streams.
  case versions
}

extension Look {
  /// Whether it is of numbers that do not hang on the step.
  var isOfNumbers: Bool {
    [.decoding, .geometry, .cost, .confusion, .resolutions, .knowledge, .versions].contains(self)
  }

  /// Whether it is one value's sum.
  var isSum: Bool { self == .sum || self == .edgeSum }
}

/// What the streams' panel, the main one, shows.
public enum MainContent: Sendable {
  case maps
  case matrix(ExchangeUnit)
  case inspector
  case sum
  case trace
  case decoding
  case geometry
  case cost
  case confusion
  case resolutions
  case knowledge
  case versions
  case ablation(AblationWalk)
}

extension Model {
  /// The one place that says which content goes before which.
  public var main: MainContent {
    if pinned?.view == .difference { return .maps }
    // The paper's ablation is walked on the map; who goes into the streams wants to see those.
    if let ablation = study.ablation, screen.focus != .streams { return .ablation(ablation) }
    return switch screen.look {
    case .inspector: .inspector
    case .sum, .edgeSum: .sum
    case .trace: .trace
    case .decoding: .decoding
    case .geometry: .geometry
    case .cost: .cost
    case .confusion: .confusion
    case .resolutions: .resolutions
    case .knowledge: .knowledge
    case .versions: .versions
    case .step: stepContent
    }
  }

  /// The step under the cursor as it is.
  var stepContent: MainContent { exchangeUnit.map { .matrix($0) } ?? .maps }

  /// Whether the person is in the step itself, and not in numbers above it.
  var isInStep: Bool { screen.focus == .streams && Layout(self).companion == nil }

  /// The exchange unit in whose matrix an edge is chosen, if the person is in one.
  var matrix: ExchangeUnit? {
    guard screen.focus == .streams, case .matrix(let unit) = main else { return nil }
    return unit
  }

  /// The edge whose sum is written out, wherever the person is meanwhile.
  var summedEdge: EdgeAddress? { screen.look == .edgeSum ? exchangeUnit.flatMap { edgeAtCursor(of: $0) } : nil }

  /// Nil where the cursor, which may be in a panel of its own, is in no row of the unit.
  func edgeAtCursor(of unit: ExchangeUnit) -> EdgeAddress? {
    guard unit.sources.indices.contains(screen.cursor.source), unit.destinations.indices.contains(screen.cursor.stream)
    else { return nil }
    return unit.edge(from: screen.cursor.source, to: screen.cursor.stream)
  }

  /// Whether the maps of streams are on the screen, drawn in the chosen way.
  var showsMaps: Bool {
    let layout = Layout(self)
    guard layout.streams != nil else { return false }
    return switch layout.companion == nil ? main : stepContent {
    case .maps, .inspector, .sum, .trace: true
    case .matrix, .decoding, .geometry, .cost, .confusion, .resolutions, .knowledge, .versions, .ablation: false
    }
  }
}
