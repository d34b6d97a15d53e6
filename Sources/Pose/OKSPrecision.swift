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
    let order = collected.order
    let all = collected.curve(.all, order)
    let medium = collected.curve(.medium, order)
    let large = collected.curve(.large, order)
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
      let matches = OKSMatches(picture, range.bounds)
      flags[range, default: Flags()].people += matches.people
      flags[range, default: Flags()].isTrue += matches.isTrue
      flags[range, default: Flags()].isIgnored += matches.isIgnored
    }
  }

  /// The poses, highest score first; between equals those of earlier pictures.
  fileprivate var order: [Int] {
    poses.indices.sorted { (poses[$1].score, poses[$0].picture, $0) < (poses[$0].score, poses[$1].picture, $1) }
  }

  fileprivate func curve(_ range: OKSAreaRange, _ order: [Int]) -> PrecisionCurve {
    // Without pictures there are no flags, and no poses to ask for.
    let flags = flags[range] ?? Flags()
    return PrecisionCurve(
      people: flags.people, isTrue: order.map { flags.isTrue[$0] }, isIgnored: order.map { flags.isIgnored[$0] })
  }
}
