/// The kinds of file weights come in.
public enum Container: String, Sendable, CaseIterable {
  case safetensors
  /// `torch.save` of PyTorch 1.6 and later.
  case pytorchZip = "PyTorch zip"
  /// `torch.save` of before PyTorch 1.6: the published HRNet and MMPose files.
  case pytorchLegacy = "PyTorch legacy"
  case onnx = "ONNX"
  /// No file: numbers without meaning, made when they are needed.
  case random = "random weights"
}

/// What a container held: tensors under the names it gave them.
struct TensorFile {
  let container: Container
  var tensors: [String: StoredTensor] = [:]
  /// Tensors of a type this program does not read, with the type's name.
  var unsupported: [String: String] = [:]
  /// What the file calls tensors that are found here under their canonical keys; empty where names are the file's own.
  var namesInFile: [String: String] = [:]
  /// Whether the names of a head are those that its code gave it; a graph's are mostly made here.
  var hasNamesOfHead = true
  /// Names of tensors that the reader itself found to belong to nothing.
  var unread: [String] = []
  /// What a container that holds a graph says about it.
  var graph: GraphFacts?
  /// Files beside it that hold its numbers, by name.
  var companions: [String: FileBytes] = [:]
  /// Free text pairs; empty where the container has none.
  var metadata: [String: String] = [:]
  /// What a pickle holds beside its tensors, under the names of `Configuration`.
  var facts: [(name: String, value: Literal)] = []

  /// How many bytes the tensors may have together: those of the file, and of what was inflated.
  var byteCount: Int

  init(container: Container, byteCount: Int) {
    self.container = container
    self.byteCount = byteCount
  }

  init(_ file: SafetensorsFile, byteCount: Int) {
    self.init(container: .safetensors, byteCount: byteCount)
    tensors = file.tensors
    metadata = file.metadata
  }

  /// Reads a file of any container, told by its first bytes.
  ///
  /// - Throws: `CheckpointError` for a file that is damaged or no container this program reads.
  init(_ file: FileBytes, path: String) throws(CheckpointError) {
    let isONNX = ONNXFile.isLikely(file)
    if !isONNX, file.starts(with: Array("{".utf8), at: 8) {
      self = try TensorFile(SafetensorsFile(file, path: path), byteCount: file.count)
      return
    }
    do throws(CheckpointError.Reason) {
      if file.starts(with: Array("PK".utf8)) {
        self = try PyTorchZipFile.read(file)
      } else if file.starts(with: [0x80]) {
        self = try PyTorchLegacyFile.read(file)
      } else if isONNX {
        self = try ONNXFile.read(NumberFiles(file, path: path))
      } else {
        throw .unknownContainer(found: ForeignFile.description(of: file))
      }
      try file.check()
    } catch {
      throw file.error(error, path: path)
    }
  }
}
