import Files

/// Why a file of weights cannot be used. Its description is the one line a user sees, without the program's name.
public typealias CheckpointError = FileProblem<CheckpointReason>

/// What can be wrong with a file of weights.
public enum CheckpointReason: FileProblemReason, Error {
  /// The operating system does not let us read it; the text is the system's.
  case unreadable(String)
  /// Somebody wrote to it, or cut it off, while we had it open.
  ///
  /// - Parameter expected: bytes when it was opened.
  case changedWhileOpen(expected: Int, found: Int)
  /// Its first bytes are those of no container this program reads.
  ///
  /// - Parameter found: what it seems to be instead.
  case unknownContainer(found: String?)
  case headerTooLong(limit: Int, found: UInt64)
  case truncated(what: String, expected: UInt64, found: UInt64)
  case malformedHeader(String)
  case malformedZip(String)
  /// Encrypted, or compressed in a way PyTorch's files never are.
  case unsupportedZip(String)
  /// A zip file, but not one of `torch.save`.
  ///
  /// - Parameter found: what is in it.
  case foreignZip(found: String)
  /// - Parameter offset: of the byte the reader stood at.
  case malformedPickle(String, offset: Int)
  case malformedONNX(String)
  /// An ONNX graph is an HRNet up to this node.
  ///
  /// - Parameter node: its name in quotes, or its number.
  case departingNode(node: String, operation: String, expected: String)
  /// ONNX lets tensors lie in a file beside the model; this one cannot be read. The text is the system's.
  case unreadableNumbers(file: String, String)
  /// Only files in the model's folder are opened.
  case misplacedNumbers(file: String)
  /// A pickle, but not one of `torch.save`.
  case notWrittenByPyTorch
  case unsupportedByteOrder
  case unsupportedType(tensor: String, type: String)
  case malformedTensor(tensor: String, what: String, expected: String, found: String)
  /// The tensors are those of no HRNet.
  case notAnHRNet(String)
  /// They are those of another network's kind, and not of one that is computed.
  case notA(String, String)
  /// - Parameter others: how many more are missing.
  case missingTensor(String, others: Int = 0)
  case wrongShape(tensor: String, expected: [Int], found: [Int])
  /// The operating system does not let us write a file; the text is the system's.
  case unwritable(String)
  case tooLargeForHalf(tensor: String, value: String)
  /// The file says that its exchange units upsample in a way this program does not know.
  case unknownUpsampling(String)

  public var fault: FileFault {
    switch self {
    case .unreadable, .unreadableNumbers: .unreadable
    case .unwritable: .unwritable
    default: .content
    }
  }

  public var description: String {
    switch self {
    case .unreadable(let text): "cannot be read (\(text))"
    case .changedWhileOpen(let expected, let found):
      "was changed by another program while it was open "
        + (expected == found
          ? "(expected what it held when it was opened, found newer contents)"
          : "(expected \(expected) bytes, found \(found))")
    case .unknownContainer(let found):
      "not a checkpoint this program reads (expected a safetensors, PyTorch or ONNX file"
        + (found.map { ", found \($0))" } ?? ")")
    case .headerTooLong(let limit, let found): "header too long (expected at most \(limit) bytes, found \(found))"
    case .truncated(let what, let expected, let found):
      "truncated: \(what) (expected \(expected) bytes, found \(found))"
    case .malformedHeader(let text): "damaged header: \(text)"
    case .malformedZip(let text): "damaged zip file: \(text)"
    case .unsupportedZip(let text): "unsupported zip file: \(text)"
    case .foreignZip(let found):
      "a zip file that PyTorch has not written (expected an entry 'NAME/data.pkl', found \(found))"
    case .malformedONNX(let text): "damaged ONNX file: \(text)"
    case .departingNode(let node, let operation, let expected):
      "not an HRNet: node \(node) is \(operation) (expected \(expected))"
    case .unreadableNumbers(let file, let text):
      "its numbers lie in '\(printable(file))', which cannot be read (\(text))"
    case .misplacedNumbers(let file):
      "its numbers lie in '\(printable(file))' (expected a file in the model's own folder)"
    case .malformedPickle(let text, let offset): "damaged pickle: \(text) (at byte \(offset))"
    case .notWrittenByPyTorch: "a pickle that PyTorch has not written (expected a file of torch.save)"
    case .unsupportedByteOrder: "numbers in big-endian order (expected little-endian)"
    case .unsupportedType(let tensor, let type):
      "tensor '\(printable(tensor))': unsupported type (expected e.g. F32, F16 or BF16, found \(printable(type)))"
    case .malformedTensor(let tensor, let what, let expected, let found):
      "tensor '\(printable(tensor))': \(what) (expected \(expected), found \(found))"
    case .notAnHRNet(let text): "not an HRNet: \(text)"
    case .notA(let kind, let text): "not a \(kind) this program computes: \(text)"
    case .missingTensor(let tensor, let others):
      "tensor '\(printable(tensor))' is missing\(others == 0 ? "" : " (and \(others) more)")"
    case .wrongShape(let tensor, let expected, let found):
      "tensor '\(printable(tensor))': wrong shape (expected \(expected), found \(found))"
    case .unwritable(let text): "cannot be written (\(text))"
    case .tooLargeForHalf(let tensor, let value):
      "tensor '\(printable(tensor))': too large for half precision (expected at most 65504, found \(value))"
    case .unknownUpsampling(let found):
      "its exchange units upsample otherwise (expected nearest or bilinear, found '\(printable(found))'; "
        + "--upsampling computes it as if)"
    }
  }
}

/// A name from inside a file, on one line of bounded length, with nothing a terminal would act upon.
func printable(_ text: String) -> String { Files.printable(text, limit: 80) }
