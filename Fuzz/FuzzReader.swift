@testable import Checkpoints

/// Opens the input with one reader of checkpoints and reads every number it would use. A crash, a trap, a read outside
/// of the input, memory or time beyond the limit and an error of more than a line are findings; an error is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let file = FileBytes(embedded: UnsafeRawBufferPointer(start: start, count: count))
  do {
    let found = try tensors(of: file)
    for tensor in found.tensors.values where tensor.count < 1 << 16 { _ = try tensor.floats() }
    let checkpoint = try Checkpoint(found, name: "fuzz", upsampling: nil)
    for key in checkpoint.matched.keys { _ = try checkpoint.floats(key) }
    _ = try CheckpointReport(checkpoint, hash: try FileHash(of: file, path: "fuzz")).text()
  } catch {
    let text = "\(error)"
    precondition(text.utf8.count < 1000 && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }
  return 0
}

/// Asks one reader, without the first bytes by which a file chooses its own.
private func tensors(of file: FileBytes) throws -> TensorFile {
  #if FUZZ_SAFETENSORS
    return try TensorFile(SafetensorsFile(file, path: "fuzz"), byteCount: file.count)
  #elseif FUZZ_ZIP
    return try PyTorchZipFile.read(file)
  #elseif FUZZ_LEGACY
    return try PyTorchLegacyFile.read(file)
  #elseif FUZZ_PICKLE
    // Without an archive or four more pickles around it, every byte of the input is an instruction or its operand.
    _ = try PickledTensors(PickleReader.read(file, 0..<file.count))
    return TensorFile(container: .pytorchZip, byteCount: file.count)
  #elseif FUZZ_ONNX
    // Whatever file a model says its numbers lie in holds the same bytes once more.
    let files = NumberFiles(file) { location throws(CheckpointError.Reason) in
      guard NumberFiles.isConfined(location) else { throw .misplacedNumbers(file: location) }
      return file
    }
    return try ONNXFile.read(files)
  #endif
}
