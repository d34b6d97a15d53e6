import Pictures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How similar the poses found in one picture are to the true ones, as COCO's evaluation compares them: everything that
/// average precision needs of a picture, and nothing else.
public struct OKSPicture: Hashable, Sendable, Codable {
  /// A true person.
  public struct Truth: Hashable, Sendable, Codable {
    public let area: Double
    public let isCrowd: Bool
    /// A crowd, or a person without labelled joints: found or not, it does not count.
    public let isIgnored: Bool

    package init(area: Double, isCrowd: Bool, isIgnored: Bool) {
      (self.area, self.isCrowd, self.isIgnored) = (area, isCrowd, isIgnored)
    }
  }

  /// A pose that was found.
  public struct Found: Hashable, Sendable, Codable {
    public let score: Double
    /// Of the smallest rectangle around its joints.
    public let area: Double

    package init(score: Double, area: Double) {
      (self.score, self.area) = (score, area)
    }
  }

  public let truth: [Truth]
  /// Highest score first, equals in the order they were found; at most `mostFound`.
  public let found: [Found]
  /// Object keypoint similarity, `[found][truth]`.
  public let similarity: [[Double]]

  /// COCO looks at no more poses in a picture.
  public static let mostFound = 20

  /// What was compared otherwise: boxes by their overlap.
  ///
  /// - Parameters:
  ///   - found: highest score first.
  ///   - similarity: `[found][truth]`.
  package init(truth: [Truth], found: [Found], similarity: [[Double]]) {
    (self.truth, self.found, self.similarity) = (truth, found, similarity)
  }

  /// - Parameters:
  ///   - found: joints and score of each pose.
  ///   - sigmas: of each joint.
  public init(truth: [COCOKeypoints.Annotation], found: [(joints: [PicturePoint], score: Double)], sigmas: [Double]) {
    let order = found.indices.sorted { (found[$1].score, $0) < (found[$0].score, $1) }.prefix(Self.mostFound)
    self.truth = truth.map {
      Truth(area: $0.area, isCrowd: $0.isCrowd, isIgnored: $0.isCrowd || $0.labelledCount == 0)
    }
    self.found = order.map { Found(score: found[$0].score, area: Self.extent(found[$0].joints)) }
    similarity = order.map { index in
      truth.map { Self.similarity(found[index].joints, $0, sigmas) }
    }
  }

  private static func extent(_ joints: [PicturePoint]) -> Double {
    let (xs, ys) = (joints.map(\.x), joints.map(\.y))
    return ((xs.max() ?? 0) - (xs.min() ?? 0)) * ((ys.max() ?? 0) - (ys.min() ?? 0))
  }

  /// Where no joint is labelled, a joint's distance is that to the box grown to three times its sides.
  private static func similarity(
    _ joints: [PicturePoint], _ truth: COCOKeypoints.Annotation, _ sigmas: [Double]
  ) -> Double {
    let hasLabels = truth.joints.contains(where: \.isLabelled)
    let box = truth.box
    let (left, right) = (box.x - box.width, box.x + box.width * 2)
    let (top, bottom) = (box.y - box.height, box.y + box.height * 2)
    var sum = 0.0
    var count = 0
    for (index, joint) in joints.enumerated() where index < truth.joints.count && index < sigmas.count {
      var (dx, dy) = (joint.x - truth.joints[index].position.x, joint.y - truth.joints[index].position.y)
      if !hasLabels {
        dx = max(0, left - joint.x) + max(0, joint.x - right)
        dy = max(0, top - joint.y) + max(0, joint.y - bottom)
      } else if !truth.joints[index].isLabelled {
        continue
      }
      let variance = 2 * sigmas[index] * (2 * sigmas[index])
      sum += exp(-((dx * dx + dy * dy) / variance / (truth.area + Double.ulpOfOne) / 2))
      count += 1
    }
    return count > 0 ? sum / Double(count) : 0
  }
}

/// Which people count, by their size.
public enum OKSAreaRange: CaseIterable, Sendable {
  case all, medium, large

  var bounds: ClosedRange<Double> {
    switch self {
    case .all: 0...1e10
    case .medium: 32 * 32...96 * 96
    case .large: 96 * 96...1e10
    }
  }
}

/// What a picture adds to average precision, for one range of sizes.
package struct OKSMatches: Hashable, Sendable {
  /// For each pose that was found, highest score first. Bit t: whether it is a true person at threshold t.
  package let isTrue: [UInt16]
  /// Bit t: whether it counts neither as right nor as wrong at threshold t.
  package let isIgnored: [UInt16]
  /// True people that count.
  package let people: Int

  /// .50, .55 … .95, as NumPy's `linspace` computes them.
  package static let thresholds: [Double] = {
    let step = (0.95 - 0.5) / 9
    return (0..<10).map { $0 == 9 ? 0.95 : Double($0) * step + 0.5 }
  }()

  /// Gives every pose the most similar person that is still free, best pose first; people who do not count come last, and a
  /// crowd is never used up.
  ///
  /// - Parameter bounds: the areas that count, in square pixels.
  package init(_ picture: OKSPicture, _ bounds: ClosedRange<Double>) {
    let isOut = picture.truth.map { $0.isIgnored || !bounds.contains($0.area) }
    let order = picture.truth.indices.filter { !isOut[$0] } + picture.truth.indices.filter { isOut[$0] }
    var isTrue = [UInt16](repeating: 0, count: picture.found.count)
    var isIgnored = isTrue
    for (bit, threshold) in Self.thresholds.enumerated() {
      var isTaken = [Bool](repeating: false, count: picture.truth.count)
      for (pose, found) in picture.found.enumerated() {
        var best = min(threshold, 1 - 1e-10)
        var match: Int?
        for person in order where !isTaken[person] || picture.truth[person].isCrowd {
          if let match, !isOut[match], isOut[person] { break }
          guard picture.similarity[pose][person] >= best else { continue }
          best = picture.similarity[pose][person]
          match = person
        }
        if let match {
          isTaken[match] = true
          isTrue[pose] |= 1 << bit
          if isOut[match] { isIgnored[pose] |= 1 << bit }
        } else if !bounds.contains(found.area) {
          isIgnored[pose] |= 1 << bit
        }
      }
    }
    (self.isTrue, self.isIgnored) = (isTrue, isIgnored)
    people = isOut.count { !$0 }
  }
}

extension OKSPicture {
  /// Whether the numbers of poses and people agree with each other; a file may say anything.
  public var isSound: Bool {
    similarity.count == found.count && similarity.allSatisfy { $0.count == truth.count }
      && found.count <= Self.mostFound
  }
}
