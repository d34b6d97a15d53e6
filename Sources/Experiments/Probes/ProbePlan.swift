import Checkpoints
import Files
import HRNet

/// What read-outs are fitted to, on which pictures and with what: two fits of equal plans give equal read-outs.
public struct ProbePlan: Codable, Hashable, Sendable {
  /// A node that is read, with what stands beside it where streams are laid side by side.
  public struct Input: Codable, Hashable, Sendable {
    public let node: String
    /// C.
    public let channels: Int
    /// Of the first picture's network; other pictures may be of other sizes where the frame goes by the picture.
    public let height: Int
    public let width: Int
  }

  /// Names the format of partial results, and its version.
  public private(set) var format = Self.format.title
  /// SHA-256 of the set's file, or of its pictures' names.
  public let set: String
  /// SHA-256 of the weights.
  public let network: String
  public let model: String
  /// Height and width.
  public let input: [Int]
  /// What holds for every pass, as the command line states it.
  public let options: [String]
  public let targets: ProbeTargets.Kind
  /// What the outputs are called.
  public let names: [String]
  public let isConcatenated: Bool
  public let inputs: [Input]
  /// Of the targets' Gaussians, in values of a map of 1/4; 0 for classes.
  public let sigma: Double
  public let pictures: Int

  static let format = FileFormat("hrscope probe part", version: 1)

  public init(
    set: String, network: String, model: String, input: InputSize, options: [String], targets: ProbeTargets,
    isConcatenated: Bool, inputs: [ProbeInput], sigma: Double, pictures: Int
  ) {
    (self.set, self.network, self.model, self.options) = (set, network, model, options)
    self.input = [input.height, input.width]
    (self.targets, names, self.isConcatenated) = (targets.kind, targets.names, isConcatenated)
    self.inputs = inputs.map {
      Input(node: $0.name, channels: $0.shape.channels, height: $0.shape.height, width: $0.shape.width)
    }
    (self.sigma, self.pictures) = (targets.kind == .joints ? sigma : 0, pictures)
  }

  /// Whether it is of this format and of a size that a fit can have; a file may say anything.
  var isSound: Bool {
    format == Self.format.title && (1...10_000_000).contains(pictures) && (1...1000).contains(names.count)
      && (1...10_000).contains(inputs.count) && input.count == 2 && sigma.isFinite && sigma >= 0
      && inputs.allSatisfy { (1...16_384).contains($0.channels) && $0.height > 0 && $0.width > 0 }
      && Set(inputs.map(\.node)).count == inputs.count
  }

  /// The width of targets in a map of so many columns: in its own values, and no less than half of one, which a grid could
  /// not hold.
  ///
  /// - Parameter sigma: in values of a map of 1/4.
  static func sigma(_ sigma: Double, ofWidth width: Int, inputWidth: Int) -> Double {
    max(sigma * Double(4 * width) / Double(inputWidth), 0.5)
  }

  /// Whether a picture is held out: of what is fitted to the others, λ and a are chosen by every fifth one. Of fewer than
  /// five by the last; one alone chooses nothing.
  func isHeldOut(_ picture: Int) -> Bool { pictures > 1 && picture % 5 == min(4, pictures - 1) }

  /// The pictures of a part, counted from 0: every `count`-th.
  public func pictures(ofShard shard: Shard) -> [Int] {
    Array(stride(from: shard.number - 1, to: pictures, by: shard.count))
  }
}

/// What is tried on the pictures that are held out.
enum ProbeGrid {
  /// From the one that holds down most: between equals the first is taken.
  static func choices(isEmphasised: Bool) -> [NormalEquations.Choice] {
    let ridges = [1e-3, 1e-4, 1e-5, 1e-6, 1e-8]
    let emphases: [Double] = isEmphasised ? [0, 3, 30, 300] : [0]
    return ridges.flatMap { ridge in emphases.map { .init(ridge: ridge, emphasis: $0) } }
  }

  /// Where no picture is held out.
  static func usual(isEmphasised: Bool) -> NormalEquations.Choice {
    .init(ridge: 1e-5, emphasis: isEmphasised ? 30 : 0)
  }
}
