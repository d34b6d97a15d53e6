import CKernels
import Network

/// A convolution ready to run: its plan, and weights prepared for it with batch normalisation folded in.
///
/// This is the one place where the network's arithmetic meets a kernel; a benchmark measures it here, and another
/// kernel replaces it here.
final class ConvolutionKernel {
  let convolution: Convolution
  private let plan: hr_convolution_plan
  private let weights: FloatBuffer
  private let bias: FloatBuffer
  /// Floats of scratch memory that each member of a team needs.
  let scratchCount: Int

  /// - Parameters:
  ///   - inputShape: of the activation read.
  ///   - threads: members of the team that will run it. Results do not depend on it.
  init(
    _ convolution: Convolution, inputShape: Shape, weights source: ConvolutionWeights, cpu: CPULevel, threads: Int
  ) {
    let outputs = convolution.outputChannels
    precondition(source.weights.count == convolution.weightCount)
    precondition(source.scale.count == outputs && source.bias.count == outputs)
    precondition(inputShape.channels == convolution.inputChannels)
    precondition(cpu <= .best)

    self.convolution = convolution
    var shape = hr_convolution_shape(
      input_height: Int32(inputShape.height), input_width: Int32(inputShape.width),
      input_channels: Int32(inputShape.channels), output_height: Int32(convolution.outputHeight),
      output_width: Int32(convolution.outputWidth), output_channels: Int32(outputs),
      kernel: Int32(convolution.kernel), stride: Int32(convolution.stride))
    var plan = hr_plan_convolution(&shape, cpu.kernelLevel, Int32(threads))
    weights = FloatBuffer(count: hr_prepared_weights(&plan))
    bias = FloatBuffer(count: hr_prepared_bias(&plan))
    // Whole vectors, so that every member's share of the scratch memory is aligned.
    scratchCount = (hr_convolution_scratch(&plan) + 15) / 16 * 16
    hr_prepare_weights(&plan, source.weights, source.scale, weights.pointer)
    bias.pointer.initialize(repeating: 0, count: bias.count)
    bias.pointer.update(from: source.bias, count: outputs)
    self.plan = plan
  }

  var outputShape: Shape {
    Shape(channels: convolution.outputChannels, height: convolution.outputHeight, width: convolution.outputWidth)
  }

  /// Computes the whole output.
  ///
  /// - Parameters:
  ///   - residual: as large as the output, added before the ReLU; or nil.
  ///   - scratch: `scratchCount` floats for each member of the team, one after another.
  func run(
    _ input: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil, hasReLU: Bool,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, team: ThreadTeam
  ) {
    withUnsafePointer(to: plan) { plan in
      team.split(Int(plan.pointee.items)) { member, items in
        hr_convolution(
          plan, input, weights.pointer, bias.pointer, residual, hasReLU, output, scratch + member * scratchCount,
          Int32(items.lowerBound), Int32(items.upperBound))
      }
    }
  }
}
