import Pictures
import Pose

/// A box that is true.
public struct TrueBox: Hashable, Sendable {
  public let box: Box
  /// In square pixels; of the thing, not of the box.
  public let area: Double
  /// Whether it stands for many things.
  public let isCrowd: Bool
  /// The class, counted from 0.
  public let label: Int

  public init(box: Box, area: Double, isCrowd: Bool = false, label: Int) {
    (self.box, self.area, self.isCrowd, self.label) = (box, area, isCrowd, label)
  }

  /// Intersection over union with a box that was found; of a crowd, the part of the found box that lies in it.
  func overlap(with found: FoundBox) -> Double {
    let across = min(found.right, box.x + box.width) - max(found.left, box.x)
    let down = min(found.bottom, box.y + box.height) - max(found.top, box.y)
    guard across > 0, down > 0 else { return 0 }
    let area = found.width * found.height
    return across * down / (isCrowd ? area : area + box.width * box.height - across * down)
  }
}

/// What pictures have added to average precision of boxes: some 30 bytes a found box.
public struct BoxCollection: Sendable {
  /// Which things count, by their size.
  enum Size: Int, CaseIterable {
    case all, small, medium, large

    var bounds: ClosedRange<Double> {
      switch self {
      case .all: 0...1e10
      case .small: 0...32 * 32
      case .medium: 32 * 32...96 * 96
      case .large: 96 * 96...1e10
      }
    }
  }

  /// Of a class.
  struct OfClass {
    /// Of every found box: score, picture, and place in its picture, best first.
    var found: [(score: Double, picture: Int, place: Int)] = []
    /// For each size, what was matched, as in `OKSMatches`.
    var isTrue = [[UInt16]](repeating: [], count: Size.allCases.count)
    var isIgnored = [[UInt16]](repeating: [], count: Size.allCases.count)
    /// For each size, true things that count.
    var things = [Int](repeating: 0, count: Size.allCases.count)
  }

  private(set) var classes: [OfClass]

  /// COCO looks at no more boxes of a class in a picture.
  public static let mostFound = 100

  /// Of no picture yet.
  ///
  /// - Parameter classes: how many there are.
  public init(classes: Int) {
    self.classes = Array(repeating: OfClass(), count: classes)
  }

  /// Adds a picture.
  ///
  /// - Parameters:
  ///   - found: in any order; between equal scores of a class the earlier one comes first.
  ///   - index: between equal scores the boxes of earlier pictures come first, as in COCO's evaluation.
  public mutating func add(found: [FoundBox], truth: [TrueBox], index: Int) {
    let (foundOf, trueOf) = (Dictionary(grouping: found, by: \.label), Dictionary(grouping: truth, by: \.label))
    for label in Set(foundOf.keys).union(trueOf.keys) where classes.indices.contains(label) {
      let (all, truth) = (foundOf[label] ?? [], trueOf[label] ?? [])
      let found = all.indices.sorted { (all[$1].score, $0) < (all[$0].score, $1) }.prefix(Self.mostFound).map {
        all[$0]
      }
      let picture = OKSPicture(
        truth: truth.map { OKSPicture.Truth(area: $0.area, isCrowd: $0.isCrowd, isIgnored: $0.isCrowd) },
        found: found.map { OKSPicture.Found(score: $0.score, area: $0.width * $0.height) },
        similarity: found.map { found in truth.map { $0.overlap(with: found) } })
      classes[label].found += found.enumerated().map { ($1.score, index, $0) }
      for size in Size.allCases {
        let matches = OKSMatches(picture, size.bounds)
        classes[label].isTrue[size.rawValue] += matches.isTrue
        classes[label].isIgnored[size.rawValue] += matches.isIgnored
        classes[label].things[size.rawValue] += matches.people
      }
    }
  }
}

/// Average precision and recall over the overlap of boxes, as COCO's evaluation computes them (pycocotools' `COCOeval` for
/// `bbox`): its twelve numbers by its own names; nil where nothing counts.
///
/// Agrees with pycocotools to rounding, except that there an annotation with the id 0 can never be found.
public struct BoxPrecision: Hashable, Sendable {
  /// Over thresholds .50:.05:.95, all sizes, 100 boxes a class and picture.
  public let ap: Double?
  public let ap50: Double?
  public let ap75: Double?
  /// Of things below 32² pixels, up to 96², and above.
  public let apSmall: Double?
  public let apMedium: Double?
  public let apLarge: Double?
  /// The highest recall with 1, 10, 100 boxes a class and picture.
  public let ar1: Double?
  public let ar10: Double?
  public let ar100: Double?
  public let arSmall: Double?
  public let arMedium: Double?
  public let arLarge: Double?
  /// `ap` of each class.
  public let perClass: [Double?]

  /// - Parameter collected: of all pictures.
  public init(_ collected: BoxCollection) {
    typealias Curves = [PrecisionCurve]
    func curves(_ size: BoxCollection.Size, most: Int = BoxCollection.mostFound) -> Curves {
      collected.classes.map { $0.curve(size, most: most) }
    }
    func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
    func precision(_ curves: Curves, at threshold: Int? = nil) -> Double? {
      mean(curves.flatMap { curve in curve.precision.map { all in threshold.map { [all[$0]] } ?? all } ?? [] })
    }
    func recall(_ curves: Curves) -> Double? { mean(curves.flatMap { $0.recall ?? [] }) }

    let all = curves(.all)
    (ap, ap50, ap75) = (precision(all), precision(all, at: 0), precision(all, at: 5))
    perClass = all.map { precision([$0]) }
    ar100 = recall(all)
    (ar1, ar10) = (recall(curves(.all, most: 1)), recall(curves(.all, most: 10)))
    let (small, medium, large) = (curves(.small), curves(.medium), curves(.large))
    (apSmall, apMedium, apLarge) = (precision(small), precision(medium), precision(large))
    (arSmall, arMedium, arLarge) = (recall(small), recall(medium), recall(large))
  }
}

extension BoxCollection.OfClass {
  /// - Parameter most: how many boxes of a picture count, best first.
  fileprivate func curve(_ size: BoxCollection.Size, most: Int) -> PrecisionCurve {
    let order = found.indices.filter { found[$0].place < most }.sorted {
      (found[$1].score, found[$0].picture, $0) < (found[$0].score, found[$1].picture, $1)
    }
    let (isTrue, isIgnored) = (isTrue[size.rawValue], isIgnored[size.rawValue])
    return PrecisionCurve(
      people: things[size.rawValue], isTrue: order.map { isTrue[$0] }, isIgnored: order.map { isIgnored[$0] })
  }
}
