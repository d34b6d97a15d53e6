/// How a picture is brought to a network's input (`Documentation/HRNet.md`, "From a picture to joints").
public struct Preprocessing: Hashable, Sendable {
  /// In which order a network takes colours.
  public enum ChannelOrder: String, Sendable {
    case rgb
    /// As OpenCV reads pictures.
    case bgr
  }

  /// Subtracted from the colours, which run from 0 to 1; three values in the network's order.
  public var mean: [Float]
  /// Divides what is left; three values in the network's order.
  public var standardDeviation: [Float]
  public var channels: ChannelOrder
  /// By how much the box grows before it is cut out.
  public var boxPadding: Double
  /// Whether positions are counted between the centres of the outermost pixels.
  public var isUnbiased: Bool

  /// By default the mean and standard deviation of ImageNet's training pictures: those of nearly every published HRNet.
  ///
  /// - Precondition: three values and three.
  public init(
    mean: [Float] = [0.485, 0.456, 0.406], standardDeviation: [Float] = [0.229, 0.224, 0.225],
    channels: ChannelOrder = .rgb, boxPadding: Double = 1.25, isUnbiased: Bool = false
  ) {
    precondition(mean.count == 3 && standardDeviation.count == 3, "one value for each of red, green, blue")
    (self.mean, self.standardDeviation, self.channels) = (mean, standardDeviation, channels)
    (self.boxPadding, self.isUnbiased) = (boxPadding, isUnbiased)
  }
}

extension Preprocessing {
  /// ImageNet's mean and deviation, blue first: detectors of MMDetection since December 2020.
  public static let blueFirst = Preprocessing(
    mean: [103.53, 116.28, 123.675].map { $0 / 255 }, standardDeviation: [57.375, 57.12, 58.395].map { $0 / 255 },
    channels: .bgr)

  /// Caffe's mean, blue first, and no deviation, on colours to 255: detectors of HRNet-FCOS, and of MMDetection before.
  public static let caffe = Preprocessing(
    mean: [102.9801, 115.9465, 122.7717].map { $0 / 255 }, standardDeviation: [1, 1, 1].map { $0 / 255 },
    channels: .bgr)

  /// What is done to colours, for people.
  public var colourText: String {
    let (usual, order) = (Preprocessing(), channels == .bgr ? "B, G, R" : "R, G, B")
    if (mean, standardDeviation, channels) == (usual.mean, usual.standardDeviation, usual.channels) {
      return "ImageNet's mean and deviation"
    }
    func list(_ values: [Float]) -> String {
      values.map { "\((255 * Double($0) * 1000).rounded() / 1000)" }.joined(separator: ", ")
    }
    return "\(order) to 255, mean \(list(mean)), deviation \(list(standardDeviation))"
  }
}
