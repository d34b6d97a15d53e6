/// The class of every pixel: what a network found, or what is true.
public struct ClassMap: Hashable, Sendable {
  /// The label of a pixel of which nothing is said: outside of what a network saw, or left out of the truth.
  public static let nothing = UInt16.max
  /// The most classes that are told apart.
  public static let mostClasses = Int(UInt16.max)

  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// K: labels are below it, or `nothing`.
  public let classes: Int
  /// `height` × `width`, row by row.
  public let labels: [UInt16]
  /// How many pixels each class has.
  public let counts: [Int]

  /// - Parameter labels: `height` × `width` of them, each below `classes` or `nothing`.
  /// - Precondition: as many as there are pixels.
  public init(width: Int, height: Int, classes: Int, labels: [UInt16]) {
    precondition(labels.count == width * height, "a class map has a label for every pixel")
    (self.width, self.height, self.classes, self.labels) = (width, height, classes, labels)
    var counts = [Int](repeating: 0, count: classes)
    counts.withUnsafeMutableBufferPointer { counts in
      for label in labels where Int(label) < classes { counts[Int(label)] += 1 }
    }
    self.counts = counts
  }

  /// The label of a pixel.
  public subscript(x: Int, y: Int) -> UInt16 { labels[y * width + x] }

  /// The part of the pixels of which something is said that each class has, 0…1; they sum to 1 where there is one.
  public var shares: [Double] {
    let said = counts.reduce(0, +)
    return counts.map { said > 0 ? Double($0) / Double(said) : 0 }
  }

  /// The class of the most pixels, the first of equals; nil where there is none.
  public var commonest: Int? { counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } }

  /// Pixels whose right or lower neighbour is of another class, or that are such a neighbour: the boundary, two pixels
  /// wide.
  public var boundary: [Bool] {
    var boundary = [Bool](repeating: false, count: labels.count)
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        if x + 1 < width, labels[index] != labels[index + 1] {
          (boundary[index], boundary[index + 1]) = (true, true)
        }
        if y + 1 < height, labels[index] != labels[index + width] {
          (boundary[index], boundary[index + width]) = (true, true)
        }
      }
    }
    return boundary
  }
}
