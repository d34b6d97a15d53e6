import HRNet
import Pictures
import Platform
import Pose
import Recognition

/// What is known to be right about what a network saw.
enum ProbeTruth {
  /// In the order of the targets.
  case joints([GroundTruthJoint])
  /// Of the picture's size.
  case classes(ClassMap)
}

/// What a read-out should say at the positions of a stream.
struct ProbeTarget {
  /// The positions of which something is known, row by row.
  let positions: [Int]
  /// `[positions][targets]`
  let values: [Double]
  /// How much more than an ordinary position each weighs, 0…1: near a joint up to 1; nil where all weigh the same.
  let emphasis: [Double]?

  /// What is known already.
  init(positions: [Int], values: [Double], emphasis: [Double]?) {
    (self.positions, self.values, self.emphasis) = (positions, values, emphasis)
  }

  /// A Gaussian around each joint, 1 at its exact place. A joint that is not labelled is taken for one that is not to be
  /// seen: all joints share the rows, and the published training leaves it out where this cannot.
  ///
  /// - Parameter sigma: in the stream's own values.
  init(joints: [GroundTruthJoint], frame: PictureFrame, shape: Shape, sigma: Double) {
    let (width, height, count) = (shape.width, shape.height, joints.count)
    positions = Array(0..<width * height)
    var values = [Double](repeating: 0, count: width * height * count)
    var emphasis = [Double](repeating: 0, count: width * height)
    for (index, joint) in joints.enumerated() where joint.isLabelled {
      let (u, v) = frame.mapPoint(joint.position, width: width, height: height)
      let columns = Self.bell(width, around: u, sigma)
      let rows = Self.bell(height, around: v, sigma)
      for y in 0..<height {
        for x in 0..<width {
          let (place, value) = (y * width + x, rows[y] * columns[x])
          values[place * count + index] = value
          emphasis[place] = max(emphasis[place], value)
        }
      }
    }
    (self.values, self.emphasis) = (values, emphasis)
  }

  private static func bell(_ count: Int, around centre: Double, _ sigma: Double) -> [Double] {
    (0..<count).map { place in
      let distance = (Double(place) - centre) / sigma
      return exp(-0.5 * distance * distance)
    }
  }

  /// One for the class at each position's place in the picture, zero for the others; positions outside of the labels are
  /// left out.
  ///
  /// - Parameter alignsCorners: as class maps of the network are brought to the picture.
  init(classes: ClassMap, frame: PictureFrame, shape: Shape, alignsCorners: Bool) {
    let (width, height) = (shape.width, shape.height)
    var positions: [Int] = []
    var values: [Double] = []
    for y in 0..<height {
      for x in 0..<width {
        // Positions are the centres of values, as where class maps grow; in a frame edges lie on edges.
        let (u, v) =
          alignsCorners
          ? (Self.spread(x, of: width, over: frame.input.width), Self.spread(y, of: height, over: frame.input.height))
          : (
            (Double(x) + 0.5) * Double(frame.input.width) / Double(width),
            (Double(y) + 0.5) * Double(frame.input.height) / Double(height)
          )
        guard let label = classes.label(atInput: (u - 0.5, v - 0.5), frame) else { continue }
        positions.append(y * width + x)
        for index in 0..<classes.classes { values.append(index == Int(label) ? 1 : 0) }
      }
    }
    (self.positions, self.values, emphasis) = (positions, values, nil)
  }

  /// Of values whose outermost lie on the outermost pixels' centres.
  private static func spread(_ index: Int, of count: Int, over length: Int) -> Double {
    count > 1 ? Double(index) * Double(length - 1) / Double(count - 1) + 0.5 : 0.5
  }
}

extension ClassMap {
  /// The label of the pixel nearest to a position of the input, counted from its first pixel's centre; nil outside of the
  /// picture, and where nothing is labelled.
  fileprivate func label(atInput place: (x: Double, y: Double), _ frame: PictureFrame) -> UInt16? {
    guard let placement = frame.placement else { return nil }
    let x = placement.columns.pixel(at: place.x)
    let y = placement.rows.pixel(at: place.y)
    guard let x, let y, (0..<width).contains(x), (0..<height).contains(y) else { return nil }
    let label = self[x, y]
    return Int(label) < classes ? label : nil
  }
}
