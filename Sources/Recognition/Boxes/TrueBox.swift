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

extension COCOInstances {
  /// The network's class that each of the file's categories is: by its name where the network knows every category, whatever
  /// their order; else in the order of their ids, where there are as many.
  ///
  /// - Returns: nil where nobody can tell.
  public func classes(of names: ClassNames) -> [Int]? {
    let places = Dictionary(names.names.enumerated().map { ($1.lowercased(), $0) }) { first, _ in first }
    let named = categories.compactMap { places[$0.lowercased()] }
    if named.count == categories.count, Set(named).count == named.count { return named }
    return categories.count == names.count ? Array(categories.indices) : nil
  }
}

extension TrueBox {
  /// - Parameter classes: of the file's categories: `COCOInstances.classes(of:)`.
  public init(_ annotation: COCOInstances.Annotation, classes: [Int]) {
    self.init(
      box: annotation.box, area: annotation.area, isCrowd: annotation.isCrowd, label: classes[annotation.category])
  }
}
