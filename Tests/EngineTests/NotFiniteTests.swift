import CKernels
import Checkpoints
import Engine
import HRNet
import Testing

/// Numbers that are NaN or infinite are found where they first appear.
@Suite("Numbers that are not finite")
struct NotFiniteTests {
  private static let architecture = Architecture(
    width: 4, stemWidth: 4, stage1Units: 1, stage1Width: 4, modules: [1, 1, 1], unitsPerStream: 1,
    head: PoseHead(joints: 2))

  /// Random ones, but for one number of one convolution.
  private struct BrokenWeights: WeightSource {
    let key: String
    let change: @Sendable (inout ConvolutionWeights) -> Void

    func weights(of convolution: Convolution) -> ConvolutionWeights {
      var result = RandomWeights().weights(of: convolution)
      if convolution.key == key { change(&result) }
      return result
    }
  }

  private func run(_ weights: some WeightSource, picture: Float = 0.5) throws -> (NotFinite?, Network) {
    let network = try Network(Self.architecture, input: InputSize(height: 64, width: 32))
    let executor = try Executor(network, weights: weights, threads: 1)
    let pass = try executor.run(executor.input(Array(repeating: picture, count: 64 * 32 * 3)))
    return (executor.firstNotFinite(in: pass), network)
  }

  @Test("an ordinary network has none")
  func none() throws { #expect(try run(RandomWeights()).0 == nil) }

  @Test(
    "weights are named at their node",
    arguments: [
      ("conv1", Float.nan), ("layer1.0.conv2", .infinity), ("stage2.0.branches.1.0.conv2", -.infinity),
      ("stage3.0.fuse_layers.2.0.1.0", .nan), ("transition3.3.0.0", .nan), ("final_layer", .infinity),
    ])
  func weights(key: String, value: Float) throws {
    for part in [\ConvolutionWeights.weights, \.scale, \.bias]
      as [WritableKeyPath<ConvolutionWeights, [Float]> & Sendable]
    {
      let broken = BrokenWeights(key: key) { $0[keyPath: part][$0[keyPath: part].count - 1] = value }
      let (found, network) = try run(broken)
      let notFinite = try #require(found)
      #expect(notFinite.cause == .weights(key: key))
      #expect(network[notFinite.node].operation.convolutions.contains { $0.key == key })
    }
  }

  @Test("finite weights that overflow are named at the node that overflows")
  func activation() throws {
    let broken = BrokenWeights(key: "stage2.0.branches.0.0.conv1") {
      for index in $0.bias.indices { $0.bias[index] = 3e38 }
    }
    let (found, network) = try run(broken)
    let notFinite = try #require(found)
    #expect(notFinite.cause == .activation)
    #expect(network[notFinite.node].address.referenceName == "stage2.0.branches.0.0")
  }

  @Test("every length around the blocks, every place", arguments: [1, 2, 7, 4095, 4096, 4097, 9000])
  func blocks(count: Int) {
    var values = [Float](repeating: -.greatestFiniteMagnitude, count: count)
    #expect(hrs_all_finite(values, count))
    for place in Set([0, count / 2, count - 1]) {
      for value in [Float.nan, .infinity, -.infinity, .signalingNaN] {
        values[place] = value
        #expect(!hrs_all_finite(values, count))
      }
      values[place] = .leastNonzeroMagnitude
    }
    #expect(hrs_all_finite(values, 0))
  }
}
