import Engine
import HRNet
import Pose
import Recognition

/// Where a network is read instead of at its end.
public enum ReadingPlace: Sendable {
  /// By a head, applied to streams that it was not trained for.
  case head(ReadOut)
  /// By a linear read-out that was fitted to what stands there.
  case probe(FittedProbe, by: BLAS)
}

extension ReadingPlace {
  /// The joints that a linear read-out finds; nil for those of the network.
  public var skeleton: Skeleton? {
    guard case .probe(let fitted, _) = self, case .joints(let skeleton) = fitted.targets else { return nil }
    return skeleton
  }

  /// What the classes are called that a linear read-out tells apart; nil for those of the network, and for joints.
  public var classNames: ClassNames? {
    guard case .probe(let fitted, _) = self, case .classes(let names) = fitted.targets else { return nil }
    return names
  }
}

extension Estimator {
  /// What is said at a place of a pass, which must have its activations. Of a head what it computes; else nothing is run.
  ///
  /// - Parameter frame: what the pass saw.
  /// - Returns: nil where the pass lacks what is read, or the frame has no places.
  public func read(_ place: ReadingPlace, in pass: Pass, _ frame: PictureFrame) -> Reading? {
    switch place {
    case .head(let readOut):
      return executor.read(readOut, in: pass).map { read($0, frame, output: readOut.output) }
    case .probe(let fitted, let blas):
      guard let answer = executor.read(fitted.probe, in: pass, by: blas) else { return nil }
      let shape = answer.shape
      switch fitted.targets {
      case .joints:
        return frame.crop.map { .pose(reader(of: place, width: shape.width).read(HeatMaps(answer), $0)) }
      case .classes(let names):
        guard let placement = frame.placement else { return nil }
        let map = ClassMap(
          ClassLogits(height: shape.height, width: shape.width, classes: shape.channels, values: answer.values),
          inputWidth: network.input.width, inputHeight: network.input.height, alignsCorners: network.alignsCorners,
          placement: placement)
        return .classMap(ClassMapReading(map: map, names: names))
      }
    }
  }

  /// The heat maps at a place of a pass, or of one of the network's own outputs; nil where there are none.
  func heatMaps(at place: ReadingPlace?, _ output: HeadOutput, in pass: Pass) -> HeatMaps? {
    switch place {
    case nil:
      if case .heatMaps(let node) = output { pass[node].map { HeatMaps($0) } } else { nil }
    case .head(let readOut):
      network.heatMaps.flatMap { executor.read(readOut, in: pass)?[$0] }.map { HeatMaps($0) }
    case .probe(let fitted, let blas): executor.read(fitted.probe, in: pass, by: blas).map { HeatMaps($0) }
    }
  }

  /// How heat maps at a place become joints.
  ///
  /// - Parameter width: of the maps.
  func reader(of place: ReadingPlace?, width: Int) -> PoseReader {
    guard case .probe(let fitted, _) = place, let skeleton = place?.skeleton else { return pose }
    return pose.reading(
      skeleton, sigma: ProbePlan.sigma(fitted.sigma, ofWidth: width, inputWidth: network.input.width))
  }
}

extension HeatMaps {
  /// What a linear read-out says.
  init(_ answer: ProbeAnswer) {
    self.init(
      joints: answer.shape.channels, height: answer.shape.height, width: answer.shape.width,
      values: answer.channelMajor(0..<answer.shape.channels))
  }
}
