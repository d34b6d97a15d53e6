import Engine
import HRNet
import Pictures
import Recognition

extension Estimator {
  /// The network's input for a picture.
  ///
  /// - Precondition: the frame's input is the network's.
  public func input(_ picture: FramedPicture) -> Activation {
    let values = preprocessing.tensor(picture.sample)
    guard case .padded(let input, _) = picture.frame.way else { return executor.input(values) }
    return executor.input(input.padding(values))
  }

  /// The class of every pixel of a picture; nil where the output says no such thing.
  public func classMap(_ output: HeadOutput, in pass: Pass, _ frame: PictureFrame) -> ClassMap? {
    guard case .classMap(let node) = output, let activation = pass[node], let placement = frame.placement else {
      return nil
    }
    return ClassMap(
      ClassLogits(activation), inputWidth: network.input.width, inputHeight: network.input.height,
      alignsCorners: network.alignsCorners, placement: placement)
  }

  /// The probabilities of a picture's classes; nil where the output says no such thing.
  public func classScores(_ output: HeadOutput, in pass: Pass) -> ClassScores? {
    guard case .classScores(let node) = output, let activation = pass[node] else { return nil }
    return ClassScores(logits: activation.withValues { Array($0) })
  }

  /// The boxes in a picture, best first, in picture pixels; nil where the output says no such thing.
  ///
  /// - Parameter rules: by default those of the file's family.
  public func boxes(
    _ output: HeadOutput, in pass: Pass, _ frame: PictureFrame, rules: BoxRules? = nil
  ) -> [FoundBox]? {
    guard case .boxes(let levels) = output, let found = pass.fcosLevels(levels) else { return nil }
    let rules = rules ?? boxRules
    if case .padded(let input, _) = frame.way { return FoundBox.found(on: found, input: input, rules: rules) }
    // Any other frame fills the input.
    let (width, height) = (frame.input.width, frame.input.height)
    let input = DetectorInput(width: width, height: height, within: (width, height))
    return FoundBox.found(on: found, input: input, rules: rules).map { box in
      let first = frame.picturePoint(x: box.left, y: box.top, width: width, height: height)
      let last = frame.picturePoint(x: box.right, y: box.bottom, width: width, height: height)
      var inPicture = box
      (inPicture.left, inPicture.top, inPicture.right, inPicture.bottom) = (first.x, first.y, last.x, last.y)
      return inPicture
    }
  }
}

extension Pass {
  /// What a detector said on every level; nil where the pass did not compute one of them.
  fileprivate func fcosLevels(_ levels: [HeadOutput.BoxLevel]) -> [FCOSLevel]? {
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
