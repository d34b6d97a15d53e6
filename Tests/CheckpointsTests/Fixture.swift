import Engine
import Foundation
import HRNet
import TestSupport

@testable import Checkpoints

/// A file of `Fixtures`, made by `Scripts/make_fixtures.py`: one small HRNet in many shapes.
enum Fixture {
  static func path(_ name: String) -> String { Shared.inRepository("Tests/CheckpointsTests/Fixtures/") + name }

  static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

  /// What a zip file of them holds, by name; nothing where it cannot be read.
  static func files(inZip name: String) -> [String: [UInt8]] {
    guard let file = try? FileBytes(opening: path(name)), let zip = try? ZipArchive(file) else { return [:] }
    var budget = 1 << 24
    var files: [String: [UInt8]] = [:]
    for entry in zip.entries {
      guard let (inflated, range) = try? zip.bytes(of: entry, budget: &budget) else { continue }
      files[entry.name] = inflated[range]
    }
    return files
  }

  static func open(_ name: String) throws(CheckpointError) -> Checkpoint { try Checkpoint(contentsOf: path(name)) }

  /// Opens bytes that live on in memory of their own: no reader keeps a copy.
  static func open(_ bytes: [UInt8]) throws(CheckpointError) -> Checkpoint {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyBytes(from: bytes)
    return try Checkpoint(FileBytes(embedded: UnsafeRawBufferPointer(copy)), name: "fixture")
  }
}

extension Checkpoint {
  /// Runs the network and compares it with what PyTorch computed: the largest departure relative to the largest
  /// magnitude of its activation, and where it is.
  func worstDeparture(from reference: String) throws -> Verification.Unit? {
    let file = try SafetensorsFile(FileBytes(opening: reference), path: reference)
    let tensors = try ReferenceTensors(file, path: reference, inputFrom: nil)
    guard let size = tensors.inputSize else { return nil }
    let executor = try Executor(Network(architecture, input: size), weights: self, threads: 2)
    return try Verification(executor, activations: tensors).worst
  }

  /// Every number the network uses, by canonical key.
  func allFloats() throws -> [String: [Float]] {
    var result: [String: [Float]] = [:]
    for key in matched.keys { result[key] = try floats(key) }
    return result
  }
}
