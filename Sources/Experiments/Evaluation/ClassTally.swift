import Pictures
import Recognition

/// What a picture says where classes are counted. A part of a line of partial results.
public struct ClassScore: Codable, Hashable, Sendable {
  /// Of a class map: pixels, in turn a place in the confusion matrix and how many; places without pixels are left out.
  var pixels: [Int]?
  /// Of a picture's classes: the true one, and its rank, 0 for the best place.
  var rank: [Int]?
  /// Of a detector: what was found, and what there is.
  var found: [Found]?
  var things: [Thing]?

  struct Found: Codable, Hashable, Sendable {
    /// Left, top, right, bottom, in picture pixels.
    let box: [Double]
    let score: Double
    let label: Int
  }

  struct Thing: Codable, Hashable, Sendable {
    /// Left, top, width, height, in picture pixels.
    let box: [Double]
    let area: Double
    let isCrowd: Bool
    let label: Int
  }

  init(_ confusion: ConfusionMatrix) {
    pixels = confusion.counts.enumerated().filter { $0.element > 0 }.flatMap { [$0.offset, $0.element] }
  }

  init(truth: Int, rank: Int) { self.rank = [truth, rank] }

  init(_ boxes: [FoundBox], truth: [TrueBox]) {
    found = boxes.map { Found(box: [$0.left, $0.top, $0.right, $0.bottom], score: $0.score, label: $0.label) }
    things = truth.map {
      Thing(
        box: [$0.box.x, $0.box.y, $0.box.width, $0.box.height], area: $0.area, isCrowd: $0.isCrowd, label: $0.label)
    }
  }
}

/// Adds up what pictures say of classes.
struct ClassTally: Sendable {
  private let metric: EvaluationSet.Metric
  private let classes: Int
  private var confusion: ConfusionMatrix
  private var top = TopAccuracy()
  private var boxes: BoxCollection

  init(_ metric: EvaluationSet.Metric, classes: Int) {
    (self.metric, self.classes) = (metric, classes)
    confusion = ConfusionMatrix(classes: metric == .meanIoU ? classes : 0)
    boxes = BoxCollection(classes: metric == .boxes ? classes : 0)
  }

  /// Adds a picture.
  ///
  /// - Returns: false for what is no score of this metric; then nothing is added.
  mutating func add(_ score: ClassScore?, picture: Int) -> Bool {
    switch metric {
    case .pck, .oks: return score == nil
    case .meanIoU:
      guard let pixels = score?.pixels, let matrix = ConfusionMatrix(classes: classes, sparse: pixels) else {
        return false
      }
      confusion += matrix
    case .top1:
      guard let rank = score?.rank, rank.count == 2, rank.allSatisfy({ (0..<classes).contains($0) }) else {
        return false
      }
      top.add(rank: rank[1], truth: rank[0])
    case .boxes:
      guard let found = score?.found, let things = score?.things, found.allSatisfy({ isSound($0) }),
        things.allSatisfy({ isSound($0) })
      else { return false }
      boxes.add(
        found: found.map {
          FoundBox(
            left: $0.box[0], top: $0.box[1], right: $0.box[2], bottom: $0.box[3], score: $0.score, label: $0.label)
        },
        truth: things.map {
          TrueBox(
            box: Box(x: $0.box[0], y: $0.box[1], width: $0.box[2], height: $0.box[3]), area: $0.area,
            isCrowd: $0.isCrowd, label: $0.label)
        }, index: picture)
    }
    return true
  }

  private func isSound(_ thing: ClassScore.Thing) -> Bool {
    thing.box.count == 4 && thing.box.allSatisfy(\.isFinite) && thing.area.isFinite
      && (0..<classes).contains(thing.label)
  }

  private func isSound(_ box: ClassScore.Found) -> Bool {
    box.box.count == 4 && box.box.allSatisfy(\.isFinite) && (0...1).contains(box.score)
      && (0..<classes).contains(box.label)
  }

  /// The metric's value, that of each class, and what else is measured.
  var result: (value: Double?, perClass: [Double?], further: [EvaluationResult.Further]) {
    switch metric {
    case .pck, .oks: return (nil, [], [])
    case .meanIoU:
      return (
        confusion.meanIoU, confusion.ious,
        [
          .init(name: "pixelAccuracy", value: confusion.pixelAccuracy),
          .init(name: "meanAccuracy", value: confusion.meanAccuracy),
        ]
      )
    case .top1:
      let perClass = (0..<classes).map { label in
        top.perClass[label].map { Double($0.first) / Double($0.pictures) }
      }
      return (top.top1, perClass, [.init(name: "top5", value: top.top5)])
    case .boxes:
      let precision = BoxPrecision(boxes)
      return (
        precision.ap, precision.perClass,
        [
          .init(name: "AP50", value: precision.ap50), .init(name: "AP75", value: precision.ap75),
          .init(name: "APsmall", value: precision.apSmall), .init(name: "APmedium", value: precision.apMedium),
          .init(name: "APlarge", value: precision.apLarge), .init(name: "AR1", value: precision.ar1),
          .init(name: "AR10", value: precision.ar10), .init(name: "AR100", value: precision.ar100),
          .init(name: "ARsmall", value: precision.arSmall), .init(name: "ARmedium", value: precision.arMedium),
          .init(name: "ARlarge", value: precision.arLarge),
        ]
      )
    }
  }
}
