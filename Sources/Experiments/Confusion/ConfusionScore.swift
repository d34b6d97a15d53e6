import Pose

/// How alike the joints of one person's pose are. A part of a line of partial results.
public struct ConfusionScore: Codable, Hashable, Sendable {
  /// Of the heat maps of every pair; null where it is not defined. Single precision has the seven digits that are printed.
  let correlations: [Float?]
  /// Where each joint's map has its peak, row by row; null where it is not found.
  let peaks: [Int?]
  /// Of each joint that is compared; null where nothing can be said.
  let places: [JointPlace?]

  init(_ maps: HeatMaps, places: [JointPlace?]) {
    correlations = maps.correlations().map { $0.map { Float($0) } }
    peaks = maps.peakPlaces()
    self.places = places
  }

  /// Whether it can be of a plan.
  func isSound(_ plan: ConfusionPlan) -> Bool {
    correlations.count == plan.cosines.count && correlations.allSatisfy { abs($0 ?? 0) <= 1 }
      && peaks.count == plan.joints.count && places.count == plan.compared.count
  }
}
