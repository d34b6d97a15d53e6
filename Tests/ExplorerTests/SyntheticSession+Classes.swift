import Experiments
import HRNet
import Recognition

// What networks say of classes, in closed form.
extension SyntheticSession {
  /// The structure of the built-in network with two heads on one body.
  static let twoHeads = Architecture(
    width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 3, 2], unitsPerStream: 2,
    head: HeadPair(PoseHead(joints: 14), V2Head(.classes, count: 7)))

  static func classNames(of network: Network) -> [HeadOutput: ClassNames] {
    var names: [HeadOutput: ClassNames] = [:]
    for output in network.outputs {
      switch output {
      case .classMap(let node): names[output] = parts(network[node].shape.channels)
      case .classScores(let node): names[output] = ClassNames(numbered: network[node].shape.channels)
      case .boxes(let levels): names[output] = ClassNames(numbered: network[levels[0].logits].shape.channels)
      case .heatMaps, .levels: break
      }
    }
    return names
  }

  private static func parts(_ count: Int) -> ClassNames {
    let names = ["background", "head", "torso", "upper arms", "lower arms", "upper legs", "lower legs"]
    return count == names.count ? ClassNames(stating: names) : ClassNames(numbered: count)
  }

  /// Classes stand side by side in stripes of equal width, the last one nowhere; every changed edge moves the stripes by a
  /// column to the right, and what comes in from the left is class 0. Of classes for a whole picture, each is the less
  /// probable the further back; a changed edge makes the second one the first. Nil for another sort of output.
  func classes(_ output: HeadOutput?, _ interventions: Interventions) -> Reading? {
    let (network, changed) = (model.study.subject.network, interventions.edges.count)
    guard let output, let names = model.study.subject.classNames[output] else { return nil }
    let shape = network[output.nodes[0]].shape
    switch output {
    case .classMap:
      let size = model.study.scene.picture.size
      let labels = (0..<size.height * size.width).map { place in
        UInt16(max(0, place % size.width * shape.width / size.width - changed) * (shape.channels - 1) / shape.width)
      }
      let map = ClassMap(width: size.width, height: size.height, classes: shape.channels, labels: labels)
      return .classMap(ClassMapReading(map: map, names: names))
    case .classScores:
      let logits = (0..<shape.channels).map { Float($0 == 1 && changed > 0 ? 1 : -$0) }
      return .classScores(ClassScoresReading(scores: ClassScores(logits: logits), names: names))
    case .boxes(let levels):
      // A box on each level; a changed edge loses the last and moves the others by as many pixels as edges are changed.
      let boxes = levels.indices.dropLast(changed > 0 ? 1 : 0).map { level in
        let (side, shift) = (Double(10 << level), Double(min(changed, 3)))
        return FoundBox(
          left: 10 + shift, top: 10, right: 10 + shift + side, bottom: 10 + side, score: 0.9 - Double(level) / 10,
          label: level % names.count, level: level)
      }
      return .boxes(BoxReading(boxes: boxes, names: names, strides: levels.map(\.stride)))
    case .heatMaps, .levels: return nil
    }
  }
}
