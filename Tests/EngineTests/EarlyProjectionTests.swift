import Engine
import HRNet
import TestSupport
import Testing

/// A head's 1×1 convolution over streams side by side is computed before they are brought up: against the same as written.
@Suite("Projections before upsampling")
struct EarlyProjectionTests {
  static let heads: [(name: String, head: any Head & Sendable, projections: Int)] = [
    ("V2", V2Head(.classes, count: 5), 1),
    ("OCR", OCRHead(classes: 5, middle: 12, keyChannels: 6), 1),
    ("V2p", FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, stride: 2), units: 2), 1),
    ("pair", HeadPair(PoseHead(joints: 3), V2Head(.classes, count: 4)), 1),
  ]

  @Test(
    "the sum is that over streams side by side, and a pass that does not make them gives the same bits",
    arguments: heads.indices, [Upsampling.bilinear, .bilinearCorners, .nearest])
  func asWritten(index: Int, upsampling: Upsampling) throws {
    let architecture = Architecture(
      width: 4, stemWidth: 8, stage1Units: 1, stage1Width: 8, modules: [1, 1, 2], unitsPerStream: 1,
      upsampling: upsampling, head: Self.heads[index].head)
    // Odd sides on every stream, where the head allows it.
    let isWhole = architecture.head.inputs.multiple == 32
    let network = try Network(architecture, input: InputSize(height: isWhole ? 96 : 109, width: isWhole ? 64 : 75))
    let executor = try HeadCacheTests.executor(network)
    let input = executor.input(HeadCacheTests.noise(network))
    let pass = try executor.run(input)
    let short = try executor.run(input, keepsActivations: false)
    for output in network.outputs.flatMap(\.nodes) {
      #expect(short[output]?.channelMajor() == pass[output]?.channelMajor())
    }
    var projections = 0
    for node in network.nodes {
      guard case .sequence(let convolutions) = node.operation, convolutions.count == 1, convolutions[0].kernel == 1,
        case .concatenation = network[node.inputs[0]].operation
      else { continue }
      projections += 1
      let read = try #require(pass[node.inputs[0]]?.channelMajor())
      let output = try #require(pass[node.id]?.channelMajor())
      let expected = Self.projected(read, by: convolutions[0])
      let size = expected.map(abs).max() ?? 0
      #expect(zip(output, expected).allSatisfy { abs(Double($0) - $1) <= 2e-6 * size }, "node \(node.id)")
    }
    #expect(projections >= Self.heads[index].projections)
  }

  /// In double precision.
  private static func projected(_ values: [Float], by convolution: Convolution) -> [Double] {
    let numbers = RandomWeights().weights(of: convolution)
    let positions = values.count / convolution.inputChannels
    var result = [Double](repeating: 0, count: convolution.outputChannels * positions)
    for output in 0..<convolution.outputChannels {
      for position in 0..<positions {
        var sum = 0.0
        for channel in 0..<convolution.inputChannels {
          let weight = numbers.weights[output * convolution.inputChannels + channel]
          sum += Double(weight) * Double(values[channel * positions + position])
        }
        sum = sum * Double(numbers.scale[output]) + Double(numbers.bias[output])
        result[output * positions + position] = convolution.hasReLU ? max(sum, 0) : sum
      }
    }
    return result
  }
}
