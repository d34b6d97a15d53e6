import Checkpoints
import Engine
import HRNet
import Recognition

extension Checkpoint {
  /// What the classes of each output of a network are called: as the file says, else by their number, else numbers.
  public func classNames(of network: Network) -> [HeadOutput: ClassNames] {
    var names: [HeadOutput: ClassNames] = [:]
    for output in network.outputs {
      let answer: KnownClasses.Answer
      switch output {
      case .classMap: answer = .classMap
      case .classScores: answer = .classScores
      case .boxes: answer = .boxes
      case .heatMaps, .levels: continue
      }
      let classes = network[output.nodes[0]].shape.channels
      names[output] = ClassNames.names(for: answer, classes: classes, stated: facts.classNames)
    }
    return names
  }
}

extension ClassLogits {
  /// What a segmentation head put out.
  init(_ activation: Activation) {
    self.init(
      height: activation.shape.height, width: activation.shape.width, classes: activation.shape.channels,
      values: activation.withValues { Array($0) })
  }
}
