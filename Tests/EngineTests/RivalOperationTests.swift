import CKernels
import Checkpoints
import TestSupport
import Testing

@testable import Engine
@testable import HRNet

/// What only encoder–decoders compute, against plain loops in double precision.
@Suite("Operations of encoder–decoders")
struct RivalOperationTests {
  private static func random(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(state: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
  }

  private struct Numbers: WeightSource {
    let numbers: ConvolutionWeights
    func weights(of convolution: Convolution) -> ConvolutionWeights { numbers }
  }

  /// Weights `[output][input][tap][tap]`, as `WeightSource` has them.
  private static func run(
    _ convolution: Convolution, _ input: [Float], _ shape: Shape, cpu: CPULevel
  ) throws -> (values: [Float], numbers: ConvolutionWeights) {
    let outputs = convolution.outputChannels
    let numbers = ConvolutionWeights(
      weights: random(convolution.weightCount, seed: 3), scale: random(outputs, seed: 4), bias: random(outputs, seed: 5)
    )
    let (arena, team) = (FloatArena(), ThreadTeam(count: 2))
    var store = WeightStore(arena, team: team)
    let kernel = try ConvolutionKernel(
      convolution, inputShape: shape, in: &store, from: Numbers(numbers: numbers), cpu: cpu, choice: .fastest,
      threads: 2)
    var output = [Float](repeating: .nan, count: convolution.outputShape.count)
    kernel.run(
      input, hasReLU: convolution.hasReLU, output: &output, scratch: arena.floats(2 * kernel.scratchCount),
      team: team)
    return (output, numbers)
  }

  @Test("transposed convolutions, of every parity and size", arguments: CPULevel.supported)
  func transposed(cpu: CPULevel) throws {
    for (height, width, inputs, outputs) in [
      (1, 1, 1, 1), (1, 5, 3, 17), (4, 3, 192, 12), (6, 4, 12, 12), (7, 2, 5, 33), (13, 9, 31, 64),
    ] {
      let shape = Shape(channels: inputs, height: height, width: width)
      let convolution = Convolution(
        key: "deconv", inputChannels: inputs, outputChannels: outputs, kernel: 4, stride: 2, normalization: .bias,
        hasReLU: false, outputHeight: 2 * height, outputWidth: 2 * width, isTransposed: true)
      let input = Self.random(shape.count, seed: UInt64(height * width))
      let (values, numbers) = try Self.run(convolution, input, shape, cpu: cpu)
      // Spread, as the operation is defined: input (y, x) adds to (2y − 1 + tap, 2x − 1 + tap).
      var expected = [Double](repeating: 0, count: values.count)
      for index in expected.indices { expected[index] = Double(numbers.bias[index % outputs]) }
      for y in 0..<height {
        for x in 0..<width {
          for tap in 0..<16 {
            let (toY, toX) = (2 * y - 1 + tap / 4, 2 * x - 1 + tap % 4)
            guard (0..<2 * height).contains(toY), (0..<2 * width).contains(toX) else { continue }
            for output in 0..<outputs {
              var sum = 0.0
              for channel in 0..<inputs {
                let weight = Double(numbers.weights[(output * inputs + channel) * 16 + tap])
                let value = Double(input[(y * width + x) * inputs + channel])
                sum += weight * value
              }
              let place = (toY * 2 * width + toX) * outputs + output
              expected[place] += sum * Double(numbers.scale[output])
            }
          }
        }
      }
      let worst = zip(values, expected).map { abs(Double($0) - $1) }.max() ?? 0
      let allowed = 16e-6 * Double(inputs).squareRoot()
      #expect(worst <= allowed, "\(height)×\(width), \(inputs)→\(outputs): \(worst)")
    }
  }

  @Test("7×7 of stride 2, at the border and beyond", arguments: CPULevel.supported)
  func seven(cpu: CPULevel) throws {
    for (height, width, inputs, outputs) in [(1, 1, 3, 6), (2, 9, 3, 64), (33, 20, 3, 17), (64, 48, 4, 6)] {
      let shape = Shape(channels: inputs, height: height, width: width)
      let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
      let convolution = Convolution(
        key: "conv1", inputChannels: inputs, outputChannels: outputs, kernel: 7, stride: 2, normalization: .bias,
        hasReLU: true, outputHeight: rows, outputWidth: columns)
      let input = Self.random(shape.count, seed: 9)
      let (values, numbers) = try Self.run(convolution, input, shape, cpu: cpu)
      var worst = 0.0
      for (index, value) in values.enumerated() {
        let (pixel, output) = (index / outputs, index % outputs)
        var sum = Double(numbers.bias[output])
        for tap in 0..<49 {
          let (y, x) = (2 * (pixel / columns) - 3 + tap / 7, 2 * (pixel % columns) - 3 + tap % 7)
          guard (0..<height).contains(y), (0..<width).contains(x) else { continue }
          let scale = Double(numbers.scale[output])
          for channel in 0..<inputs {
            let weight = scale * Double(numbers.weights[(output * inputs + channel) * 49 + tap])
            let value = Double(input[(y * width + x) * inputs + channel])
            sum += weight * value
          }
        }
        worst = max(worst, abs(Double(value) - max(sum, 0)))
      }
      #expect(worst <= 2e-5, "\(height)×\(width): \(worst)")
    }
  }

  @Test("maxima of 2×2 and of 3×3, which reach beyond the border; NaN stays", arguments: CPULevel.supported)
  func maxima(level: CPULevel) {
    for side in [2, 3] {
      for (height, width, channels) in [(2, 2, 1), (3, 5, 7), (8, 6, 16), (9, 7, 33), (64, 48, 6)] {
        var input = Self.random(height * width * channels, seed: 11).map { $0 - 2 }
        input[input.count / 2] = .nan
        let padding = (side - 1) / 2
        let (rows, columns) = (
          (height + 2 * padding - side) / 2 + 1, (width + 2 * padding - side) / 2 + 1
        )
        var output = [Float](repeating: 0, count: rows * columns * channels)
        for row in (0..<rows).reversed() {
          hrs_max_pool(
            level.kernelLevel, input, Int32(height), Int32(width), Int32(channels), Int32(side), Int32(columns),
            &output,
            Int32(row), Int32(row + 1))
        }
        for index in output.indices {
          let (pixel, channel) = (index / channels, index % channels)
          var read: [Float] = []
          for tap in 0..<side * side {
            let (y, x) = (2 * (pixel / columns) - padding + tap / side, 2 * (pixel % columns) - padding + tap % side)
            guard (0..<height).contains(y), (0..<width).contains(x) else { continue }
            read.append(input[(y * width + x) * channels + channel])
          }
          let isSame = read.contains(where: \.isNaN) ? output[index].isNaN : output[index] == read.max()
          #expect(isSame, "side \(side), \(height)×\(width)×\(channels), \(index)")
        }
      }
    }
  }
}
