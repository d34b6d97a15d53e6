import Checkpoints
import Foundation

/// A safetensors file made in memory, right or wrong.
struct SafetensorsFixture {
  var bytes: [UInt8]

  init(header: String, data: [UInt8] = [], length: UInt64? = nil) {
    let header = Array(header.utf8)
    bytes = withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { Array($0) } + header + data
  }

  static func single(_ name: String, _ type: String, _ shape: [Int], _ data: [UInt8]) -> SafetensorsFixture {
    SafetensorsFixture(
      header: #"{"\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[0,\#(data.count)]}}"#, data: data)
  }

  func read() throws(CheckpointError) -> [String: StoredTensor] {
    let file = try SafetensorsFixture.open(bytes)
    return file.tensors
  }

  func tensor(_ name: String) throws -> StoredTensor {
    let tensors = try read()
    guard let tensor = tensors[name] else { throw CheckpointError(path: "fixture", reason: .missingTensor(name)) }
    return tensor
  }

  /// The reader keeps no copy, so the bytes live on in memory of their own.
  static func open(_ bytes: [UInt8]) throws(CheckpointError) -> SafetensorsFile {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyBytes(from: bytes)
    return try SafetensorsFile(FileBytes(embedded: UnsafeRawBufferPointer(copy)), path: "fixture")
  }
}
