import CKernels
import Engine
import TestSupport
import Testing

/// The C kernels, at every CPU level this machine can run, against plain loops in double precision.
@Suite("Kernels")
struct KernelTests {
  /// Error allowed relative to the output's largest magnitude. F(4×4) multiplies by up to 8 between its sums and so
  /// loses three bits more; the others are sums as written.
  static func tolerance(_ method: hrs_method) -> Double { method == hrs_winograd4 ? 2e-5 : 2e-6 }

  @Test("every picture size from 1 to 13, every kernel and stride")
  func sizes() {
    var random = SplitMix64(state: 1)
    for height in 1...13 {
      for width in 1...13 {
        for (kernel, stride) in [(1, 1), (1, 2), (3, 1), (3, 2)] {
          let inputs = Int.random(in: 1...20, using: &random), outputs = Int.random(in: 1...20, using: &random)
          let shape = hrs_convolution_shape(height, width, inputs, outputs, kernel: kernel, stride: stride)
          ConvolutionCase(shape, using: &random).check()
        }
      }
    }
  }

  @Test("every number of channels from 1 to 70")
  func channels() {
    var random = SplitMix64(state: 2)
    for channels in 1...70 {
      for (kernel, stride) in [(1, 1), (3, 1), (3, 2)] {
        let other = Int.random(in: 1...70, using: &random)
        let height = Int.random(in: 1...6, using: &random), width = Int.random(in: 1...6, using: &random)
        for (inputs, outputs) in [(channels, other), (other, channels)] {
          let shape = hrs_convolution_shape(height, width, inputs, outputs, kernel: kernel, stride: stride)
          ConvolutionCase(shape, using: &random).check()
        }
      }
    }
  }

  @Test("shapes of real networks, where blocks are cut")
  func realShapes() {
    var random = SplitMix64(state: 3)
    for shape in [
      hrs_convolution_shape(64, 48, 8, 8, kernel: 3, stride: 1),
      hrs_convolution_shape(24, 20, 32, 32, kernel: 3, stride: 1),
      hrs_convolution_shape(8, 6, 144, 72, kernel: 3, stride: 1),
      hrs_convolution_shape(64, 48, 3, 18, kernel: 3, stride: 2),
      hrs_convolution_shape(48, 40, 16, 36, kernel: 3, stride: 2),
      hrs_convolution_shape(64, 48, 8, 17, kernel: 1, stride: 1),
    ] {
      ConvolutionCase(shape, using: &random).check()
    }
  }

  /// Which of them a network runs depends on its shapes; those of W32 at 256×192 take every way there is.
  @Test("every method at every stride is somebody's fastest")
  func choices() {
    var chosen: Set<[UInt32]> = []
    for (height, width, inputs, outputs, kernel, stride) in [
      (128, 96, 64, 64, 3, 2), (64, 48, 32, 32, 3, 1), (256, 192, 3, 64, 3, 2), (64, 48, 64, 256, 1, 1),
      (8, 6, 256, 256, 3, 1), (4, 3, 64, 64, 3, 1), (20, 20, 64, 64, 3, 2), (256, 192, 3, 64, 3, 1),
    ] {
      var shape = hrs_convolution_shape(height, width, inputs, outputs, kernel: kernel, stride: stride)
      let plan = hrs_plan_convolution(&shape, CPULevel.best.kernelLevel, 1)
      chosen.insert([plan.method.rawValue, UInt32(kernel), UInt32(stride)])
    }
    for method in [hrs_direct, hrs_winograd2, hrs_winograd4] {
      for stride in [1, 2] as [UInt32] {
        #expect(chosen.contains([method.rawValue, 3, stride]), "\(method), \(stride)")
      }
    }
  }

  @Test("a sum of terms, with gains and upsampling", arguments: CPULevel.supported)
  func fusion(level: CPULevel) {
    var random = SplitMix64(state: 4)
    for channels in 1...70 {
      let height = 8, width = 16
      let terms = (0..<Int.random(in: 0...4, using: &random)).map { shift in
        Term(
          values: .random(count: (height >> shift) * (width >> shift) * channels, using: &random),
          gain: [1, 0.5, -2].randomElement(using: &random) ?? 1, shift: shift)
      }
      let output = fuse(terms, height: height, width: width, channels: channels, level)
      for index in output.indices {
        let (pixel, channel) = (index / channels, index % channels)
        let sum = terms.reduce(0.0) { sum, term in
          let position = ((pixel / width) >> term.shift) * (width >> term.shift) + ((pixel % width) >> term.shift)
          return sum + Double(term.gain) * Double(term.values[position * channels + channel])
        }
        #expect(abs(Double(output[index]) - max(sum, 0)) <= 1e-6, "\(channels) channels, \(index)")
      }
    }
  }

  @Test("NaN is not silenced by a ReLU", arguments: CPULevel.supported)
  func notANumber(level: CPULevel) {
    for channels in [1, 16, 33] {
      let term = Term(values: Array(repeating: .nan, count: channels), gain: 1, shift: 0)
      #expect(fuse([term], height: 1, width: 1, channels: channels, level).allSatisfy { $0.isNaN })
    }
  }

  private struct Term {
    let values: [Float]
    let gain: Float
    let shift: Int
  }

  private func fuse(_ terms: [Term], height: Int, width: Int, channels: Int, _ level: CPULevel) -> [Float] {
    let buffers = terms.map { term in
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: term.values.count)
      _ = buffer.initialize(from: term.values)
      return buffer
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    let pointers = zip(terms, buffers).map { term, buffer in
      hrs_term(values: UnsafePointer(buffer.baseAddress), gain: term.gain, shift: Int32(term.shift))
    }
    var output = [Float](repeating: .nan, count: height * width * channels)
    hrs_fuse(
      level.kernelLevel, pointers, Int32(terms.count), Int32(width), Int32(channels), true, &output, 0, Int32(height))
    return output
  }
}

/// One convolution with random numbers.
private struct ConvolutionCase {
  let shape: hrs_convolution_shape
  let input: [Float]
  let weights: [Float]
  let scale: [Float]
  let bias: [Float]
  let residual: [Float]?
  let hasReLU: Bool
  private let expected: [Double]
  /// The largest output, or the largest root of a sum of squared products where that is more: in a picture of a few
  /// pixels, every sum can cancel by accident.
  private let magnitude: Double

  init(_ shape: hrs_convolution_shape, using random: inout SplitMix64) {
    self.shape = shape
    let outputs = Int(shape.output_channels)
    input = .random(count: Int(shape.input_height * shape.input_width * shape.input_channels), using: &random)
    weights = .random(count: outputs * Int(shape.input_channels * shape.kernel * shape.kernel), using: &random)
    scale = .random(count: outputs, using: &random)
    bias = .random(count: outputs, using: &random)
    let count = Int(shape.output_height * shape.output_width) * outputs
    residual = Bool.random(using: &random) ? .random(count: count, using: &random) : nil
    hasReLU = Bool.random(using: &random)
    (expected, magnitude) = Self.expected(shape, input, weights, scale, bias, residual, hasReLU)
  }

  /// Checks every CPU level, and every method the shape allows: values, equality under every way of cutting the work, and that nothing
  /// outside of the output is written and nothing uninitialised is read.
  func check() {
    for level in CPULevel.supported { check(level) }
  }

  private func check(_ level: CPULevel) {
    var shape = shape
    let methods: [hrs_method] =
      shape.kernel == 3 ? [hrs_direct, hrs_winograd2, hrs_winograd4] : [hrs_direct]
    for method in methods {
      let whole = run(hrs_plan_convolution_by(&shape, method, level.kernelLevel, 1))
      let error = zip(whole, expected).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(error <= KernelTests.tolerance(method) * magnitude, "\(level), \(method), \(shape): \(error / magnitude)")
      #expect(!whole.contains { $0.isNaN }, "\(level), \(method), \(shape)")
      for threads in [2, 5] {
        let cut = run(hrs_plan_convolution_by(&shape, method, level.kernelLevel, Int32(threads)))
        #expect(cut == whole, "\(level), \(method), \(shape), planned for \(threads) threads")
      }
    }
  }

  /// Runs the items one by one, last first.
  private func run(_ plan: hrs_convolution_plan) -> [Float] {
    var plan = plan
    func aligned(_ count: Int) -> UnsafeMutablePointer<Float> {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
      let floats = memory.bindMemory(to: Float.self, capacity: max(count, 1))
      floats.initialize(repeating: .nan, count: max(count, 1))
      return floats
    }
    let guardCount = 64
    let weights = aligned(hrs_prepared_weights(&plan))
    let scratch = aligned(hrs_convolution_scratch(&plan))
    let output = aligned(expected.count + guardCount)
    defer { for memory in [weights, scratch, output] { memory.deallocate() } }
    let bias = bias + Array(repeating: 0, count: hrs_prepared_bias(&plan) - bias.count)

    // In two pieces, as a team of threads would.
    let half = shape.input_channels / 2
    hrs_prepare_weights(&plan, self.weights, scale, half, shape.input_channels, weights)
    hrs_prepare_weights(&plan, self.weights, scale, 0, half, weights)
    withUnsafePointers(input, bias, residual) { input, bias, residual in
      var tensors = hrs_convolution_tensors(
        input: input, weights: weights, bias: bias, residual: residual, relu: hasReLU, output: output)
      for item in (0..<plan.items).reversed() { hrs_convolution_items(&plan, &tensors, scratch, item, item + 1) }
    }
    let values = UnsafeBufferPointer(start: output, count: expected.count + guardCount)
    #expect(values.suffix(guardCount).allSatisfy { $0.isNaN }, "written beyond the output: \(shape)")
    return Array(values.prefix(expected.count))
  }

  private func withUnsafePointers(
    _ input: [Float], _ bias: [Float], _ residual: [Float]?,
    _ body: (UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?) -> Void
  ) {
    input.withUnsafeBufferPointer { input in
      bias.withUnsafeBufferPointer { bias in
        if let residual {
          residual.withUnsafeBufferPointer { body(input.baseAddress, bias.baseAddress, $0.baseAddress) }
        } else {
          body(input.baseAddress, bias.baseAddress, nil)
        }
      }
    }
  }

  private static func expected(
    _ shape: hrs_convolution_shape, _ input: [Float], _ weights: [Float], _ scale: [Float], _ bias: [Float],
    _ residual: [Float]?, _ hasReLU: Bool
  ) -> (values: [Double], magnitude: Double) {
    let (height, width, inputs) = (Int(shape.input_height), Int(shape.input_width), Int(shape.input_channels))
    let outputs = Int(shape.output_channels), kernel = Int(shape.kernel), stride = Int(shape.stride)
    var values: [Double] = []
    var magnitude = 0.0
    input.withUnsafeBufferPointer { input in
      weights.withUnsafeBufferPointer { weights in
        for y in 0..<Int(shape.output_height) {
          for x in 0..<Int(shape.output_width) {
            for output in 0..<outputs {
              var (sum, squares) = (0.0, 0.0)
              for row in 0..<kernel {
                let inputY = y * stride + row - kernel / 2
                guard inputY >= 0, inputY < height else { continue }
                for column in 0..<kernel {
                  let inputX = x * stride + column - kernel / 2
                  guard inputX >= 0, inputX < width else { continue }
                  var (pixel, weight) = (
                    (inputY * width + inputX) * inputs, (output * inputs * kernel + row) * kernel + column
                  )
                  for _ in 0..<inputs {
                    let product = Double(input[pixel]) * Double(weights[weight])
                    sum += product
                    squares += product * product
                    pixel += 1
                    weight += kernel * kernel
                  }
                }
              }
              let scale = Double(scale[output])
              let value = sum * scale + Double(bias[output]) + (residual.map { Double($0[values.count]) } ?? 0)
              magnitude = max(magnitude, abs(value), squares.squareRoot() * abs(scale))
              values.append(hasReLU ? max(value, 0) : value)
            }
          }
        }
      }
    }
    return (values, magnitude)
  }
}

extension [Float] {
  fileprivate static func random(count: Int, using generator: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
  }
}

extension hrs_convolution_shape {
  fileprivate init(_ height: Int, _ width: Int, _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int) {
    self.init(
      input_height: Int32(height), input_width: Int32(width), input_channels: Int32(inputs),
      output_height: Int32((height + stride - 1) / stride), output_width: Int32((width + stride - 1) / stride),
      output_channels: Int32(outputs), kernel: Int32(kernel), stride: Int32(stride))
  }
}

extension CPULevel {
  fileprivate var kernelLevel: hrs_cpu_level {
    switch self {
    case .baseline: hrs_cpu_baseline
    case .avx2: hrs_cpu_avx2
    case .avx512: hrs_cpu_avx512
    }
  }
}
