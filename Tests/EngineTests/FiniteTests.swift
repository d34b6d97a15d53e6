import CKernels
import Checkpoints
import Engine
import HRNet
import TestSupport
import Testing

@Suite("Values that are no numbers")
struct FiniteTests {
  @Test(
    "one NaN or infinity is found wherever it stands, at every length", arguments: [Float.nan, .infinity, -.infinity])
  func everyPlace(value: Float) {
    for count in 1...70 {
      var values = (0..<count).map { .greatestFiniteMagnitude / 2 * Float($0 % 3) - .leastNonzeroMagnitude }
      #expect(hrs_all_finite(values, count))
      for place in values.indices {
        let before = values[place]
        values[place] = value
        #expect(!hrs_all_finite(values, count), "\(place) of \(count)")
        values[place] = before
      }
    }
    #expect(hrs_all_finite([], 0))
  }

  /// The embedded model with one value of one convolution replaced.
  private struct Broken: WeightSource {
    let checkpoint: Checkpoint
    let convolution: String
    let value: Float

    func weights(of convolution: Convolution) throws(CheckpointError) -> ConvolutionWeights {
      var weights = try checkpoint.weights(of: convolution)
      if convolution.key == self.convolution { weights.weights[0] = value }
      return weights
    }
  }

  @Test(
    "the first node with such a value is named, though a ReLU hides it from what follows",
    arguments: [Float.nan, .infinity])
  func firstNode(value: Float) throws {
    let checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    let network = try Network(checkpoint.architecture, input: InputSize(height: 64, width: 64))
    let input = (0..<64 * 64 * 3).map { Float($0 % 7) - 3 }
    let sound = try Executor(network, weights: checkpoint, threads: 2)
    #expect(try sound.run(sound.input(input)).firstNotFinite == nil)
    for address in ["stem.2", "s2.m1.1/8.u1", "s3.m2:1/16>1/4", "head"] {
      let node = try #require(network.nodes.first { $0.address.description == address })
      let convolution = try #require(node.operation.convolutions.last).key
      let executor = try Executor(
        network, weights: Broken(checkpoint: checkpoint, convolution: convolution, value: value), threads: 2)
      let pass = try executor.run(executor.input(input))
      let first = try #require(pass.firstNotFinite, "\(address)")
      #expect(network[first].address.description == address)
    }
  }
}
