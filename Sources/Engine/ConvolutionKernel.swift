import CKernels
import Checkpoints
import HRNet

/// A convolution ready to run: its plan, and weights prepared for it with batch normalisation folded in.
///
/// This is the one place where the network's arithmetic meets a kernel; a benchmark measures it here, and another
/// kernel replaces it here.
final class ConvolutionKernel {
  let convolution: Convolution
  private let plan: hrs_convolution_plan
  private let prepared: PreparedWeights
  /// Floats of scratch memory that each member of a team needs.
  let scratchCount: Int

  /// - Parameters:
  ///   - inputShape: of the activation read.
  ///   - store: has the weights, or gets them.
  ///   - source: asked for the numbers where the store does not have them.
  ///   - threads: members of the team that will run it. Results do not depend on it.
  /// - Throws: what `source` throws.
  init(
    _ convolution: Convolution, inputShape: Shape, in store: inout WeightStore, from source: some WeightSource,
    cpu: CPULevel, choice: KernelChoice, threads: Int
  ) throws(CheckpointError) {
    let outputs = convolution.outputChannels
    precondition(inputShape.channels == convolution.inputChannels)
    precondition(cpu <= .best)

    self.convolution = convolution
    var shape = hrs_convolution_shape(
      input_height: Int32(inputShape.height), input_width: Int32(inputShape.width),
      input_channels: Int32(inputShape.channels), output_height: Int32(convolution.outputHeight),
      output_width: Int32(convolution.outputWidth), output_channels: Int32(outputs),
      kernel: Int32(convolution.kernel), stride: Int32(convolution.stride))
    var plan =
      switch choice {
      case .fastest: hrs_plan_convolution(&shape, cpu.kernelLevel, Int32(threads))
      case .direct: hrs_plan_convolution_by(&shape, hrs_direct, cpu.kernelLevel, Int32(threads))
      }
    prepared = try store.weights(of: convolution, for: &plan, from: source)
    // Whole vectors, so that every member's share of the scratch memory is aligned.
    scratchCount = (hrs_convolution_scratch(&plan) + 15) / 16 * 16
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
    var tensors = hrs_convolution_tensors(
      input: input, weights: prepared.weights, bias: prepared.bias, residual: residual, relu: hasReLU, output: output)
    hrs_convolution(&plan, &tensors, scratch, scratchCount, team.team)
  }
}
