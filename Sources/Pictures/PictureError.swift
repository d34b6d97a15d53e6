import Files

/// Why a picture could not be read.
public typealias PictureError = FileProblem<PictureReason>

/// What can be wrong with a picture's file.
public enum PictureReason: FileProblemReason {
  /// A limit that a picture's header exceeds.
  public enum Limit: Hashable, Sendable {
    /// The longest side, in pixels.
    case side(Int)
    /// Width × height.
    case pixels(Int)
  }

  /// The file cannot be opened or read; the system's own words.
  case cannotRead(String)
  /// The first bytes are those of no kind that is read.
  case notAPicture(found: String)
  /// The file ends early or contradicts itself; the decoder's own words.
  case damaged(String)
  /// A file of a kind that its decoder does not know, such as lossless JPEG.
  case unsupported(String)
  /// The header promises more pixels than are decoded.
  case tooLarge(width: Int, height: Int, limit: Limit)
  /// A labelled set says another size than the picture has, turned by its EXIF orientation or not.
  case otherSize(PictureSize, labelled: PictureSize)
  /// The file has more bytes than are read.
  case fileTooLarge(limit: Int)
  /// No picture of that name is built into the program.
  case notBuiltIn(names: String)
  /// The system refused the memory for the picture.
  case outOfMemory(width: Int, height: Int)

  public var fault: FileFault {
    switch self {
    case .cannotRead, .notBuiltIn: .unreadable
    case .outOfMemory: .memory
    case .notAPicture, .damaged, .unsupported, .tooLarge, .otherSize, .fileTooLarge: .content
    }
  }

  public var description: String {
    switch self {
    case .cannotRead(let why): "cannot be read (expected a picture file, found: \(printable(why)))"
    case .notAPicture(let found): "not a picture (expected JPEG, PNG, WebP or HEIC, found \(found))"
    case .damaged(let words): "damaged picture (expected a whole JPEG, PNG, WebP or HEIC, found: \(printable(words)))"
    case .unsupported(let words):
      "unsupported kind of picture (expected common JPEG, PNG, WebP or HEIC, found: \(printable(words)))"
    case .tooLarge(let width, let height, .side(let limit)):
      "picture too large (expected sides up to \(limit) pixels, found \(width) × \(height))"
    case .tooLarge(let width, let height, .pixels(let limit)):
      "picture too large (expected up to \(limit / 1_000_000) megapixels, found \(width) × \(height) pixels)"
    case .otherSize(let size, let labelled):
      "not the picture that is labelled (expected \(labelled) pixels as the set says, found \(size))"
    case .notBuiltIn(let names): "no picture of this name is built in (expected one of \(names))"
    case .fileTooLarge(let limit): "file too large (expected up to \(limit >> 20) MB)"
    case .outOfMemory(let width, let height):
      "not enough memory for a picture of \(width) × \(height) pixels (\(width * height * 6 / 1_000_000) MB were wanted)"
    }
  }
}
