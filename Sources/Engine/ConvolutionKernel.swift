import CKernels
import Network

/// A convolution ready to run: geometry, and weights with batch normalisation folded in.
///
/// This is the one place where the network's arithmetic meets a kernel; a benchmark measures it here, and another
/// kernel replaces it here.
final class ConvolutionKernel {
  let convolution: Convolution
  private let shape: hr_convolution_shape
  /// `[kernel][kernel][inputChannels][outputChannels]`, then `[outputChannels]` of bias.
  private let weights: FloatBuffer
  private let bias: FloatBuffer

  /// - Parameters:
  ///   - inputShape: of the activation read.
  ///   - weights: `[outputChannels][inputChannels][kernel][kernel]`, as in checkpoints.
  ///   - scale: `[outputChannels]`, multiplied into the weights.
  ///   - bias: `[outputChannels]`
  init(_ convolution: Convolution, inputShape: Shape, weights: [Float], scale: [Float], bias: [Float]) {
    let (outputs, inputs) = (convolution.outputChannels, convolution.inputChannels)
    let taps = convolution.kernel * convolution.kernel
    precondition(weights.count == convolution.weightCount && scale.count == outputs && bias.count == outputs)
    precondition(inputShape.channels == inputs)

    self.convolution = convolution
    shape = hr_convolution_shape(
      input_height: Int32(inputShape.height), input_width: Int32(inputShape.width), input_channels: Int32(inputs),
      output_height: Int32(convolution.outputHeight), output_width: Int32(convolution.outputWidth),
      output_channels: Int32(outputs), kernel: Int32(convolution.kernel), stride: Int32(convolution.stride))
    self.weights = FloatBuffer(count: weights.count)
    self.bias = FloatBuffer(count: outputs)
    let folded = self.weights.pointer
    weights.withUnsafeBufferPointer { weights in
      scale.withUnsafeBufferPointer { scale in
        for output in 0..<outputs {
          for input in 0..<inputs {
            for tap in 0..<taps {
              folded[(tap * inputs + input) * outputs + output] =
                weights[(output * inputs + input) * taps + tap] * scale[output]
            }
          }
        }
      }
    }
    self.bias.pointer.initialize(from: bias, count: outputs)
  }

  var outputShape: Shape {
    Shape(channels: convolution.outputChannels, height: convolution.outputHeight, width: convolution.outputWidth)
  }

  /// Floats of scratch memory that each member of a team needs.
  var scratchCount: Int { withUnsafePointer(to: shape) { hr_convolution_scratch($0) } }

  /// Computes the whole output.
  ///
  /// - Parameters:
  ///   - residual: as large as the output, added before the ReLU; or nil.
  ///   - scratch: `scratchCount` floats for each member of the team, one after another.
  func run(
    _ input: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil, hasReLU: Bool,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, team: ThreadTeam
  ) {
    let stride = scratchCount
    team.split(rows: convolution.outputHeight) { member, rows in
      withUnsafePointer(to: shape) { shape in
        hr_convolution(
          shape, input, weights.pointer, bias.pointer, residual, hasReLU, output, scratch + member * stride,
          Int32(rows.lowerBound), Int32(rows.upperBound))
      }
    }
  }
}
