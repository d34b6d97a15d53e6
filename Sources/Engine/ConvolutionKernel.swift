import CKernels
import Network

/// A convolution ready to run: its plan, and weights prepared for it with batch normalisation folded in.
///
/// This is the one place where the network's arithmetic meets a kernel; a benchmark measures it here, and another
/// kernel replaces it here.
final class ConvolutionKernel {
  let convolution: Convolution
  private let plan: hr_convolution_plan
  private let weights: UnsafeMutablePointer<Float>
  private let bias: UnsafeMutablePointer<Float>
  /// Owns the weights' memory.
  private let arena: FloatArena
  /// Floats of scratch memory that each member of a team needs.
  let scratchCount: Int

  /// - Parameters:
  ///   - inputShape: of the activation read.
  ///   - threads: members of the team that will run it. Results do not depend on it.
  ///   - arena: where the prepared weights go. All of a network in one arena lie in the order they are read.
  init(
    _ convolution: Convolution, inputShape: Shape, weights source: ConvolutionWeights, cpu: CPULevel,
    choice: KernelChoice, threads: Int, arena: FloatArena
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
    var plan =
      switch choice {
      case .fastest: hr_plan_convolution(&shape, cpu.kernelLevel, Int32(threads))
      case .direct: hr_plan_convolution_by(&shape, hr_direct, cpu.kernelLevel, Int32(threads))
      }
    self.arena = arena
    weights = arena.floats(hr_prepared_weights(&plan))
    bias = arena.floats(hr_prepared_bias(&plan))
    // Whole vectors, so that every member's share of the scratch memory is aligned.
    scratchCount = (hr_convolution_scratch(&plan) + 15) / 16 * 16
    hr_prepare_weights(&plan, source.weights, source.scale, weights)
    bias.initialize(repeating: 0, count: hr_prepared_bias(&plan))
    bias.update(from: source.bias, count: outputs)
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
    var plan = plan
    var tensors = hr_convolution_tensors(
      input: input, weights: weights, bias: bias, residual: residual, relu: hasReLU, output: output)
    hr_convolution(&plan, &tensors, scratch, scratchCount, team.team)
  }
}
