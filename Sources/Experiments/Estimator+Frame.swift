import Engine
import HRNet
import Pictures
import Recognition

extension Estimator {
  /// The network's input for a picture.
  ///
  /// - Precondition: the frame's input is the network's.
  public func input(_ picture: Picture, in frame: PictureFrame) -> Activation {
    let values = preprocessing.tensor(frame.sample(picture))
    guard case .padded(let input, _) = frame else { return executor.input(values) }
    return executor.input(input.padding(values))
  }

  /// The class of every pixel of a picture; nil where the output says no such thing.
  public func classMap(
    _ output: HeadOutput, in pass: Pass, frame: PictureFrame, of picture: PictureSize
  ) -> ClassMap? {
    guard case .classMap(let node) = output, let activation = pass[node],
      let placement = frame.placement(of: picture)
    else { return nil }
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
  public func boxes(_ output: HeadOutput, in pass: Pass, frame: PictureFrame, rules: BoxRules) -> [FoundBox]? {
    guard case .boxes(let levels) = output, case .padded(let input, _) = frame, let found = pass.fcosLevels(levels)
    else { return nil }
    return FoundBox.found(on: found, input: input, rules: rules)
  }
}
