import Foundation
import Testing

/// What `hrscope pose --json` prints for a picture (`Documentation/CommandLine.md`).
struct PoseDocument: Decodable {
  struct Joint: Decodable, Equatable {
    let name: String
    let x: Double
    let y: Double
    let score: Double

    func distance(to other: (x: Double, y: Double)) -> Double { hypot(x - other.x, y - other.y) }
  }

  /// Joints within 0.2 torsos of the truth, where that is known.
  struct Correct: Decodable {
    let correct: Int
    let total: Int
  }

  let image: String
  let model: String
  let input: [Int]
  let box: [Double]
  let joints: [Joint]
  let milliseconds: Double
  let pck: Correct?

  /// The side of a heat map's pixel in the picture, in picture pixels: the box grows to the input's
  /// shape and by a quarter, and the heat maps have a fourth of the input's resolution.
  var heatMapPixel: Double {
    let (height, width) = (Double(input[0]), Double(input[1]))
    return max(box[2], box[3] * width / height) * 1.25 / (width / 4)
  }

  /// The mean distance between the joints of two runs, in picture pixels.
  func meanShift(from other: PoseDocument) -> Double {
    zip(joints, other.joints).reduce(0) { $0 + $1.0.distance(to: ($1.1.x, $1.1.y)) } / Double(joints.count)
  }
}

/// Runs `hrscope pose --json` on one picture.
func pose(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> PoseDocument {
  try pose(arguments, sourceLocation: sourceLocation)
}

func pose(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> PoseDocument {
  try HRScope.json(PoseDocument.self, ["pose", "--json"] + arguments, sourceLocation: sourceLocation)
}
