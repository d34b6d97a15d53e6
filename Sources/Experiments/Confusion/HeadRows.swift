import Checkpoints
import Engine
import HRNet
import Pose

/// What a pose head looks for: of each joint the row of its last convolution, which is linear.
public struct HeadRows: Sendable {
  /// Of every pair, in the order of `JointPair.all(of:)`: the cosine of the angle between the two rows, −1 to 1; nil where
  /// a row is all zeros or not finite. 1 means that the two heat maps differ by a factor and an offset at most.
  public let cosines: [Double?]

  /// - Parameter weights: `[joints][C][kernel][kernel]`. Biases shift maps and turn no row: they do not count.
  init(_ weights: ConvolutionWeights) {
    let joints = weights.scale.count
    let length = joints > 0 ? weights.weights.count / joints : 0
    let rows = (0..<joints).map { joint in
      weights.weights[joint * length..<(joint + 1) * length].map { Double($0) * Double(weights.scale[joint]) }
    }
    func product(_ one: [Double], _ other: [Double]) -> Double { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }
    let norms = rows.map { product($0, $0).squareRoot() }
    cosines = JointPair.all(of: joints).map { pair in
      let cosine = product(rows[pair.first], rows[pair.second]) / norms[pair.first] / norms[pair.second]
      return cosine.isFinite ? min(max(cosine, -1), 1) : nil
    }
  }
}

extension Checkpoint {
  /// The rows of a network's pose head; nil where it has none.
  ///
  /// - Throws: `CheckpointError` where a tensor is missing.
  public func headRows(of network: Network) throws(CheckpointError) -> HeadRows? {
    guard let convolution = network.heatMaps.flatMap({ network[$0].operation.convolutions.last }) else { return nil }
    return HeadRows(try weights(of: convolution))
  }
}
