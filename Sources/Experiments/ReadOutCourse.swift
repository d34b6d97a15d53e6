import Engine
import HRNet
import Pictures
import Pose

/// The pose as a head reads it at one depth of a network.
public struct ReadOutDepth: Hashable, Sendable {
  public let readOut: ReadOut
  /// Index into `Network.columns` of the node that is read.
  public let column: Int
  public let joints: [Joint]
  public let heatMaps: HeatMaps

  public init(readOut: ReadOut, column: Int, joints: [Joint], heatMaps: HeatMaps) {
    self.readOut = readOut
    self.column = column
    self.joints = joints
    self.heatMaps = heatMaps
  }

  /// How far the pose is from another one.
  ///
  /// - Parameter reference: by joint, in picture pixels; nil for a joint that is not to count.
  public func error(from reference: [PicturePoint?]) -> ReadOutError {
    var distances: [Double] = []
    var missing = 0
    for (joint, position) in zip(joints, reference) {
      guard let position else { continue }
      if joint.isFound { distances.append(joint.position.distance(to: position)) } else { missing += 1 }
    }
    return ReadOutError(
      mean: distances.isEmpty ? nil : distances.reduce(0, +) / Double(distances.count), found: distances.count,
      missing: missing)
  }
}

/// How far an early pose is from a reference.
public struct ReadOutError: Hashable, Sendable {
  /// Over the joints found, in picture pixels; nil where none was.
  public let mean: Double?
  public let found: Int
  /// Joints of the reference that the read-out did not find.
  public let missing: Int

  public init(mean: Double?, found: Int, missing: Int) {
    self.mean = mean
    self.found = found
    self.missing = missing
  }
}

extension PoseEstimator {
  /// The pose at every depth where the network's head can be applied, in the order of time: a pose forming.
  ///
  /// Only the head is run; everything it reads is in the pass.
  public func readOutCourse(of pass: Pass, crop: Crop) -> [ReadOutDepth] {
    let columns = Dictionary(
      network.columns.enumerated().map { ($0.element.nodes[0], $0.offset) }, uniquingKeysWith: { first, _ in first })
    return network.earlyReadOuts.compactMap { readOut in
      guard let column = columns[readOut.node], let activation = executor.read(readOut, in: pass) else { return nil }
      let maps = HeatMaps(activation)
      return ReadOutDepth(
        readOut: readOut, column: column,
        joints: maps.joints(decoding: .quarter, crop: crop, skeleton: skeleton, sigma: sigma), heatMaps: maps)
    }
  }
}
