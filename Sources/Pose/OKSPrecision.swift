/// Average precision and recall over object keypoint similarity, as COCO's evaluation computes them (pycocotools'
/// `COCOeval` for keypoints): over thresholds .50:.05:.95, precision interpolated at recalls 0:.01:1.
///
/// Agrees with pycocotools to rounding, except that there an annotation with the id 0 can never be found.
public struct OKSPrecision: Hashable, Sendable {
  /// COCO's ten numbers by its own names; nil where nobody counts.
  public let ap: Double?
  public let ap50: Double?
  public let ap75: Double?
  public let apMedium: Double?
  public let apLarge: Double?
  public let ar: Double?
  public let ar50: Double?
  public let ar75: Double?
  public let arMedium: Double?
  public let arLarge: Double?

  /// - Parameter collected: of all pictures.
  public init(_ collected: OKSCollection) {
    let all = Curve(collected, .all)
    let medium = Curve(collected, .medium)
    let large = Curve(collected, .large)
    func mean(_ values: [Double]?) -> Double? { values.map { $0.reduce(0, +) / Double($0.count) } }
    (ap, ap50, ap75) = (mean(all.precision), all.precision?[0], all.precision?[5])
    (ar, ar50, ar75) = (mean(all.recall), all.recall?[0], all.recall?[5])
    (apMedium, arMedium) = (mean(medium.precision), mean(medium.recall))
    (apLarge, arLarge) = (mean(large.precision), mean(large.recall))
  }

  /// The mean over categories, of those in which somebody counts.
  public init(meanOf categories: [OKSPrecision]) {
    func mean(_ number: KeyPath<OKSPrecision, Double?>) -> Double? {
      let values = categories.compactMap { $0[keyPath: number] }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    (ap, ap50, ap75, apMedium, apLarge) = (mean(\.ap), mean(\.ap50), mean(\.ap75), mean(\.apMedium), mean(\.apLarge))
    (ar, ar50, ar75, arMedium, arLarge) = (mean(\.ar), mean(\.ar50), mean(\.ar75), mean(\.arMedium), mean(\.arLarge))
  }

  /// Precision and recall at each threshold.
  private struct Curve {
    /// Mean over the recalls.
    var precision: [Double]?
    /// The highest recall.
    var recall: [Double]?

    init(_ collected: OKSCollection, _ range: OKSAreaRange) {
      let flags = collected.flags[range] ?? OKSCollection.Flags()
      let (people, isTrue, isIgnored) = (flags.people, flags.isTrue, flags.isIgnored)
      guard people > 0 else { return }
      let poses = collected.poses
      let order = poses.indices.sorted {
        (poses[$1].score, poses[$0].picture, $0) < (poses[$0].score, poses[$1].picture, $1)
      }
      var (precisions, recalls): ([Double], [Double]) = ([], [])
      for bit in OKSMatches.thresholds.indices {
        var (right, wrong) = (0.0, 0.0)
        var (recall, precision): ([Double], [Double]) = ([], [])
        for index in order {
          if isIgnored[index] >> bit & 1 == 0 {
            if isTrue[index] >> bit & 1 == 1 { right += 1 } else { wrong += 1 }
          }
          recall.append(right / Double(people))
          precision.append(right / (right + wrong + Double.ulpOfOne))
        }
        for index in precision.indices.dropFirst().reversed() {
          precision[index - 1] = max(precision[index - 1], precision[index])
        }
        precisions.append(Self.interpolated(precision, recall))
        recalls.append(recall.last ?? 0)
      }
      (self.precision, self.recall) = (precisions, recalls)
    }

    /// The mean of the precisions at the first pose that reaches each of 101 recalls; 0 where none does.
    private static func interpolated(_ precision: [Double], _ recall: [Double]) -> Double {
      var sum = 0.0
      var index = 0
      for step in 0...100 {
        let wanted = step == 100 ? 1 : Double(step) * 0.01
        while index < recall.count, recall[index] < wanted { index += 1 }
        guard index < recall.count else { break }
        sum += precision[index]
      }
      return sum / 101
    }
  }
}

/// What pictures have added: some 24 bytes a pose.
public struct OKSCollection: Sendable {
  fileprivate struct Flags: Sendable {
    /// True people that count.
    var people = 0
    /// As in `OKSMatches`, for each pose.
    var isTrue: [UInt16] = []
    var isIgnored: [UInt16] = []
  }

  fileprivate var poses: [(score: Double, picture: Int)] = []
  fileprivate var flags: [OKSAreaRange: Flags] = [:]

  public init() {}

  /// Adds a picture.
  ///
  /// - Parameter index: between equal scores the poses of earlier pictures come first, as in COCO's evaluation.
  public mutating func add(_ picture: OKSPicture, index: Int) {
    poses += picture.found.map { ($0.score, index) }
    for range in OKSAreaRange.allCases {
      let matches = OKSMatches(picture, range)
      flags[range, default: Flags()].people += matches.people
      flags[range, default: Flags()].isTrue += matches.isTrue
      flags[range, default: Flags()].isIgnored += matches.isIgnored
    }
  }
}
