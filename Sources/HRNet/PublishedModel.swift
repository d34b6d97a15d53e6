/// A published network by name: a body, a head and the input its cost is stated for; no weights.
///
/// `w32` has a pose head of COCO's 17 joints; `w48-ocr-cityscapes` has what follows the body's name.
public struct PublishedModel: Sendable {
  public let name: String
  public let architecture: Architecture
  public let input: InputSize

  /// Nil for a name that is none of `names`.
  public init?(_ name: String) {
    let name = name.lowercased()
    if let rival = Self.rivals.first(where: { $0.name == name }) {
      self = rival
      return
    }
    // The longest body's name wins: `w18-small-v1` is not `w18` with a head of that name.
    let bodies = Architecture.presetNames.filter { name == $0 || name.hasPrefix($0 + "-") }
    guard let body = bodies.max(by: { $0.count < $1.count }) else { return nil }
    let suffix = name.dropFirst(body.count + 1)
    guard let head = name == body ? Self.pose : Self.heads.first(where: { $0.suffix == suffix }),
      var architecture = Architecture.preset(body, head: head.head)
    else { return nil }
    architecture.upsampling = head.upsampling
    (self.name, self.architecture, input) = (name, architecture, head.input)
  }

  /// Every name, bodies' alone first.
  public static var names: [String] {
    Architecture.presetNames + rivals.map(\.name)
      + heads.flatMap { head in Architecture.presetNames.map { "\($0)-\(head.suffix)" } }
  }

  private init(_ name: String, _ architecture: Architecture) {
    (self.name, self.architecture, input) = (name, architecture, InputSize(height: 256, width: 192))
  }

  /// What the paper compares HRNet with, and its variants in our construction (`Documentation/HRNet.md`).
  private static let rivals: [PublishedModel] = {
    let head = PoseHead(joints: 17)
    let maintained = [22, 28].map { width in
      PublishedModel("maintained\(width)", Architecture(HRNetBody(width: width, streams: .maintained), head: head))
    }
    let single = PublishedModel("single59", Architecture(HRNetBody(width: 59, streams: .single), head: head))
    let baselines = SimpleBaselineBody.depths.sorted { $0.key < $1.key }.map { depth, units in
      PublishedModel("simple-baseline-\(depth)", Architecture(SimpleBaselineBody(units: units), head: head))
    }
    return maintained + [single] + baselines + [
      PublishedModel("hourglass-8", Architecture(HourglassBody(stacks: 8, joints: 17)))
    ]
  }()

  /// What follows a body's name.
  public static var suffixes: [String] { heads.map(\.suffix) }

  private struct PublishedHead {
    let suffix: String
    let head: any Head
    let upsampling: Upsampling
    let input: InputSize

    init(_ suffix: String, _ head: any Head, _ upsampling: Upsampling, _ height: Int, _ width: Int) {
      (self.suffix, self.head, self.upsampling) = (suffix, head, upsampling)
      input = InputSize(height: height, width: width)
    }
  }

  private static let pose = PublishedHead("", PoseHead(joints: 17), .nearest, 256, 192)

  private static let heads: [PublishedHead] = {
    let sets = [
      ("cityscapes", 19, 1024, 2048), ("lip", 20, 473, 473), ("pascal-context", 59, 480, 480),
      ("pascal-context-60", 60, 480, 480), ("ade20k", 150, 520, 520), ("coco-stuff", 171, 520, 520),
    ]
    let v2 = sets.map { PublishedHead("v2-\($0.0)", V2Head(.classes, count: $0.1), .bilinear, $0.2, $0.3) }
    let ocr = sets.map { PublishedHead("ocr-\($0.0)", OCRHead(classes: $0.1), .bilinearCorners, $0.2, $0.3) }
    let landmarks = [("300w", 68), ("aflw", 19), ("cofw", 29), ("wflw", 98)].map {
      PublishedHead($0.0, V2Head(.landmarks, count: $0.1), .bilinear, 256, 256)
    }
    return v2 + ocr + landmarks + [
      PublishedHead("resolutions", ResponseHead(.streams, joints: 17), .nearest, 256, 192),
      PublishedHead("v2-pose", V2Head(.landmarks, count: 17), .nearest, 256, 192),
      PublishedHead("v1h", V1hHead(classes: 19), .bilinear, 1024, 2048),
      PublishedHead("imagenet", ImageNetHead(classes: 1000), .nearest, 224, 224),
      PublishedHead("v2p", PyramidHead(), .nearest, 800, 1216),
      PublishedHead("fcos", FCOSHead(classes: 80), .nearest, 800, 1216),
      PublishedHead(
        "fcos-six-levels", FCOSHead(classes: 80, pyramid: PyramidHead(levels: 6, stride: 1)), .nearest, 800, 1216),
    ]
  }()
}
