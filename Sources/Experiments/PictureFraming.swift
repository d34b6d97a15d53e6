import Checkpoints
import HRNet
import Pictures
import Recognition

/// How a network wants its pictures: what decides a `PictureFrame` beside the picture itself.
public struct PictureFraming: Hashable, Sendable {
  /// The input as it is asked for; nil where the file, the head's family and the picture decide.
  public var input: InputSize?
  /// Whose detector it is: who resizes, and how boxes are made of maps.
  public var detector: FCOSFamily
  /// What the file of weights states; nil where it does not.
  private let stated: InputSize?
  /// What networks of its kind are given.
  private let usual: InputSize
  private let preprocessing: Preprocessing

  /// - Parameters:
  ///   - input: as it is asked for.
  ///   - stated: by the file of weights.
  ///   - usual: for networks of its kind.
  public init(
    input: InputSize? = nil, stated: InputSize? = nil, usual: InputSize, preprocessing: Preprocessing = Preprocessing(),
    detector: FCOSFamily = .mmdet
  ) {
    (self.input, self.stated, self.usual) = (input, stated, usual)
    (self.preprocessing, self.detector) = (preprocessing, detector)
  }

  /// The frame of a picture.
  ///
  /// One for all outputs of a network, so that one pass serves them: where there are joints, it is the person's crop.
  ///
  /// - Parameters:
  ///   - output: what is read.
  ///   - network: at any size.
  ///   - part: what is looked at, in picture pixels: the person of a crop, the part that is stretched.
  ///   - kind: what linear read-outs are to say, whatever the head looks at: joints are looked for in a person's crop, classes
  ///     of pixels in what is seen of a picture without padding or cutting.
  public func frame(
    for output: HeadOutput, of network: Network, picture: PictureSize, part: Box, reading kind: ProbeTargets.Kind? = nil
  ) -> PictureFrame {
    let size: InputSize
    switch (network.parts(for: output, reading: kind), output) {
    case (.any, .levels), (.any, .classScores), (.any, .boxes): size = input ?? usual
    case (.people, _):
      return PictureFrame(Crop(box: part, input: input ?? usual, preprocessing), of: picture)
    case (_, .boxes):
      let bounds = input ?? stated ?? InputSize(height: 800, width: 1333)
      return PictureFrame(
        DetectorInput(
          width: picture.width, height: picture.height, short: min(bounds.height, bounds.width),
          long: max(bounds.height, bounds.width), rounding: detector.rounding),
        resampling: resampling, of: picture)
    case (_, .classScores): return PictureFrame(centreOf: picture, input: input ?? usual)
    case (_, .classMap): size = input ?? stated ?? freeSize(of: part, classes: network.classes(of: output))
    case (_, .heatMaps), (_, .levels): size = input ?? usual
    }
    return PictureFrame(stretching: part, of: picture, to: size)
  }

  /// The frame of another picture for a network of the size that a frame has made it.
  public func frame(like other: PictureFrame, picture: PictureSize, part: Box) -> PictureFrame {
    switch other.way {
    case .crop: PictureFrame(Crop(box: part, input: other.input, preprocessing), of: picture)
    case .stretched: PictureFrame(stretching: part, of: picture, to: other.input)
    case .centred: PictureFrame(centreOf: picture, input: other.input)
    case .padded:
      PictureFrame(
        DetectorInput(
          width: picture.width, height: picture.height, within: (other.input.width, other.input.height)),
        resampling: resampling, of: picture)
    }
  }

  /// The authors resize with Pillow, MMDetection with OpenCV.
  private var resampling: Resampling { detector.rounding == .authors ? .antialiased : .bilinear }

  /// What published networks for so many classes are given; of any other number, the part rounded up to 32, and at most
  /// 1024 a side.
  private func freeSize(of part: Box, classes: Int) -> InputSize {
    guard KnownClasses(usualFor: .classMap, classes: classes) == nil else { return usual }
    let factor = min(1, 1024 / max(part.width, part.height))
    func side(_ length: Double) -> Int { min(max(Int((length * factor / 32).rounded(.up)), 1) * 32, 1024) }
    return InputSize(height: side(part.height), width: side(part.width))
  }
}

/// Which parts of pictures a network looks at.
public enum PictureParts: Hashable, Sendable {
  /// A person, whose box is asked for or known, else all of the picture.
  case people
  /// All of the picture, or exactly what is asked for.
  case any
  /// Always all of the picture.
  case whole
}

extension Network {
  /// The parts that an output's frame is made for; where there are joints, one frame serves all outputs.
  public func parts(for output: HeadOutput) -> PictureParts {
    if heatMaps != nil { return .people }
    return switch output {
    case .heatMaps, .levels: .people
    case .classMap: .any
    case .classScores, .boxes: .whole
    }
  }

  /// The same where linear read-outs of a kind are read too: their frame then serves all.
  public func parts(for output: HeadOutput, reading kind: ProbeTargets.Kind?) -> PictureParts {
    if heatMaps != nil { return .people }
    return switch (kind, output) {
    case (nil, _), (.classes, .heatMaps), (.classes, .classMap): parts(for: output)
    case (.joints, _): .people
    case (.classes, .levels), (.classes, .classScores), (.classes, .boxes): .any
    }
  }

  /// K of an output.
  func classes(of output: HeadOutput) -> Int { output.nodes.first.map { self[$0].shape.channels } ?? 0 }

  /// Whether a class map's outermost values stay in the corners when it is brought to the input's size: as before the
  /// concatenation, which its family's code does alike.
  public var alignsCorners: Bool {
    let rules = nodes.lazy.compactMap { if case .upsample(let rule) = $0.operation { rule } else { nil } }
    return (rules.first ?? architecture.upsampling) == .bilinearCorners
  }
}

extension Checkpoint {
  /// How its networks want pictures.
  ///
  /// - Parameters:
  ///   - input: as it is asked for.
  ///   - detector: as it is asked for; by default by the names that the head has in the file.
  public func framing(input: InputSize? = nil, detector: FCOSFamily? = nil) -> PictureFraming {
    PictureFraming(
      input: input, stated: facts.input, usual: self.input, preprocessing: preprocessing,
      detector: detector ?? fcosFamily)
  }

  /// Whose detector it is, by the names that its head has in the file.
  public var fcosFamily: FCOSFamily {
    switch headCodes.last {
    case "HRNet-FCOS": .hrnet
    case "AdelaiDet": .improved
    case "MMDetection 1": .mmdet1
    default: .mmdet
    }
  }
}
