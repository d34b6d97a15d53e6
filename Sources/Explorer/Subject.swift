import Experiments
import HRNet
import Pictures
import Pose
import Recognition

/// The network being explored. Fixed while a session runs.
public struct Subject: Sendable {
  public let network: Network
  /// What the person is told the model is: `HRNet-W32`.
  public let modelName: String
  public let skeleton: Skeleton
  /// By how much a person's box grows before it is cut out.
  public let boxPadding: Double
  /// Whether the network was trained with unbiased data processing (`Crop.isUnbiased`).
  public let isUnbiased: Bool
  /// What the file of the network does not say and was assumed instead, a few words each: `nearest upsampling`.
  public let assumptions: [String]
  /// Why the file's pose head was left out, in words; nil where it was not.
  public let headRefusal: String?
  /// Which of the network's outputs is read at first; a `Study` says which is read now.
  public let output: HeadOutput
  /// What the classes of each output are called.
  public let classNames: [HeadOutput: ClassNames]

  public init(
    network: Network, modelName: String, skeleton: Skeleton, boxPadding: Double, isUnbiased: Bool = false,
    assumptions: [String] = [], headRefusal: String? = nil, output: HeadOutput? = nil,
    classNames: [HeadOutput: ClassNames] = [:]
  ) {
    self.classNames = classNames
    self.assumptions = assumptions
    self.headRefusal = headRefusal
    self.network = network
    self.output = output ?? network.readOutput
    self.modelName = modelName
    self.skeleton = skeleton
    self.boxPadding = boxPadding
    self.isUnbiased = isUnbiased
  }
}

/// A picture and the people known in it.
public struct Scene: Sendable {
  public let picture: Picture
  /// The picture with no more pixels than a screen can show, to be drawn.
  let preview: Picture
  public let name: String
  /// Where it came from; nil for the picture built into the program.
  public let path: String?
  /// At least one: the whole picture, where nothing is known.
  public let people: [Person]
  /// What lies beside the picture and was passed over, to be told once.
  public let note: String?

  /// - Parameter people: where empty, the whole picture counts as one person.
  public init(picture: Picture, name: String, path: String?, people: [Person], note: String? = nil) {
    self.picture = picture
    self.note = note
    preview = picture.reduced(toAtMost: 2_000_000)
    self.name = name
    self.path = path
    self.people = people.isEmpty ? [Person(box: Box(whole: picture))] : people
    identity = Identity()
  }

  /// Two scenes are the same if one was made from the other; pictures need not be compared byte by byte.
  private let identity: Identity

  private final class Identity: Sendable {}
}

extension Scene: Hashable {
  public static func == (one: Scene, other: Scene) -> Bool { one.identity === other.identity }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(identity)) }
}
