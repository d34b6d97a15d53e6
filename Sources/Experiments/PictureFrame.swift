import HRNet
import Pictures
import Pose
import Recognition

/// How a picture becomes a network's input, and a result the picture's again: by the head, as its family does it
/// (`Documentation/Heads.md`). `PictureFraming` makes it; all commands and the explorer have it from there.
public struct PictureFrame: Hashable, Sendable {
  public enum Way: Hashable, Sendable {
    /// A person's crop, grown to the input's shape and padded: what pose networks see, and the parts beside joints.
    case crop(Crop)
    /// A part of the picture, resized to the input as it is, without padding: class maps.
    case stretched(Box)
    /// The middle of the picture, cut out so that its short side is 256 pixels for an input of 224: classes of pictures.
    case centred(Box)
    /// The whole picture with its ratio kept, zeros to the right and below: boxes.
    case padded(DetectorInput, Resampling)
  }

  public let way: Way
  /// The picture's, in pixels.
  public let picture: PictureSize
  /// What the network is built for.
  public let input: InputSize

  public init(_ crop: Crop, of picture: PictureSize) { (way, self.picture, input) = (.crop(crop), picture, crop.input) }

  /// - Parameter part: in picture pixels.
  public init(stretching part: Box, of picture: PictureSize, to input: InputSize) {
    (way, self.picture, self.input) = (.stretched(part), picture, input)
  }

  public init(_ detector: DetectorInput, resampling: Resampling, of picture: PictureSize) {
    (way, self.picture) = (.padded(detector, resampling), picture)
    input = InputSize(height: detector.padded.height, width: detector.padded.width)
  }

  /// Short side to 8/7 of the input's, then the middle, with torchvision's roundings.
  public init(centreOf picture: PictureSize, input: InputSize) {
    let short = (min(input.width, input.height) * 256 + 112) / 224
    let isWide = picture.width > picture.height
    let (least, most) = isWide ? (picture.height, picture.width) : (picture.width, picture.height)
    let long = max(short, short * most / least)
    let resized = PictureSize(width: isWide ? long : short, height: isWide ? short : long)
    func start(_ count: Int, _ kept: Int) -> Double { (Double(count - kept) / 2).rounded(.toNearestOrEven) }
    let (across, down) = (
      Double(picture.width) / Double(resized.width), Double(picture.height) / Double(resized.height)
    )
    let part = Box(
      x: start(resized.width, input.width) * across, y: start(resized.height, input.height) * down,
      width: Double(input.width) * across, height: Double(input.height) * down)
    (way, self.picture, self.input) = (.centred(part), picture, input)
  }

  /// The crop, where it is one.
  public var crop: Crop? { if case .crop(let crop) = way { crop } else { nil } }

  /// The network's input as 8-bit colours: of the padded frame the picture alone.
  public func sample(_ picture: Picture) -> Picture {
    let size = PictureSize(width: input.width, height: input.height)
    switch way {
    case .crop(let crop): return crop.sample(picture)
    case .stretched(let box): return picture.resized(box, to: size, .bilinear)
    // Only the part that is kept is computed: the long side of a panorama may be anything.
    case .centred(let box): return picture.resized(box, to: size, .antialiased)
    case .padded(let input, let resampling):
      return picture.resized(to: PictureSize(width: input.resized.width, height: input.resized.height), resampling)
    }
  }

  /// Where the picture's pixels lie in the input; nil where a result has no places.
  public var placement: ClassPlacement? {
    switch way {
    case .crop(let crop): ClassPlacement(crop: crop, of: picture)
    case .stretched(let box): ClassPlacement(box: box, of: picture, input: input)
    case .centred, .padded: nil
    }
  }
}

/// A picture as a network is given it.
public struct FramedPicture: Hashable, Sendable {
  public let frame: PictureFrame
  /// As `PictureFrame.sample` makes it.
  public let sample: Picture

  public init(_ picture: Picture, in frame: PictureFrame) { (self.frame, sample) = (frame, frame.sample(picture)) }

  /// The same with left and right exchanged.
  ///
  /// - Precondition: the picture fills the input.
  var mirrored: FramedPicture { FramedPicture(frame: frame, sample: sample.mirrored()) }

  private init(frame: PictureFrame, sample: Picture) { (self.frame, self.sample) = (frame, sample) }

  /// All of the input, to be looked at: what fills it up is black.
  public var whole: Picture {
    guard case .padded(let input, _) = frame.way else { return sample }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * input.padded.width * input.padded.height)
    for row in 0..<sample.height {
      pixels += sample.pixels[3 * row * sample.width..<3 * (row + 1) * sample.width]
      pixels += repeatElement(0, count: 3 * (input.padded.width - sample.width))
    }
    pixels += repeatElement(0, count: 3 * input.padded.width * (input.padded.height - sample.height))
    return Picture(width: input.padded.width, height: input.padded.height, pixels: pixels)
  }
}
