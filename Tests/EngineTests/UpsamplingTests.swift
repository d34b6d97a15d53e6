import CKernels
import Checkpoints
import Engine
import Foundation
import TestSupport
import Testing

/// Bilinear upsampling against PyTorch (`Scripts/upsampling.py`).
@Suite("Upsampling")
struct UpsamplingTests {
  @Test("as PyTorch does it, between centres and with aligned corners, by whole factors and others")
  func interpolation() throws {
    let path = Shared.inRepository("Tests/EngineTests/Fixtures/upsampling.safetensors")
    let tensors = try SafetensorsFile(FileBytes(opening: path), path: path).tensors
    let names = tensors.keys.filter { $0.hasSuffix(".input") }.sorted()
    #expect(names.count == 20)
    for name in names {
      let input = try #require(tensors[name])
      let expected = try #require(tensors[name.replacing(".input", with: ".output")])
      let (height, width, channels) = (input.shape[0], input.shape[1], input.shape[2])
      var output = [Float](repeating: .nan, count: expected.count)
      // In two pieces, as a team of threads would.
      for rows in [0..<expected.shape[0] / 2, expected.shape[0] / 2..<expected.shape[0]] {
        hrs_upsample_bilinear(
          try input.floats(), Int32(height), Int32(width), Int32(channels), Int32(expected.shape[0]),
          Int32(expected.shape[1]), name.hasPrefix("bilinear-corners"), &output, Int32(rows.lowerBound),
          Int32(rows.upperBound))
      }
      let worst = try zip(output, expected.floats()).map { abs($0 - $1) }.max() ?? .infinity
      // PyTorch rounds the step before it multiplies by it.
      #expect(worst < 1e-5, "\(name)")
    }
  }
}
