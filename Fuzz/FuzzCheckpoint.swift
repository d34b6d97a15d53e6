@testable import Checkpoints

/// Opens the input as a file of weights – the first bytes choose the reader – and reads every number it would use.
/// A crash, a trap, a read outside of the input or memory beyond the limit is a finding; an error is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCheckpoint(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let file = FileBytes(embedded: UnsafeRawBufferPointer(start: start, count: count))
  #if FUZZ_PICKLE
    // Without the four pickles and the storages around it, every byte of the input is an instruction or its operand.
    guard let pickle = try? PickleReader.read(file, 0..<count) else { return 0 }
    _ = try? PickledTensors(pickle)
  #elseif FUZZ_ONNX
    // Past the first bytes, which the fuzzer would have to keep, and past what other containers are asked for.
    do {
      let tensors = try ONNXFile.read(file).tensors
      for tensor in tensors.values where tensor.count < 1 << 16 { _ = tensor.floats() }
    } catch {
      precondition(!error.description.contains("\n") && error.description.utf8.count < 1000)
    }
    _ = try? Checkpoint(file, name: "fuzz")
  #else
    do {
      let tensors = try TensorFile(file, path: "fuzz").tensors
      for tensor in tensors.values where tensor.count < 1 << 16 { _ = tensor.floats() }
      let checkpoint = try Checkpoint(file, name: "fuzz")
      for key in checkpoint.matched.keys { _ = try checkpoint.floats(key) }
    } catch {
      precondition(!error.description.contains("\n") && error.description.utf8.count < 1000)
    }
  #endif
  return 0
}
