import Engine
import HRNet

/// How one value of an activation comes about: what is added up to it, and what is done with the sum.
///
/// Every operation of a network is a sum of terms, with a ReLU behind it, an exponential, or a division by it: an exchange
/// unit's terms, a convolution's products by input channel, the neighbours that upsampling mixes. `sum` is computed anew in
/// double precision from what the pass holds; `value` is what the activation holds, in single precision.
public struct ValueSum: Hashable, Sendable {
  /// Which value of a pass.
  public struct Place: Hashable, Sendable {
    public let node: Node.ID
    /// How many of the node's convolutions have run; nil for what the node puts out.
    public let layers: Int?
    /// Counted from 0.
    public let channel: Int
    public let x: Int
    public let y: Int

    public init(node: Node.ID, layers: Int? = nil, channel: Int, x: Int, y: Int) {
      (self.node, self.layers, self.channel, self.x, self.y) = (node, layers, channel, x, y)
    }
  }

  /// What is done with the sum.
  public enum Rule: Hashable, Sendable {
    /// Nothing.
    case asIs
    /// `max(0, sum)`
    case relu
    /// `exp(sum)`
    case exponential
    /// A softmax: this, which is one of the terms, divided by the sum.
    case share(Double)
  }

  /// One thing that is added.
  public struct Term: Hashable, Sendable {
    public enum Name: Hashable, Sendable {
      /// What an edge brings to its exchange unit.
      case edge(EdgeAddress, Contribution)
      /// A channel of what is read, counted from 0.
      case channel(Int)
      /// What another node holds at this place, in this channel.
      case node(Node.ID, channel: Int)
      /// A position of what is read, in its own values.
      case position(x: Int, y: Int)
      /// What a convolution adds whatever it reads, batch normalisation folded in.
      case bias
      /// What a residual unit read, added to what it made of it.
      case shortcut
      /// The same where the width changes: a 1×1 convolution of what the unit read, its bias included.
      case projection
      /// A colour of the picture, 0…255: red, green or blue, counted from 0.
      case colour(Int)
      /// What normalisation moves by: the mean that it takes off, or its learned offset.
      case mean, offset
      /// What stands in the place of a replaced edge's term.
      case replacement(EdgeAddress, Contribution)
    }

    public let name: Name
    /// What `value` is multiplied with; nil where nothing is.
    public let factor: Double?
    /// What is read; nil where nothing is, or more than one value.
    public let value: Double?
    /// What is added.
    public let amount: Double
    /// Of a 1×1 kernel the weight as stored, without batch normalisation.
    public let stored: Double?
    /// For a kernel larger than 1×1: what it lies on.
    public let window: Window?

    public init(
      _ name: Name, factor: Double? = nil, value: Double? = nil, amount: Double, stored: Double? = nil,
      window: Window? = nil
    ) {
      (self.name, self.factor, self.value, self.amount) = (name, factor, value, amount)
      (self.stored, self.window) = (stored, window)
    }

    /// `factor · value`.
    init(_ name: Name, _ factor: Double, _ value: Double, stored: Double? = nil) {
      self.init(name, factor: factor, value: value, amount: factor * value, stored: stored)
    }
  }

  /// A channel's patch under a kernel, row by row.
  public struct Window: Hashable, Sendable {
    public let side: Int
    /// What lies under the kernel; nil beyond the edge, where zeros count.
    public let values: [Double?]
    /// The kernel with batch normalisation folded in.
    public let weights: [Double]
    /// The kernel as stored.
    public let stored: [Double]
  }

  /// What a convolution multiplies with and adds.
  public struct Folding: Hashable, Sendable {
    public let convolution: Convolution
    /// The kernel as stored times this is the kernel that is applied.
    public let scale: Double
    /// What is added, batch normalisation folded in.
    public let offset: Double
    /// The numbers as stored; nil without batch normalisation, and where the weights are no file's.
    public let stored: StoredNormalization?
  }

  public let place: Place
  /// What the activation holds.
  public let value: Double
  public let rule: Rule
  /// Of many like ones those that add most, largest magnitude first.
  public let ranked: [Term]
  /// How many further ones there are, and what they add up to.
  public let further: (count: Int, amount: Double)
  /// What is always named.
  public let fixed: [Term]
  /// Of a convolution.
  public let folding: Folding?

  public var sum: Double { (ranked + fixed).reduce(further.amount) { $0 + $1.amount } }

  /// What the rule makes of a sum.
  public func result(of sum: Double) -> Double {
    switch rule {
    case .asIs: sum
    case .relu: max(0, sum)
    case .exponential: exponential(sum)
    case .share(let part): part / sum
    }
  }

  /// Of many terms, how many are named at most.
  static let named = 64

  /// - Parameter many: of one kind and in any order; the largest are named.
  init(
    _ place: Place, value: Float, rule: Rule = .asIs, many: [Term] = [], fixed: [Term] = [], folding: Folding? = nil
  ) {
    (self.place, self.value, self.rule, self.fixed, self.folding) = (place, Double(value), rule, fixed, folding)
    let order = many.enumerated().sorted {
      (Self.magnitude($0.element), $1.offset) > (Self.magnitude($1.element), $0.offset)
    }
    ranked = order.prefix(Self.named).map(\.element)
    let rest = order.dropFirst(Self.named)
    further = (rest.count, rest.reduce(0) { $0 + $1.element.amount })
  }

  /// What is no number stands first, since it is what to look for; it would make an order meaningless.
  private static func magnitude(_ term: Term) -> Double { term.amount.isNaN ? .infinity : abs(term.amount) }
}

extension ValueSum {
  public static func == (one: ValueSum, other: ValueSum) -> Bool {
    one.place == other.place && one.value == other.value && one.rule == other.rule && one.ranked == other.ranked
      && one.further == other.further && one.fixed == other.fixed && one.folding == other.folding
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(place)
    hasher.combine(value)
  }
}
