import CKernels
import Checkpoints
@testable import Engine
import Foundation
import TestSupport
import Testing

/// Bilinear upsampling against PyTorch (`Scripts/upsampling.py`).
@Suite("Upsampling")
struct UpsamplingTests {
  @Test(
    "as PyTorch does it, between centres and with aligned corners, by whole factors and others",
    arguments: CPULevel.supported)
  func interpolation(cpu: CPULevel) throws {
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
          cpu.kernelLevel, try input.floats(), Int32(height), Int32(width), Int32(channels), Int32(expected.shape[0]),
          Int32(expected.shape[1]), name.hasPrefix("bilinear-corners"), false, &output, Int32(rows.lowerBound),
          Int32(rows.upperBound))
      }
      let worst = try zip(output, expected.floats()).map { abs($0 - $1) }.max() ?? .infinity
      // PyTorch rounds the step before it multiplies by it.
      #expect(worst < 1e-5, "\(name)")
    }
  }

  @Test("every channel as if it were alone, however many there are", arguments: CPULevel.supported)
  func channels(cpu: CPULevel) {
    let (size, grown) = (Int32(5), Int32(13))
    func upsampled(_ input: [Float], channels: Int, addedTo held: Float? = nil) -> [Float] {
      var output = [Float](repeating: held ?? .nan, count: Int(grown * grown) * channels)
      hrs_upsample_bilinear(
        cpu.kernelLevel, input, size, size, Int32(channels), grown, grown, false, held != nil, &output, 0, grown)
      return output
    }
    for channels in 1...40 {
      let input = (0..<25 * channels).map { Float($0 * 7919 % 1009) / 504.5 - 1 }
      let together = upsampled(input, channels: channels)
      #expect(upsampled(input, channels: channels, addedTo: 2) == together.map { $0 + 2 }, "\(channels) channels")
      for channel in 0..<channels {
        let alone = upsampled((0..<25).map { input[$0 * channels + channel] }, channels: 1)
        let worst = alone.indices.map { abs(alone[$0] - together[$0 * channels + channel]) }.max() ?? .infinity
        #expect(worst < 1e-6, "channel \(channel) of \(channels)")
      }
    }
  }
}
