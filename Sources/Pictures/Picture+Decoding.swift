import CImage
import CMemory
import Files

extension Picture {
  /// The longest side that is decoded, in pixels.
  public static let maximumSide = 30_000
  /// The most pixels that are decoded. Tested on the header's promise, before memory is taken.
  public static let maximumPixels = 100_000_000
  /// The largest file that is read, in bytes.
  public static let maximumFileSize = 256 << 20

  /// Reads a JPEG, PNG, WebP or HEIC file; which of them its first bytes say, not its name.
  ///
  /// Grey, palette, 16-bit, CMYK and transparent pictures become 8-bit RGB. Transparent pixels are laid over white,
  /// the page that pictures cut out of their background are mostly made for. The orientation that EXIF or XMP states is
  /// applied (`StoredOrientation`), so that `width` and `height` are those a viewer shows. Colour profiles are ignored, as in the pictures the networks were
  /// trained on.
  ///
  /// - Throws: `PictureError` where `path` is not a readable regular file, or is no whole picture within
  ///   `maximumSide`, `maximumPixels` and `maximumFileSize`.
  public init(contentsOf path: String) throws(PictureError) {
    try self.init(decoding: Self.bytes(ofFile: path), name: path)
  }

  /// Decodes the bytes of a picture's file, as `init(contentsOf:)` does.
  ///
  /// - Parameter name: stands for the path in the error's text.
  public init(decoding bytes: [UInt8], name: String) throws(PictureError) {
    try self.init(decoding: bytes, name: name) { _, _ in true }
  }

  /// Whether a file's name ends as those of pictures do; what a file is, its first bytes say.
  public static func hasKnownEnding(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"].contains { name.hasSuffix($0) }
  }

  /// The bytes of a picture's file.
  ///
  /// - Throws: `PictureError` where it is no regular file that can be read, or too large.
  public static func bytes(ofFile path: String) throws(PictureError) -> [UInt8] {
    do {
      return try readRegularFile(path, limit: maximumFileSize)
    } catch {
      guard case .tooLong(let limit) = error.reason else {
        throw PictureError(path: path, reason: .cannotRead("\(error.reason)"))
      }
      throw PictureError(path: path, reason: .fileTooLarge(limit: limit))
    }
  }

  /// Decodes the bytes of a picture's file, turned by its EXIF orientation or as it is stored.
  ///
  /// - Parameter isTurned: told the size as stored and the orientation, 1 to 8.
  init(
    decoding bytes: [UInt8], name: String,
    isTurned: (_ stored: PictureSize, _ orientation: Int) throws(PictureError) -> Bool
  ) throws(PictureError) {
    guard bytes.count <= Self.maximumFileSize else {
      throw PictureError(path: name, reason: .fileTooLarge(limit: Self.maximumFileSize))
    }
    var stored = hrs_image()
    var message = [UInt8](repeating: 0, count: 256)
    let status = bytes.withUnsafeBufferPointer { bytes in
      message.withUnsafeMutableBytes { message in
        hrs_image_decode(
          bytes.baseAddress, bytes.count, Self.limits, &stored, message.bindMemory(to: CChar.self).baseAddress,
          message.count)
      }
    }
    defer { hrs_image_free(&stored) }
    let (width, height) = (Int(stored.width), Int(stored.height))
    let words = String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)

    let reason: PictureReason
    switch status {
    case HRS_IMAGE_OK where !hrs_memory_would_give(width * height * 3):
      reason = .outOfMemory(width: width, height: height)
    case HRS_IMAGE_OK:
      var orientation = StoredOrientation(of: stored).value
      if try !isTurned(PictureSize(width: width, height: height), orientation) { orientation = 1 }
      let onItsSide = orientation >= 5
      let count = width * height * 3
      let pixels = [UInt8](unsafeUninitializedCapacity: count) { upright, initialised in
        hrs_image_copy_upright(&stored, Int32(orientation), upright.baseAddress)
        initialised = count
      }
      self.init(width: onItsSide ? height : width, height: onItsSide ? width : height, pixels: pixels)
      return
    case HRS_IMAGE_NOT_A_PICTURE: reason = .notAPicture(found: Self.kind(of: bytes))
    case HRS_IMAGE_DAMAGED: reason = .damaged(words)
    case HRS_IMAGE_TOO_LARGE:
      let longSide = max(width, height) > Self.maximumSide
      reason = .tooLarge(
        width: width, height: height, limit: longSide ? .side(Self.maximumSide) : .pixels(Self.maximumPixels))
    case HRS_IMAGE_OUT_OF_MEMORY: reason = .outOfMemory(width: width, height: height)
    default: reason = .unsupported(words)
    }
    throw PictureError(path: name, reason: reason)
  }

  private static let limits = hrs_image_limits(
    side: UInt32(maximumSide), pixels: UInt64(maximumPixels),
    // Encoders write about ten passes; 500 leaves room for any and stops files made to take hours.
    scans: 500,
    // Coefficients of the largest progressive CMYK picture: 2 bytes × 4 channels × `maximumPixels`, and some.
    working_bytes: 1 << 30,
    // Metadata of real pictures is smaller, previews and all; a text of a PNG may inflate to anything.
    block_bytes: 8 << 20)

  /// What a file seems to be instead, for the error.
  private static func kind(of bytes: [UInt8]) -> String {
    func has(_ text: String, at offset: Int) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
    if bytes.isEmpty { return "an empty file" }
    if has("GIF8", at: 0) { return "a GIF" }
    if has("ftyp", at: 4) { return "a film" }
    if has("II*\0", at: 0) || has("MM\0*", at: 0) { return "a TIFF" }
    if has("BM", at: 0) { return "a BMP" }
    let first = bytes.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "bytes " + first.joined(separator: " ")
  }
}
