import Checkpoints
import Engine
import HRNet
import Testing

/// The theoretical field against what a network really answers.
@Suite("Receptive fields, by touching the picture")
struct TouchedReceptiveFieldTests {
  /// Positive weights and no offset: no ReLU is silent and no two paths cancel, so that a black picture with one bright
  /// line gives a value wherever the line can be felt.
  private struct PositiveWeights: WeightSource {
    func weights(of convolution: Convolution) -> ConvolutionWeights {
      let weight = 1 / Float(convolution.inputChannels)
      return ConvolutionWeights(
        weights: Array(repeating: weight, count: convolution.weightCount),
        scale: Array(repeating: 1, count: convolution.outputChannels),
        bias: Array(repeating: 0, count: convolution.outputChannels))
    }
  }

  private static let architecture = Architecture(
    width: 4, stemWidth: 4, stage1Units: 1, stage1Width: 4, modules: [1, 1, 1], unitsPerStream: 1,
    head: PoseHead(joints: 1))

  /// Fusion from the coarsest stream widens a field most; each case leaves other paths.
  private static let cuts: [[String]] = [
    [], ["s4.m1:32>4"], ["s4.m1:32>4", "s4.m1:16>4", "s3.m1:16>8"], ["s4.m1", "s3.m1", "s2.m1"],
  ]

  @Test(
    "the outermost lines inside are felt, the next ones outside are not", arguments: [true, false],
    Upsampling.allCases)
  func edges(isWide: Bool, upsampling: Upsampling) throws {
    var architecture = Self.architecture
    architecture.upsampling = upsampling
    let size = isWide ? InputSize(height: 32, width: 1024) : InputSize(height: 1024, width: 32)
    let network = try Network(architecture, input: size)
    let executor = try Executor(network, weights: PositiveWeights(), threads: 2, cacheBudget: 0)
    let long = isWide ? network[network.result].shape.width : network[network.result].shape.height

    for cut in Self.cuts {
      var interventions = Interventions()
      for spec in cut {
        interventions.set(0, for: try EdgeSelection(spec, in: network).edges)
      }
      for place in [long / 2, long / 2 + 5, long - 3] {
        let (x, y) = isWide ? (place, 3) : (3, place)
        let field = ReceptiveField(of: network.result, x: x, y: y, in: network, interventions)
        let region = try #require(field[0])
        let range = isWide ? region.x : region.y
        // A line across the short side at a place along the long one.
        func answer(_ line: Int) throws -> Float {
          var values = [Float](repeating: 0, count: size.height * size.width * 3)
          for across in 0..<32 {
            let pixel = isWide ? across * size.width + line : line * size.width + across
            for channel in 0..<3 { values[pixel * 3 + channel] = 1 }
          }
          let pass = try executor.run(executor.input(values), interventions)
          return try #require(pass[network.result]).values(x: x, y: y)[0]
        }
        for (inside, outside) in [
          (range.lowerBound, range.lowerBound - 1), (range.upperBound, range.upperBound + 1),
        ] {
          let felt = try answer(inside)
          #expect(felt > 0, "\(cut) \(place) \(inside)")
          // Winograd's sums cancel only up to rounding.
          guard (0..<max(size.width, size.height)).contains(outside) else { continue }
          #expect(abs(try answer(outside)) < 1e-3 * felt, "\(cut) \(place) \(outside)")
        }
        #expect(range.count < 1024)
      }
    }
  }
}
