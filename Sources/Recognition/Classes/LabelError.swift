import Files
import Pictures

/// Why a picture's labels cannot be used.
public typealias LabelError = FileProblem<LabelReason>

/// What can be wrong with a picture's labels.
public enum LabelReason: FileProblemReason {
  /// The file cannot be opened or read.
  case cannotRead(FileError.Reason)
  /// The file is no PNG of indices; what it is instead, or the decoder's own words.
  case notIndices(String)
  /// The header promises more pixels than are decoded.
  case tooLarge(PictureSize)
  /// The system refused the memory.
  case outOfMemory(PictureSize)
  /// A number that is no class.
  case otherClass(Int, classes: Int)
  /// A number that is a label id of Cityscapes where train ids are expected.
  case cityscapesIDs(Int)
  /// The labels are of another picture.
  case otherSize(PictureSize, picture: PictureSize)

  public var fault: FileFault {
    switch self {
    case .cannotRead: .unreadable
    case .outOfMemory: .memory
    case .notIndices, .tooLarge, .otherClass, .cityscapesIDs, .otherSize: .content
    }
  }

  public var description: String {
    switch self {
    case .cannotRead(let why): "cannot be read (expected a PNG of class indices, found: \(why))"
    case .notIndices(let found):
      "no labels (expected a PNG of class indices, grey or palette of 8 bits, found: \(printable(found)))"
    case .tooLarge(let size): "labels too large (expected at most \(Picture.maximumPixels) pixels, found \(size))"
    case .outOfMemory(let size): "not enough memory for labels of \(size) pixels"
    case .otherClass(let label, let classes):
      "labels of other classes than the network's (expected 0…\(classes - 1), or 255 where nothing is labelled, "
        + "found \(label))"
    case .cityscapesIDs(let label):
      "Cityscapes' label ids and not its train ids (expected 0…18 or 255, found \(label)); "
        + "files named …_labelIds.png are converted"
    case .otherSize(let size, let picture): "labels of another picture (expected \(picture) pixels, found \(size))"
    }
  }
}
