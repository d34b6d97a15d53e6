import Checkpoints
import HRNet
import Pictures
import Pose
import Recognition

/// How a picture becomes a network's input, and a result the picture's again: by the head, as its family does it
/// (`Documentation/Heads.md`).
public enum PictureFrame: Hashable, Sendable {
  /// A person's crop, grown to the input's shape and padded: what pose networks see, and the parts beside joints.
  case crop(Crop)
  /// A part of the picture, resized to the input as it is, without padding: class maps.
  case stretched(Box, InputSize)
  /// The middle of the picture, cut out so that its short side is 256 pixels for an input of 224: classes of pictures.
  case centred(InputSize)
  /// The whole picture with its ratio kept, zeros to the right and below: boxes.
  case padded(DetectorInput, Resampling)

  /// The input's size.
  public var input: InputSize {
    switch self {
    case .crop(let crop): crop.input
    case .stretched(_, let size), .centred(let size): size
    case .padded(let input, _): InputSize(height: input.padded.height, width: input.padded.width)
    }
  }

  /// The network's input as 8-bit colours: of the padded frame the picture alone.
  public func sample(_ picture: Picture) -> Picture {
    switch self {
    case .crop(let crop): return crop.sample(picture)
    case .stretched(let box, let size):
      return picture.resized(box, to: PictureSize(width: size.width, height: size.height), .bilinear)
    case .centred(let size): return Self.centre(of: picture, size)
    case .padded(let input, let resampling):
      return picture.resized(to: PictureSize(width: input.resized.width, height: input.resized.height), resampling)
    }
  }

  /// Short side to 8/7 of the input's, antialiased, then the middle, with torchvision's roundings.
  private static func centre(of picture: Picture, _ size: InputSize) -> Picture {
    let short = (min(size.width, size.height) * 256 + 112) / 224
    let isWide = picture.width > picture.height
    let (least, most) = isWide ? (picture.height, picture.width) : (picture.width, picture.height)
    let long = max(short, short * most / least)
    let resized = PictureSize(width: isWide ? long : short, height: isWide ? short : long)
    // Only the part that is kept is computed: the long side of a panorama may be anything.
    func start(_ count: Int, _ kept: Int) -> Double { (Double(count - kept) / 2).rounded(.toNearestOrEven) }
    let (across, down) = (
      Double(picture.width) / Double(resized.width), Double(picture.height) / Double(resized.height)
    )
    let part = Box(
      x: start(resized.width, size.width) * across, y: start(resized.height, size.height) * down,
      width: Double(size.width) * across, height: Double(size.height) * down)
    return picture.resized(part, to: PictureSize(width: size.width, height: size.height), .antialiased)
  }

  /// Where the picture's pixels lie in the input; nil where a result has no places.
  public func placement(of picture: PictureSize) -> ClassPlacement? {
    switch self {
    case .crop(let crop): ClassPlacement(crop: crop, of: picture)
    case .stretched(let box, let size): ClassPlacement(box: box, of: picture, input: size)
    case .centred, .padded: nil
    }
  }
}

extension Checkpoint {
  /// The frame that an output of this network wants of a picture.
  ///
  /// - Parameters:
  ///   - part: what is looked at, in picture pixels: the person of a crop, the part that is stretched.
  ///   - input: as it is asked for; nil where it goes by the file, the head's family and the picture. Of boxes it is the
  ///     bounds of the resized sides.
  ///   - rounding: whose detectors resize.
  public func frame(
    for output: HeadOutput, of network: Network, picture: PictureSize, part: Box, input: InputSize?,
    rounding: DetectorInput.Rounding = .mmdet
  ) -> PictureFrame {
    switch output {
    case .classMap where network.heatMaps == nil:
      return .stretched(part, input ?? facts.input ?? usualInput(forPart: part, classes: network.classes(of: output)))
    case .classScores: return .centred(input ?? self.input)
    case .boxes:
      let bounds = input ?? facts.input ?? InputSize(height: 800, width: 1333)
      return .padded(
        DetectorInput(
          width: picture.width, height: picture.height, short: min(bounds.height, bounds.width),
          long: max(bounds.height, bounds.width), rounding: rounding),
        // The authors resize with Pillow, MMDetection with OpenCV.
        rounding == .authors ? .antialiased : .bilinear)
    case .classMap, .heatMaps, .levels: return .crop(Crop(box: part, input: input ?? self.input, preprocessing))
    }
  }

  /// What published networks for so many classes are given; of any other number, the part rounded up to 32, and at most
  /// 1024 a side.
  private func usualInput(forPart part: Box, classes: Int) -> InputSize {
    guard KnownClasses(usualFor: .classMap, classes: classes) == nil else { return self.input }
    let factor = min(1, 1024 / max(part.width, part.height))
    func side(_ length: Double) -> Int { min(max(Int((length * factor / 32).rounded(.up)), 1) * 32, 1024) }
    return InputSize(height: side(part.height), width: side(part.width))
  }
}

extension Network {
  /// K of an output.
  func classes(of output: HeadOutput) -> Int { output.nodes.first.map { self[$0].shape.channels } ?? 0 }

  /// Whether a class map's outermost values stay in the corners when it is brought to the input's size: as before the
  /// concatenation, which its family's code does alike.
  public var alignsCorners: Bool {
    let rules = nodes.lazy.compactMap { if case .upsample(let rule) = $0.operation { rule } else { nil } }
    return (rules.first ?? architecture.upsampling) == .bilinearCorners
  }
}
