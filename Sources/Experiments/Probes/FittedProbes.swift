import Engine
import HRNet
import Pictures
import Pose
import Recognition

/// Linear read-outs that were fitted to a network, with what is known of them: a file of probes.
public struct FittedProbes: Hashable, Sendable {
  /// One of them.
  public struct Entry: Hashable, Sendable {
    /// As `network` names it.
    public let node: String
    /// C of all that is read.
    public let channels: Int
    /// Of the map it was fitted on.
    public let height: Int
    public let width: Int
    /// λ of `(G + λN·diag(G)) W = H`.
    public let ridge: Double
    /// a: positions near a joint weighed up to `1 + a`.
    public let emphasis: Double
    /// PCK@0.2 or mIoU on the pictures it was fitted to, 0…1.
    public let fit: Double?
    /// The same on the validation set, or where there is none on pictures that were held out when λ was chosen.
    public let measured: Double?
    /// PCK@0.2 of true joints rounded to the map's grid; nil for classes.
    public let limit: Double?
    /// W, `[K][C]`.
    public let weights: [Double]
    /// b, `[K]`.
    public let bias: [Double]

    public init(
      node: String, channels: Int, height: Int, width: Int, ridge: Double, emphasis: Double, fit: Double?,
      measured: Double?, limit: Double?, weights: [Double], bias: [Double]
    ) {
      (self.node, self.channels, self.height, self.width) = (node, channels, height, width)
      (self.ridge, self.emphasis, self.fit, self.measured, self.limit) = (ridge, emphasis, fit, measured, limit)
      (self.weights, self.bias) = (weights, bias)
    }
  }

  public let targets: ProbeTargets
  public let isConcatenated: Bool
  /// In the order of time.
  public let entries: [Entry]
  /// The set that they were fitted to, as it was named.
  public let set: String
  /// The set that they were measured on; nil where pictures of the first were held out for it.
  public let validation: String?
  /// N, the people or pictures that were added up.
  public let count: Int
  /// Of the targets' Gaussians, in values of a map of 1/4; 0 for classes.
  public let sigma: Double
  /// SHA-256 of the weights of the network they belong to.
  public let network: String
  public let model: String
  /// The network's, in pixels.
  public let input: InputSize
  /// What held for every pass: `upsampling bilinear`, `cut final`.
  public let options: [String]

  public init(
    targets: ProbeTargets, isConcatenated: Bool, entries: [Entry], set: String, validation: String?, count: Int,
    sigma: Double, network: String, model: String, input: InputSize, options: [String]
  ) {
    (self.targets, self.isConcatenated, self.entries) = (targets, isConcatenated, entries)
    (self.set, self.validation, self.count, self.sigma) = (set, validation, count, sigma)
    (self.network, self.model, self.input, self.options) = (network, model, input, options)
  }

  /// The read-out of a node; nil where none was fitted.
  public subscript(node: String) -> FittedProbe? {
    entries.first { $0.node == node }.map { entry in
      FittedProbe(
        probe: Probe(
          node: node, isConcatenated: isConcatenated, channels: entry.channels,
          weights: entry.weights.map { Float($0) }, bias: entry.bias.map { Float($0) }),
        targets: targets, sigma: sigma)
    }
  }
}

/// A linear read-out, and what its outputs mean.
public struct FittedProbe: Hashable, Sendable {
  public let probe: Probe
  public let targets: ProbeTargets
  /// Of the peaks, in values of a map of 1/4.
  public let sigma: Double

  public init(probe: Probe, targets: ProbeTargets, sigma: Double) {
    (self.probe, self.targets, self.sigma) = (probe, targets, sigma)
  }
}
