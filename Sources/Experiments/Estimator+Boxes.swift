import Engine
import HRNet
import Pictures
import Recognition

extension Estimator {
  /// The boxes that a detector's head found in a crop, best first, in picture pixels; nil where a level was not computed.
  ///
  /// The rules are MMDetection's, which most files of HRNet's detectors are from; no weight tells.
  func boxes(on levels: [HeadOutput.BoxLevel], in pass: Pass, _ crop: Crop, rules: BoxRules = .mmdet) -> [FoundBox]? {
    guard let found = pass.fcosLevels(levels) else { return nil }
    // The crop is the input, pixel for pixel.
    let (width, height) = (network.input.width, network.input.height)
    let input = DetectorInput(
      width: width, height: height, short: min(width, height), long: max(width, height), rounding: .mmdet)
    return FoundBox.found(on: found, input: input, rules: rules).map { box in
      func place(_ x: Double, _ y: Double) -> PicturePoint {
        crop.picturePoint(heatMapX: x, heatMapY: y, heatMapWidth: width, heatMapHeight: height)
      }
      let (first, last) = (place(box.left, box.top), place(box.right, box.bottom))
      var inPicture = box
      (inPicture.left, inPicture.top, inPicture.right, inPicture.bottom) = (first.x, first.y, last.x, last.y)
      return inPicture
    }
  }
}

extension Pass {
  /// What a detector said on every level; nil where the pass did not compute one of them.
  func fcosLevels(_ levels: [HeadOutput.BoxLevel]) -> [FCOSLevel]? {
    var found: [FCOSLevel] = []
    for level in levels {
      guard let logits = self[level.logits], let centerness = self[level.centerness],
        let distances = self[level.distances]
      else { return nil }
      found.append(
        FCOSLevel(
          stride: level.stride, height: logits.shape.height, width: logits.shape.width,
          classes: logits.shape.channels, logits: logits.withValues { Array($0) },
          centerness: centerness.withValues { Array($0) }, distances: distances.withValues { Array($0) }))
    }
    return found
  }
}
