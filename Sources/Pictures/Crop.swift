import HRNet

/// The geometry of a network's crop: from a person's box to the network's input and back.
///
/// The box's shorter side grows, about the centre, to the input's shape; both sides then grow by the padding. One
/// uniform scale takes the result to the input, as in the published code. Any box gives a crop: one that is not
/// `Box.isUsable` gives a meaningless one, never a crash.
public struct Crop: Hashable, Sendable {
  /// The box it was fitted around, in picture pixels.
  public let person: Box
  /// The network input that the crop fills.
  public let input: InputSize
  /// The middle of the box and of the crop, in picture pixels.
  public let centre: PicturePoint
  /// Width of the crop, in picture pixels: that of the box, grown and padded.
  public let grownWidth: Double
  /// Height of the crop, in picture pixels.
  public let grownHeight: Double
  /// Whether the crop's edges lie on the centres of the outermost pixels, of input and heat maps alike, rather than on
  /// their edges: unbiased data processing (J. Huang et al., CVPR 2020).
  public let isUnbiased: Bool

  /// Fits a crop of the input's shape around a box.
  ///
  /// - Parameters:
  ///   - box: the person, in picture pixels.
  ///   - padding: how much wider and taller than the fitted box the crop is; 1.25 in every published network.
  ///   - isUnbiased: as the network was trained.
  public init(box: Box, input: InputSize, padding: Double = 1.25, isUnbiased: Bool = false) {
    let shape = Double(input.width) / Double(input.height)
    self.person = box
    self.input = input
    self.isUnbiased = isUnbiased
    self.centre = box.centre
    self.grownWidth = max(box.width, box.height * shape) * padding
    self.grownHeight = max(box.height, box.width / shape) * padding
  }

  /// Width and height of the crop, in picture pixels.
  public var size: (width: Double, height: Double) { (grownWidth, grownHeight) }

  /// Input pixels to one picture pixel, along a row; the same along a column unless the crop is unbiased.
  public var scale: Double { extent(input.width) / grownWidth }

  /// Input pixels to one picture pixel, along a column.
  var columnScale: Double { isUnbiased ? extent(input.height) / grownHeight : scale }

  /// Pixels between the crop's edges, of so many.
  func extent(_ count: Int) -> Double { Double(isUnbiased ? max(count - 1, 1) : count) }

  /// The part of the picture that the network sees; it may reach beyond the picture.
  public var box: Box {
    Box(x: centre.x - grownWidth / 2, y: centre.y - grownHeight / 2, width: grownWidth, height: grownHeight)
  }

  /// Where a position in the picture lies in the network's input, in input pixels.
  public func inputPoint(_ point: PicturePoint) -> PicturePoint {
    PicturePoint(
      x: scale * (point.x - centre.x) + extent(input.width) / 2,
      y: columnScale * (point.y - centre.y) + extent(input.height) / 2)
  }

  /// Where a position in the picture lies in a heat map, in heat-map pixels: `picturePoint` the other way round.
  public func heatMapPoint(_ point: PicturePoint, heatMapWidth: Int, heatMapHeight: Int) -> (u: Double, v: Double) {
    let (width, height) = (extent(heatMapWidth), extent(heatMapHeight))
    return (
      (point.x - centre.x) * width / grownWidth + width / 2, (point.y - centre.y) * height / grownHeight + height / 2
    )
  }

  /// Where a position in a heat map lies in the picture.
  ///
  /// - Parameters:
  ///   - u: to the right, in heat-map pixels.
  ///   - v: down, in heat-map pixels.
  ///   - heatMapWidth: columns of the heat map.
  ///   - heatMapHeight: rows of the heat map.
  public func picturePoint(heatMapX u: Double, heatMapY v: Double, heatMapWidth: Int, heatMapHeight: Int)
    -> PicturePoint
  {
    let (width, height) = (extent(heatMapWidth), extent(heatMapHeight))
    return PicturePoint(
      x: (u - width / 2) * grownWidth / width + centre.x,
      y: (v - height / 2) * grownHeight / height + centre.y)
  }
}
