import Engine
import Experiments
import HRNet
import Pictures
import Pose

/// What the explorer learns of a whole pass: what the network says, and what it cost. No activation leaves the worker.
public struct PassResult: Hashable, Sendable {
  public let reading: Reading
  /// How many nodes had to be computed, and how many the network has.
  public let recomputed: Int
  public let total: Int
  /// How long it took; nil where no time is to be shown, because what is shown must be the same every time.
  public let milliseconds: Double?
  /// The first node whose activation holds NaN or infinite values; nil where there is none, as there should be.
  public let firstNotFinite: Node.ID?
  /// How alike the joints are, of a pose.
  public let likeness: JointLikeness?

  public init(
    reading: Reading, recomputed: Int, total: Int, milliseconds: Double?, firstNotFinite: Node.ID? = nil,
    likeness: JointLikeness? = nil
  ) {
    (self.firstNotFinite, self.likeness) = (firstNotFinite, likeness)
    self.reading = reading
    self.recomputed = recomputed
    self.total = total
    self.milliseconds = milliseconds
  }

  /// The same without its time.
  public var untimed: PassResult {
    PassResult(
      reading: reading, recomputed: recomputed, total: total, milliseconds: nil, firstNotFinite: firstNotFinite,
      likeness: likeness)
  }
}

/// What to draw of a step.
public struct SummaryRequest: Hashable, Sendable {
  /// Index into `Network.columns`.
  public let column: Int
  /// How many layers of the column's units are still to run.
  public let layersLeft: Int
  public let mode: MapMode
  /// For `MapMode.channel`; taken modulo each stream's channels.
  public let channel: Int
  /// For `MapMode.mosaic`: how many channels of each stream, finest first.
  public let mosaicCounts: [Int]
  /// Where every channel's value is wanted.
  public let probe: Probe?
  /// The value whose sum is wanted.
  public let sum: ValueSum.Place?
  /// The joint whose peak is traced.
  public let tracedItem: Int?
  /// Whether the map of every channel is wanted.
  public let wantsNamedMaps: Bool

  /// A position in a stream, in its own values.
  public struct Probe: Hashable, Sendable {
    public let stream: Int
    public let x: Int
    public let y: Int

    public init(stream: Int, x: Int, y: Int) {
      self.stream = stream
      self.x = x
      self.y = y
    }
  }

  public init(
    column: Int, layersLeft: Int = 0, mode: MapMode, channel: Int, mosaicCounts: [Int], probe: Probe? = nil,
    sum: ValueSum.Place? = nil, tracedItem: Int? = nil, wantsNamedMaps: Bool = false
  ) {
    self.sum = sum
    self.wantsNamedMaps = wantsNamedMaps
    self.column = column
    self.layersLeft = layersLeft
    self.mode = mode
    self.channel = channel
    self.mosaicCounts = mosaicCounts
    self.probe = probe
    self.tracedItem = tracedItem
  }
}

/// One stream at one step.
public struct StreamSummary: Hashable, Sendable {
  public let node: Node.ID
  /// The node's, or that of a layer inside of it.
  public let shape: Shape
  public let statistics: Statistics
  /// One map; or one per channel of a mosaic, strongest first; or three principal components, none
  /// where OpenBLAS cannot be used.
  public let maps: [FeatureMap]
  /// The channels drawn, where the mode draws channels.
  public let channels: [Int]

  public init(node: Node.ID, shape: Shape, statistics: Statistics, maps: [FeatureMap], channels: [Int]) {
    self.node = node
    self.shape = shape
    self.statistics = statistics
    self.maps = maps
    self.channels = channels
  }

  /// Smallest and largest value over all maps.
  public var range: ClosedRange<Float>? {
    maps.compactMap(\.range).reduce(nil) { known, next in
      known.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
    }
  }
}

/// One term of an exchange unit's sum.
public struct TermSummary: Hashable, Sendable {
  /// Norm of the term after its gain ÷ sum of those norms over the row; 0 for a cut edge.
  public let share: Double
  /// Mean |x| before the gain; nil where the edge is cut and was not computed.
  public let map: FeatureMap?

  public init(share: Double, map: FeatureMap?) {
    self.share = share
    self.map = map
  }
}

/// An exchange unit: what comes in along every edge, and what goes out.
public struct ExchangeSummary: Hashable, Sendable {
  /// By destination and source.
  public let terms: [[TermSummary]]
  /// Mean |x| of every fused stream.
  public let sums: [FeatureMap]

  public init(terms: [[TermSummary]], sums: [FeatureMap]) {
    self.terms = terms
    self.sums = sums
  }
}

/// What the worker found for a `SummaryRequest`.
public struct StepSummary: Hashable, Sendable {
  public let request: SummaryRequest
  /// The streams after the step, finest first.
  public let streams: [StreamSummary]
  /// Nil where the step is no exchange unit.
  public let exchange: ExchangeSummary?
  /// The value of every channel at the request's probe; empty without one.
  public let probed: [Float]
  /// Of the request's value; nil without one, and where the pass holds no such value.
  public let sum: ValueSum?
  /// Of the request's joint; nil without one, and where it was not found.
  public let contributions: PeakContributions?
  /// Of every channel, where the request wants them.
  public let namedMaps: [FeatureMap]

  public init(
    request: SummaryRequest, streams: [StreamSummary], exchange: ExchangeSummary?, probed: [Float] = [],
    sum: ValueSum? = nil, contributions: PeakContributions? = nil, namedMaps: [FeatureMap] = []
  ) {
    self.request = request
    self.sum = sum
    self.namedMaps = namedMaps
    self.streams = streams
    self.exchange = exchange
    self.probed = probed
    self.contributions = contributions
  }
}
