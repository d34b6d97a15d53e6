import Experiments
import HRNet
import Pictures
import Pose

/// How one joint is read from its heat map, by each of the methods there are.
struct DecodedJoint {
  /// A position by one method, in heat-map, input and picture pixels.
  struct Way {
    let decoding: HeatMapDecoding
    /// Whether the maps are the mean of the picture's and the mirrored picture's.
    let isFlipTest: Bool
    let u: Double
    let v: Double
    let input: PicturePoint
    let picture: PicturePoint
    /// From the true joint, in picture pixels; nil where that is not known.
    let error: Double?
  }

  let joint: Int
  let maps: HeatMaps
  let peak: (x: Int, y: Int, value: Float)
  let quarter: QuarterShift
  let dark: DarkStep
  let ways: [Way]

  /// - Parameters:
  ///   - crop: what the network saw.
  ///   - sigma: of the hills that the network was trained to draw, in heat-map pixels.
  ///   - truth: the joint's true position.
  ///   - averaged: the maps of a flip test; nil where none was made.
  /// - Returns: nil where there is no such joint, or it was not found.
  init?(
    _ joint: Int, in maps: HeatMaps, crop: Crop, sigma: Double, truth: PicturePoint?, averaged: HeatMaps? = nil
  ) {
    guard (0..<maps.joints).contains(joint) else { return nil }
    let peak = maps.peak(of: joint)
    guard peak.value > 0 else { return nil }
    (self.joint, self.maps, self.peak) = (joint, maps, peak)
    quarter = maps.quarterShift(joint: joint, x: peak.x, y: peak.y)
    dark = maps.darkStep(joint: joint, x: peak.x, y: peak.y, sigma: sigma)
    ways = [(maps, false)].appending(averaged.map { ($0, true) }).flatMap { maps, isFlipTest in
      HeatMapDecoding.allCases.compactMap { decoding -> Way? in
        guard joint < maps.joints, let (u, v) = maps.position(of: joint, decoding: decoding, sigma: sigma) else {
          return nil
        }
        let picture = crop.picturePoint(
          heatMapX: u, heatMapY: v, heatMapWidth: maps.width, heatMapHeight: maps.height)
        return Way(
          decoding: decoding, isFlipTest: isFlipTest, u: u, v: v, input: crop.inputPoint(picture), picture: picture,
          error: truth.map { $0.distance(to: picture) })
      }
    }
  }
}

extension Array {
  fileprivate func appending(_ element: Element?) -> [Element] { element.map { self + [$0] } ?? self }
}

extension Model {
  /// The chosen joint, read from the heat maps of the pass that is shown; nil where it was not found, or none are read.
  var decodedJoint: DecodedJoint? {
    guard let maps = study.current?.reading.pose?.heatMaps, let crop = study.frame.crop else { return nil }
    let truth = study.trueJoints.flatMap { joints in
      joints.indices.contains(screen.selectedItem) ? joints[screen.selectedItem] : nil
    }
    return DecodedJoint(
      screen.selectedItem, in: maps, crop: crop, sigma: study.network.heatMapSigma,
      truth: truth.flatMap { $0.isLabelled ? $0.position : nil }, averaged: study.flipTest)
  }
}
