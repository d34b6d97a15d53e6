import CImage
import CMemory
import Files
import Pictures

extension ClassMap {
  /// The number that says in a file that nothing is labelled.
  public static let ignoredInFiles = 255

  /// Reads a picture's true classes: a PNG whose pixels are class indices, grey or palette, 255 where nothing is labelled.
  ///
  /// Cityscapes' own numbering is recognised: a file whose name ends in `_labelIds.png` is converted to train ids.
  ///
  /// - Parameters:
  ///   - classes: of the network; numbers from there on are refused.
  ///   - picture: the size of the picture that the labels are of; labels of another size are refused.
  public init(labelsAt path: String, classes: Int, of picture: PictureSize? = nil) throws(LabelError) {
    let bytes: [UInt8]
    do {
      bytes = try readRegularFile(path, limit: Picture.maximumFileSize)
    } catch {
      throw LabelError(path: path, reason: .cannotRead(error.reason))
    }
    try self.init(decodingLabels: bytes, name: path, classes: classes, of: picture)
  }

  /// Decodes the bytes of such a PNG.
  ///
  /// - Parameter name: of the file.
  public init(
    decodingLabels bytes: [UInt8], name: String, classes: Int, of picture: PictureSize? = nil
  ) throws(LabelError) {
    var stored = hrs_image()
    defer { hrs_image_free(&stored) }
    let status = try Self.decode(bytes, into: &stored, name: name)
    let size = PictureSize(width: Int(stored.width), height: Int(stored.height))
    let count = size.width * size.height
    guard status == HRS_IMAGE_OK, let pixels = stored.pixels, hrs_memory_would_give(count * 2) else {
      throw LabelError(path: name, reason: status == HRS_IMAGE_TOO_LARGE ? .tooLarge(size) : .outOfMemory(size))
    }
    if let picture, picture != size { throw LabelError(path: name, reason: .otherSize(size, picture: picture)) }
    let table = Self.table(classes: classes, name: name)
    let indices = UnsafeBufferPointer(start: pixels, count: count)
    // Each number once, so that pixels need no test.
    var occurs = [Bool](repeating: false, count: 256)
    for index in indices { occurs[Int(index)] = true }
    for value in (0..<256).reversed() where occurs[value] && table[value] == nil {
      let isID = classes == CityscapesIDs.classes && CityscapesIDs.trainIDs.indices.contains(value)
      throw LabelError(path: name, reason: isID ? .cityscapesIDs(value) : .otherClass(value, classes: classes))
    }
    let labels = table.map { $0 ?? Self.nothing }
    self.init(
      width: size.width, height: size.height, classes: classes,
      labels: [UInt16](unsafeUninitializedCapacity: count) { result, initialized in
        for index in 0..<count { result.initializeElement(at: index, to: labels[Int(indices[index])]) }
        initialized = count
      })
  }

  /// - Returns: `HRS_IMAGE_OK`, `HRS_IMAGE_TOO_LARGE` or `HRS_IMAGE_OUT_OF_MEMORY`; the others are thrown.
  private static func decode(
    _ bytes: [UInt8], into stored: inout hrs_image, name: String
  ) throws(LabelError) -> hrs_image_status {
    var message = [CChar](repeating: 0, count: 256)
    let status = bytes.withUnsafeBufferPointer { bytes in
      hrs_image_decode_indices(bytes.baseAddress, bytes.count, limits, &stored, &message, message.count)
    }
    let words = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    switch status {
    case HRS_IMAGE_OK, HRS_IMAGE_TOO_LARGE, HRS_IMAGE_OUT_OF_MEMORY: return status
    case HRS_IMAGE_NOT_A_PICTURE:
      throw LabelError(path: name, reason: .notIndices(bytes.isEmpty ? "an empty file" : "no PNG"))
    default: throw LabelError(path: name, reason: .notIndices(words))
    }
  }

  private static let limits = hrs_image_limits(
    side: UInt32(Picture.maximumSide), pixels: UInt64(Picture.maximumPixels), scans: 1, working_bytes: 0,
    block_bytes: 0)

  /// The label that each of a file's numbers means; nil for those that mean none.
  private static func table(classes: Int, name: String) -> [UInt16?] {
    if classes == CityscapesIDs.classes, name.hasSuffix(CityscapesIDs.suffix) {
      return (0..<256).map { value in
        CityscapesIDs.trainIDs.indices.contains(value)
          ? CityscapesIDs.trainIDs[value] ?? nothing : value == ignoredInFiles ? nothing : nil
      }
    }
    return (0..<256).map { value in
      value == ignoredInFiles ? nothing : value < classes ? UInt16(value) : nil
    }
  }

  /// The classes as a grey PNG of 8-bit indices, 255 where nothing is said; nil where there are more classes than it can
  /// tell apart.
  ///
  /// - Precondition: no side is longer than libpng writes, 1 000 000 pixels; decoded pictures never are.
  public func pngData() -> [UInt8]? {
    guard classes <= Self.ignoredInFiles else { return nil }
    let indices = labels.map { UInt8($0 < classes ? Int($0) : Self.ignoredInFiles) }
    let (width, height) = (UInt32(width), UInt32(height))
    return [UInt8](unsafeUninitializedCapacity: hrs_image_png_capacity(width, height)) { png, count in
      count = indices.withUnsafeBufferPointer {
        hrs_image_encode_indices($0.baseAddress, width, height, png.baseAddress, png.count)
      }
      precondition(count > 0, "libpng writes any picture of a sane size")
    }
  }
}

/// Cityscapes numbers its labels twice: files hold label ids, networks learn train ids.
enum CityscapesIDs {
  /// How many train ids there are.
  static let classes = 19
  /// How files of label ids are called in the published set.
  static let suffix = "_labelIds.png"
  /// The train id of each label id; nil for those that are not evaluated.
  static let trainIDs: [UInt16?] = {
    var table = [UInt16?](repeating: nil, count: 34)
    let evaluated = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33]
    for (train, label) in evaluated.enumerated() { table[label] = UInt16(train) }
    return table
  }()
}

extension ClassMap {
  /// Where a picture's labels may be: a PNG of the picture's stem, or as Cityscapes names its files.
  ///
  /// - Parameters:
  ///   - picture: its path or name.
  ///   - folder: of the labels.
  /// - Returns: the first that is there; nil where none is.
  public static func labelFile(ofPicture picture: String, in folder: String) -> String? {
    let name = FileName.last(picture)
    let stem = name.lastIndex(of: ".").map { $0 > name.startIndex ? String(name[..<$0]) : name } ?? name
    var candidates = ["\(stem).png"]
    let camera = "_leftImg8bit"
    if stem.hasSuffix(camera) {
      let place = stem.dropLast(camera.count)
      candidates += ["\(place)_gtFine_labelTrainIds.png", "\(place)_gtFine_labelIds.png"]
    }
    return candidates.lazy.map { "\(folder)/\($0)" }.first { somethingExists(at: $0) }
  }
}
