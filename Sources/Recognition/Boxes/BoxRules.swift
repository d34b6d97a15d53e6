/// What families of detectors do differently on the way from maps to boxes, and no weight tells.
public struct BoxRules: Hashable, Sendable {
  /// What decides which candidates of a level are its best.
  public enum Rank: Hashable, Sendable {
    /// Positions, by the highest product of a class's probability and centerness there; all classes of a kept one stay.
    case positions
    /// Pairs of position and class, by the class's probability alone.
    case probability
    /// Pairs of position and class, by the product with centerness.
    case product
  }

  /// A class counts at a position where its probability alone is above this.
  public var threshold = 0.05
  public var rank: Rank
  /// How many of a level stay.
  public var bestOfLevel = 1000
  /// Whether a score is the root of the product of probability and centerness.
  public var isRoot: Bool
  /// A box goes where it overlaps a better one of its class by more than this.
  public var overlap: Double
  /// Whether boxes are counted in pixels, first and last one included: areas with 1 added to both sides, and boxes that
  /// end with the last pixel's index.
  public var countsPixels: Bool
  /// Whether a box without area stays.
  public var keepsEmpty: Bool
  /// Whether boxes are compared in picture pixels and not in those of the resized picture. With `countsPixels` it matters.
  public var comparesInPicture = false
  /// How many of a picture stay.
  public var most = 100

  /// The paper's own detector, HRNet-FCOS.
  public static let hrnetFCOS = BoxRules(
    rank: .product, isRoot: false, overlap: 0.6, countsPixels: true, keepsEmpty: true)
  /// FCOS of its authors, plain and improved.
  public static let fcos = BoxRules(rank: .product, isRoot: true, overlap: 0.6, countsPixels: true, keepsEmpty: true)
  /// MMDetection 1.
  public static let mmdet1 = BoxRules(
    rank: .positions, isRoot: false, overlap: 0.5, countsPixels: true, keepsEmpty: true, comparesInPicture: true)
  /// MMDetection 2 and 3.
  public static let mmdet = BoxRules(
    rank: .probability, isRoot: false, overlap: 0.5, countsPixels: false, keepsEmpty: false)
  /// MMDetection 2 and 3 on a head of the improved kind.
  public static let improvedMMDet = BoxRules(
    rank: .probability, isRoot: false, overlap: 0.6, countsPixels: false, keepsEmpty: false)
}
