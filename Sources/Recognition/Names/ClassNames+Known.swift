/// A set whose classes' names are built in, by the word that the command line takes.
public enum KnownClasses: String, CaseIterable, Sendable {
  case cityscapes
  case lip
  case pascalContext = "pascal-context"
  case ade20k
  case cocoStuff = "coco-stuff"
  case coco
  case imageNet = "imagenet"
  case personParts = "person-parts"

  /// What kind of answer the classes are of.
  public enum Answer: Hashable, Sendable {
    case classMap, classScores, boxes
  }

  /// The set as a person says it.
  public var title: String {
    switch self {
    case .cityscapes: "Cityscapes"
    case .lip: "LIP"
    case .pascalContext: "PASCAL-Context"
    case .ade20k: "ADE20K"
    case .cocoStuff: "COCO-Stuff"
    case .coco: "COCO"
    case .imageNet: "ImageNet"
    case .personParts: "PASCAL-Person-Part"
    }
  }

  /// The set that published networks with so many classes learned; nil where none did, or where sets share the number:
  /// person parts and LoveDA's land both have 7.
  public init?(usualFor answer: Answer, classes: Int) {
    switch (answer, classes) {
    case (.classMap, 19): self = .cityscapes
    case (.classMap, 20): self = .lip
    case (.classMap, 59), (.classMap, 60): self = .pascalContext
    case (.classMap, 150): self = .ade20k
    case (.classMap, 171): self = .cocoStuff
    case (.classScores, 1000): self = .imageNet
    case (.boxes, 80): self = .coco
    default: return nil
    }
  }

  private var table: String {
    switch self {
    case .cityscapes: ClassNames.Table.cityscapes
    case .lip: ClassNames.Table.lookIntoPerson
    case .pascalContext: ClassNames.Table.pascalContext
    case .ade20k: ClassNames.Table.ade20k
    case .cocoStuff: ClassNames.Table.cocoStuff
    case .coco: ClassNames.Table.coco
    case .imageNet: ClassNames.Table.imageNet
    case .personParts: ClassNames.Table.personParts
    }
  }

  /// Left and right in LIP: arms, legs, shoes.
  private var mirrored: [(Int, Int)] { self == .lip ? [(14, 15), (16, 17), (18, 19)] : [] }

  /// The names and colours of the set's classes; PASCAL-Context's with background.
  public var names: ClassNames {
    let entries = table.split(separator: "; ")
    guard self != .imageNet else { return ClassNames(set: title, names: entries.map(String.init)) }
    let colors = entries.compactMap { entry in
      UInt32(entry.suffix(6), radix: 16).map {
        ClassNames.Color(
          red: UInt8($0 >> 16), green: UInt8(truncatingIfNeeded: $0 >> 8), blue: UInt8(truncatingIfNeeded: $0))
      }
    }
    return ClassNames(set: title, names: entries.map { String($0.dropLast(7)) }, colors: colors, mirrored: mirrored)
  }

  /// The names for a network of so many classes; nil where the set has another number of them.
  public func names(classes: Int) -> ClassNames? {
    let all = names
    if all.count == classes { return all }
    // 59 classes are those without background.
    guard self == .pascalContext, classes == all.count - 1 else { return nil }
    return ClassNames(set: title, names: Array(all.names.dropFirst()), colors: Array(all.colors.dropFirst()))
  }
}

extension ClassNames {
  /// Each a text of a set's classes in their order, split when it is asked for: as arrays, they would take the compiler
  /// minutes. Name and colour, `road 804080`, between semicolons.
  enum Table {}

  /// The names of a network's classes: those its file states, else those of the set that networks with so many classes
  /// learned, else numbers.
  ///
  /// - Parameter stated: what the file of weights says; of another number than the classes it is passed over.
  public static func names(
    for answer: KnownClasses.Answer, classes: Int, stated: [String]? = nil
  ) -> ClassNames {
    if let stated, stated.count == classes { return ClassNames(stating: stated) }
    return KnownClasses(usualFor: answer, classes: classes)?.names(classes: classes) ?? ClassNames(numbered: classes)
  }
}
