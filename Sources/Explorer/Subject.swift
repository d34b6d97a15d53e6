import Experiments
import HRNet
import Pictures
import Pose
import Recognition

/// The network being explored. Fixed while a session runs, but for its size, where that follows the picture.
public struct Subject: Sendable {
  public internal(set) var network: Network
  /// What the person is told the model is: `HRNet-W32`.
  public let modelName: String
  /// What its file is called; nil for weights that come from no file.
  public let fileName: String?
  /// Its joints, or without a pose head those that its linear read-outs find.
  public let skeleton: Skeleton
  /// How it wants pictures.
  public let framing: PictureFraming
  /// What the file of the network does not say and was assumed instead, a few words each: `nearest upsampling`.
  public let assumptions: [String]
  /// Whether its numbers are random, so that nothing it says means anything.
  public let hasRandomWeights: Bool
  /// Why the file's pose head was left out, in words; nil where it was not.
  public let headRefusal: String?
  /// Which of the network's outputs is read at first; a `Study` says which is read now.
  public let output: HeadOutput
  /// What the classes of each output are called.
  public let classNames: [HeadOutput: ClassNames]
  /// What is known of its joints over a whole set; nil for networks that have not been measured.
  public let ablation: SetAblation?
  /// The linear read-outs that were fitted to it, and to nothing else.
  public let probes: NetworkProbes

  public init(
    network: Network, modelName: String, fileName: String? = nil, skeleton: Skeleton, framing: PictureFraming,
    assumptions: [String] = [], hasRandomWeights: Bool = false, headRefusal: String? = nil,
    output: HeadOutput? = nil, classNames: [HeadOutput: ClassNames] = [:], ablation: SetAblation? = nil,
    probes: NetworkProbes = .none
  ) {
    (self.ablation, self.probes) = (ablation, probes)
    (self.hasRandomWeights, self.fileName) = (hasRandomWeights, fileName)
    self.classNames = classNames
    self.assumptions = assumptions
    self.headRefusal = headRefusal
    self.network = network
    self.output = output ?? network.readOutput
    self.modelName = modelName
    self.skeleton = skeleton
    self.framing = framing
  }

  /// The parts of pictures that are looked at where an output is read.
  func parts(for output: HeadOutput) -> PictureParts {
    network.parts(for: output, reading: probes.framing(for: output, of: network))
  }
}

/// A picture and the people known in it.
public struct Scene: Sendable {
  public let picture: Picture
  /// The picture with no more pixels than a screen can show, to be drawn.
  let preview: Picture
  public let name: String
  /// Where it came from: its file's absolute path, or a `BuiltInPicture`'s; nil for none of both.
  public let path: String?
  /// Those known in it.
  private let known: [Person]
  /// Who was asked for, or which part.
  private let asked: Person?
  /// What lies beside the picture and was passed over, to be told once.
  public let note: String?

  /// - Parameters:
  ///   - people: where empty, the whole picture counts as one person.
  ///   - asked: who is looked at first, or which part.
  public init(
    picture: Picture, name: String, path: String?, people: [Person], asked: Person? = nil, note: String? = nil
  ) {
    self.picture = picture
    self.note = note
    preview = picture.reduced(toAtMost: 2_000_000)
    self.name = name
    self.path = path
    (known, self.asked) = (people, asked)
    identity = Identity()
  }

  /// What can be looked at of it, at least one thing: what was asked for first.
  public func people(_ parts: PictureParts) -> [Person] {
    let whole = Person(box: Box(whole: picture))
    switch parts {
    case .people:
      let people = (asked.map { [$0] } ?? []) + known
      return people.isEmpty ? [whole] : people
    case .any: return [asked ?? whole] + known
    case .whole: return [whole]
    }
  }

  /// Whether nothing says where anybody is in it.
  var knowsNobody: Bool { known.isEmpty && asked == nil }

  /// The same picture, of which a part was asked for.
  public func asking(for person: Person?) -> Scene {
    guard let person else { return self }
    return Scene(picture: picture, name: name, path: path, people: known, asked: person)
  }

  /// Two scenes are the same if one was made from the other; pictures need not be compared byte by byte.
  private let identity: Identity

  private final class Identity: Sendable {}
}

extension Scene: Hashable {
  public static func == (one: Scene, other: Scene) -> Bool { one.identity === other.identity }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(identity)) }
}
