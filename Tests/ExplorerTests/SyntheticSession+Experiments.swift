import Engine
import Experiments
import HRNet
import Pictures
import Pose

@testable import Explorer

extension SyntheticSession {
  /// What is read early: of joints as below; of classes stripes that lie a column more to the right the earlier they are read.
  func course(of study: Study) -> [ReadOutDepth] {
    let network = study.subject.network
    if study.current?.reading.pose != nil { return Self.course(of: study.current?.reading.pose, network) }
    let readOuts = network.earlyReadOuts(of: study.output)
    return readOuts.enumerated().compactMap { index, readOut in
      var early = Interventions()
      for edge in network.edges.prefix(readOuts.count - index - 1) { early[edge] = 0 }
      return classes(study.output, early).map { ReadOutDepth(readOut: readOut, reading: $0) }
    }
  }

  /// A pose that grows out of its middle: at each depth nearer to the final one, and at first without half of its joints.
  static func course(of pose: PoseReading?, _ network: Network) -> [ReadOutDepth] {
    guard let pose else { return [] }
    let readOuts = network.earlyReadOuts(of: network.readOutput)
    return readOuts.enumerated().map { index, readOut in
      let share = Double(index + 1) / Double(readOuts.count)
      let early = pose.joints.enumerated().map { number, joint in
        var joint = joint
        joint.position = PicturePoint(
          x: 60 + (joint.position.x - 60) * share, y: 75 + (joint.position.y - 75) * share)
        joint.score *= share
        joint.isFound = joint.isFound && (index >= readOuts.count / 3 || number % 2 == 0)
        return joint
      }
      return ReadOutDepth(readOut: readOut, reading: .pose(pose.with(joints: early)))
    }
  }

  /// A quarter of the score comes through streams 1/8 and 1/16, stream 1/32 works against the peak, the rest is the
  /// finest stream's.
  static func contributions(toJoint joint: Int, _ network: Network) -> PeakContributions {
    let units = network.exchangeUnits.map { unit in
      let amounts = unit.edges.indices.map { destination in
        (0..<unit.sourceCount).map { source -> Double in
          guard destination == 0 else { return 0 }
          return source == 0 ? [0.625, 0.375, 0.625][unit.sourceCount - 2] : source == 3 ? -0.25 : 0.25
        }
      }
      return PeakContributions.Unit(address: unit.address, amounts: amounts)
    }
    return PeakContributions(item: joint, x: joint * 2, y: joint + 3, score: 1, bias: 0.125, units: units)
  }

  /// The joint falls and moves the more the nearer a blocked part is to the middle of the right edge.
  static func occlusion(_ network: Network, joints: Int) -> OcclusionMap {
    let grid = OcclusionGrid(network.input)
    var map = OcclusionMap(grid)
    for index in 0..<grid.count {
      let (column, row) = (index % grid.columns, index / grid.columns)
      let nearness = max(0, column - abs(row - grid.rows / 2))
      map.insert(
        OcclusionMap.Effect(
          drops: (0..<joints).map { _ in Float(nearness) / 16 },
          changes: (0..<joints).map { _ in nearness == grid.columns - 1 ? nil : Float(4 * nearness) }), at: index)
    }
    return map
  }
}

extension PoseReading {
  /// The same maps, said to mean other joints.
  func with(joints: [Joint]) -> PoseReading {
    PoseReading(joints: joints, heatMaps: heatMaps, skeleton: skeleton, box: box)
  }
}
