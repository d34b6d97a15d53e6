import Files
import HRNet
import Pictures
import Pose
import Recognition

extension EvaluationSet {
  /// A set of pictures whose every pixel has a class: a `joints.json`, of which people's boxes are taken, or a folder of
  /// pictures, whose labels are PNGs of the same stem.
  ///
  /// - Parameters:
  ///   - path: of the file or folder.
  ///   - labels: the folder of the labels; by default `parts` beside the file, else where the pictures are.
  ///   - folder: where the pictures are; by default beside the file, or the folder itself.
  ///   - names: of the network's classes.
  ///   - isOfPeople: whether the network sees a person's crop; otherwise it sees whole pictures, whatever boxes there are.
  /// - Throws: `SideCarError` where there is nothing to be measured; `FileError` where a folder cannot be read.
  public init(
    classMapsIn path: String, labels: String?, pictures folder: String?, names: ClassNames, isOfPeople: Bool
  ) throws {
    let isFolder = FileStatus(path)?.kind == .folder
    let beside = Self.slashed(isFolder ? path : FileName.folder(path))
    let folder = folder.map(Self.slashed) ?? beside
    let parts = beside + "parts"
    let labels = labels ?? (FileStatus(parts)?.kind == .folder ? parts : nil)
    var listed: [(name: String, box: Box?)] = []
    if isFolder {
      listed = try Self.pictures(in: folder).map { ($0, nil) }
    } else {
      let set = try LabelledSet(contentsOf: path)
      listed = set.entries.map { ($0.image, isOfPeople ? $0.box : nil) }
      if !isOfPeople {
        // A picture of several people is one picture.
        var known: Set<String> = []
        listed = listed.filter { known.insert($0.name).inserted }
      }
    }
    var pictures: [Picture] = []
    for (name, box) in listed {
      let place = (labels ?? String(folder.dropLast())) + "/" + FileName.folder(name)
      let file =
        ClassMap.labelFile(ofPicture: name, in: String(place.dropLast()))
        ?? labels.flatMap { ClassMap.labelFile(ofPicture: name, in: $0) }
      guard let file, file != folder + name else { continue }
      pictures.append(Picture(name: name, path: folder + name, size: nil, people: [], truth: .labels(file, box)))
    }
    guard !pictures.isEmpty else {
      throw SideCarError(
        path: path,
        reason: .otherTruth(
          "no picture with labels (expected PNGs of class indices of the pictures' stems in "
            + "\(labels ?? folder); --labels says where)"))
    }
    let without = listed.count - pictures.count
    let notes = without > 0 && (labels != nil || !isFolder) ? ["\(without) pictures without labels: left out"] : []
    self.init(metric: .meanIoU, pictures: pictures, classes: names.distinct, notes: notes)
  }

  /// A set of pictures of one class each: a file that lists them, or a folder of pictures for each class.
  ///
  /// - Parameters:
  ///   - path: the folder of pictures.
  ///   - labels: lines of a picture's name and its class; nil where folders say it.
  ///   - names: of the network's classes.
  /// - Throws: `PictureClassesError` or `SideCarError` where there is nothing to be measured; `FileError` where a folder
  ///   cannot be read.
  public init(classesOfPicturesIn path: String, labels: String?, names: ClassNames) throws {
    let folder = Self.slashed(path)
    var pictures: [Picture] = []
    func add(_ name: String, _ label: Int) {
      pictures.append(Picture(name: name, path: folder + name, size: nil, people: [], truth: .label(label)))
    }
    if let labels {
      for entry in try PictureClasses(contentsOf: labels, classes: names.count).entries {
        add(entry.picture, entry.label)
      }
    } else {
      let folders = try entries(ofFolder: path, limit: Self.mostEntries).filter(\.isFolder).map(\.name)
      guard !folders.isEmpty, let classes = PictureClasses.classes(ofFolders: folders, names: names) else {
        throw SideCarError(
          path: path,
          reason: .otherTruth(
            "nobody knows the pictures' classes (expected a folder for each of \(names.count) classes, or called by "
              + "their names or numbers, or --labels FILE; found \(folders.count) folders)"))
      }
      for name in folders.sorted() {
        for picture in try Self.pictures(in: folder + name) { add("\(name)/\(picture)", classes[name] ?? 0) }
      }
    }
    guard !pictures.isEmpty else {
      throw SideCarError(path: path, reason: .otherTruth("no pictures (expected JPEG, PNG, WebP or HEIC files)"))
    }
    self.init(metric: .top1, pictures: pictures, classes: names.distinct, notes: [])
  }

  /// A set of boxes: COCO instances.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - folder: where the pictures are; by default beside the file.
  ///   - names: of the network's classes.
  /// - Throws: `SideCarError` where the file cannot be used, or its categories are not the network's classes.
  public init(boxesIn path: String, pictures folder: String?, names: ClassNames) throws(SideCarError) {
    let file = try COCOInstances(contentsOf: path)
    guard let classes = file.classes(of: names) else {
      throw SideCarError(
        path: path,
        reason: .otherTruth(
          "categories that are not the network's classes (expected \(names.count), by name or as many, found "
            + "\(file.categories.count))"))
    }
    guard !file.images.isEmpty else { throw SideCarError(path: path, reason: .otherTruth("no pictures")) }
    let folder = folder.map(Self.slashed) ?? FileName.folder(path)
    let pictures = file.images.map { image in
      Picture(
        name: image.fileName, path: folder + image.fileName, size: image.size, people: [],
        truth: .boxes(image.annotations.map { TrueBox($0, classes: classes) }))
    }
    self.init(metric: .boxes, pictures: pictures, classes: names.distinct, notes: file.notes)
  }

  private init(metric: Metric, pictures: [Picture], classes: [String], notes: [String]) {
    (self.metric, self.pictures, self.classes, self.notes) = (metric, pictures, classes, notes)
    (match, jointCount, categories) = (nil, 0, [])
  }

  /// The most entries of a folder that are looked at.
  private static let mostEntries = 2_000_000

  private static func slashed(_ folder: String) -> String { folder.hasSuffix("/") ? folder : folder + "/" }

  /// The pictures in a folder and in its folders, by name.
  private static func pictures(in folder: String) throws(FileError) -> [String] {
    var names: [String] = []
    for entry in try entries(ofFolder: folder, limit: mostEntries) {
      if !entry.isFolder {
        names.append(entry.name)
        continue
      }
      for inner in try entries(ofFolder: "\(folder)/\(entry.name)", limit: mostEntries) where !inner.isFolder {
        names.append("\(entry.name)/\(inner.name)")
      }
    }
    return names.filter(Pictures.Picture.hasKnownEnding).sorted()
  }
}

extension ClassNames {
  /// The names, those that several classes have with the class's number.
  fileprivate var distinct: [String] {
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    return names.enumerated().map { counts[$1] == 1 ? $1 : "\($1) (\($0))" }
  }
}
