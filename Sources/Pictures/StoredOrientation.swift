import CImage

/// How a stored picture is turned to be upright, as its metadata says: EXIF 2.32, 4.6.4 A ("Orientation"), or
/// `tiff:Orientation` of XMP where EXIF has none.
///
/// Follows Pillow's `ImageOps.exif_transpose` in what counts, since it is what sets are mostly labelled and trained
/// with: any number in the first directory, whatever its type; not bytes or text. A value beyond 1 to 8 turns nothing,
/// and hides what XMP says.
struct StoredOrientation {
  /// A TIFF, behind "Exif\0\0" once, twice or not at all.
  var exif: [UInt8]?
  /// A PNG's `Raw profile type exif`, as ImageMagick writes it: two lines of name and length, then hexadecimal digits.
  var rawProfile: [UInt8]?
  var xmp: [UInt8]?

  /// 1 to 8; 1 where nothing sensible is said.
  var value: Int {
    let block = exif ?? rawProfile.flatMap(Self.bytes(ofRawProfile:)) ?? []
    let stated = Self.orientation(inEXIF: block) ?? Self.orientation(inXMP: xmp ?? [])
    return stated.flatMap { Int(exactly: $0) }.flatMap { (1...8).contains($0) ? $0 : nil } ?? 1
  }

  // MARK: EXIF

  /// What the tag's first number is: NaN where the tag is there and holds no number, nil where it isn't there.
  ///
  /// - Complexity: one step an entry of the directory, of which there are at most 65 535.
  private static func orientation(inEXIF block: [UInt8]) -> Double? {
    var bytes = block[...]
    for _ in 0..<2 where bytes.starts(with: "Exif\0\0".utf8) { bytes = bytes.dropFirst(6) }
    guard let tiff = TIFFNumbers(bytes), let start = tiff.unsigned(at: 4, width: 4),
      let entries = tiff.unsigned(at: Int(start), width: 2)
    else { return nil }
    var outside = 0
    for number in 0..<Int(entries) {
      let entry = Int(start) + 2 + 12 * number
      guard let tag = tiff.unsigned(at: entry, width: 2), let type = tiff.unsigned(at: entry + 2, width: 2),
        let count = tiff.unsigned(at: entry + 4, width: 4), let offset = tiff.unsigned(at: entry + 8, width: 4)
      else { return nil }
      guard let type = TIFFNumbers.FieldType(rawValue: Int(type)) else { continue }
      let size = Int(count) * type.size
      var place = entry + 8
      if size > 4 {
        // Entries that claim more than there is are no entries; one that points outside ends the directory.
        outside += size
        guard outside <= tiff.bytes.count else { continue }
        place = Int(offset)
        guard place + size <= tiff.bytes.count else { return nil }
      }
      if tag == 0x0112, size > 0 { return tiff.number(type, at: place) }
    }
    return nil
  }

  private static func bytes(ofRawProfile text: [UInt8]) -> [UInt8]? {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    var first: UInt8?
    for character in lines.dropFirst(3).joined() {
      if let digit = Character(Unicode.Scalar(character)).hexDigitValue.map({ UInt8($0) }) {
        if let high = first { bytes.append(high << 4 | digit) }
        first = first == nil ? digit : nil
      } else if first != nil || !Character(Unicode.Scalar(character)).isWhitespace {
        return nil
      }
    }
    return first == nil ? bytes : nil
  }

  // MARK: XMP

  /// The first digit that stands where an attribute's or an element's value does.
  private static func orientation(inXMP packet: [UInt8]) -> Double? {
    var rest = packet[...]
    while let found = rest.firstRange(of: "tiff:Orientation".utf8) {
      rest = rest[found.upperBound...]
      for opening in ["=\"", ">"] where rest.starts(with: opening.utf8) {
        if let digit = rest.dropFirst(opening.utf8.count).first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
        {
          return Double(digit - UInt8(ascii: "0"))
        }
      }
    }
    return nil
  }
}

extension StoredOrientation {
  /// What a decoded picture's metadata holds.
  init(of picture: hrs_image) {
    func bytes(_ block: hrs_image_block) -> [UInt8]? {
      block.bytes.map { Array(UnsafeBufferPointer(start: $0, count: block.count)) }
    }
    (exif, rawProfile, xmp) = (bytes(picture.exif), bytes(picture.raw_exif), bytes(picture.xmp))
  }
}

/// Numbers in the bytes of a TIFF (revision 6.0, section 2), in its byte order.
private struct TIFFNumbers {
  /// The types of fields that are known, with their codes.
  enum FieldType: Int {
    case byte = 1
    case text, short, long, rational, signedByte, undefined, signedShort, signedLong, signedRational, float, double
    case directory
    case long8 = 16

    /// Bytes of one value.
    var size: Int {
      switch self {
      case .byte, .text, .undefined, .signedByte: 1
      case .short, .signedShort: 2
      case .long, .signedLong, .float, .directory: 4
      case .rational, .signedRational, .double, .long8: 8
      }
    }
  }

  let bytes: [UInt8]
  private let isBigEndian: Bool

  /// Takes a TIFF; nil where the bytes don't begin as one. The mark 42 may stand in the wrong order, as cameras write it.
  init?(_ bytes: ArraySlice<UInt8>) {
    let marks: [[UInt8]] = [[0, 42], [42, 0]]
    guard marks.contains(Array(bytes.dropFirst(2).prefix(2))) else { return nil }
    if bytes.starts(with: "MM".utf8) {
      isBigEndian = true
    } else if bytes.starts(with: "II".utf8) {
      isBigEndian = false
    } else {
      return nil
    }
    self.bytes = Array(bytes)
  }

  /// nil beyond the end.
  func unsigned(at place: Int, width: Int) -> UInt64? {
    guard place >= 0, place + width <= bytes.count else { return nil }
    let digits = bytes[place..<place + width]
    return isBigEndian
      ? digits.reduce(0) { $0 << 8 | UInt64($1) } : digits.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// One value; NaN for what is no number: bytes, text, beyond the end.
  func number(_ type: FieldType, at place: Int) -> Double {
    func bits(_ width: Int, after offset: Int = 0) -> UInt64 { unsigned(at: place + offset, width: width) ?? 0 }
    return switch type {
    case .byte, .text, .undefined: .nan
    case .short: Double(bits(2))
    case .long, .directory: Double(bits(4))
    case .long8: Double(bits(8))
    case .signedByte: Double(Int8(truncatingIfNeeded: bits(1)))
    case .signedShort: Double(Int16(truncatingIfNeeded: bits(2)))
    case .signedLong: Double(Int32(truncatingIfNeeded: bits(4)))
    case .rational: Double(bits(4)) / Double(bits(4, after: 4))
    case .signedRational:
      Double(Int32(truncatingIfNeeded: bits(4))) / Double(Int32(truncatingIfNeeded: bits(4, after: 4)))
    case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits(4))))
    case .double: Double(bitPattern: bits(8))
    }
  }
}
