import CKernels
import Checkpoints
import HRNet

/// A convolution ready to run: its plan, and weights prepared for it with batch normalisation folded in.
///
/// This is the one place where the network's arithmetic meets a kernel; a benchmark measures it here, and another
/// kernel replaces it here.
final class ConvolutionKernel {
  let convolution: Convolution
  private let parts: [Part]
  /// Floats of scratch memory that each member of a team needs.
  let scratchCount: Int

  /// One of the plans that together compute the output: of a transposed convolution each of four quarters, else all.
  private struct Part {
    let plan: hrs_convolution_plan
    let prepared: PreparedWeights
  }

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
    precondition(inputShape.channels == convolution.inputChannels)
    precondition(cpu <= .best)
    self.convolution = convolution
    let plans = Self.plans(convolution, inputShape, cpu: cpu, choice: choice, threads: threads)
    let prepared = try store.weights(of: convolution, for: plans, from: source)
    parts = zip(plans, prepared).map { Part(plan: $0, prepared: $1) }
    // Whole vectors, so that every member's share of the scratch memory is aligned.
    scratchCount =
      plans.map { plan in withUnsafePointer(to: plan) { (hrs_convolution_scratch($0) + 15) / 16 * 16 } }.max() ?? 0
  }

  private static func plans(
    _ convolution: Convolution, _ input: Shape, cpu: CPULevel, choice: KernelChoice, threads: Int
  ) -> [hrs_convolution_plan] {
    let output = convolution.isTransposed ? input : convolution.outputShape
    var shape = hrs_convolution_shape(
      input_height: Int32(input.height), input_width: Int32(input.width), input_channels: Int32(input.channels),
      output_height: Int32(output.height), output_width: Int32(output.width),
      output_channels: Int32(convolution.outputChannels),
      kernel: Int32(convolution.isTransposed ? TransposedQuarter.kernel : convolution.kernel),
      stride: Int32(convolution.isTransposed ? 1 : convolution.stride))
    let (level, threads) = (cpu.kernelLevel, Int32(threads))
    if convolution.isTransposed {
      return TransposedQuarter.all.map {
        hrs_plan_transposed_quarter(&shape, Int32($0.parityY), Int32($0.parityX), level, threads)
      }
    }
    switch choice {
    case .fastest: return [hrs_plan_convolution(&shape, level, threads)]
    case .direct: return [hrs_plan_convolution_by(&shape, hrs_direct, level, threads)]
    }
  }

  var outputShape: Shape { convolution.outputShape }

  /// Computes the whole output.
  ///
  /// - Parameters:
  ///   - residual: as large as the output, added before the ReLU; or nil.
  ///   - scratch: `scratchCount` floats for each member of the team, one after another.
  func run(
    _ input: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil, hasReLU: Bool,
    output: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, team: ThreadTeam
  ) {
    for part in parts {
      var plan = part.plan
      var tensors = hrs_convolution_tensors(
        input: input, weights: part.prepared.weights, bias: part.prepared.bias, residual: residual, relu: hasReLU,
        output: output)
      hrs_convolution(&plan, &tensors, scratch, scratchCount, team.team)
    }
  }
}

extension ThreadTeam {
  /// Brings a convolution's weights into the order its plan reads, every member those of some input channels.
  ///
  /// - Parameters:
  ///   - weights: `[outputChannels][inputChannels][kernel][kernel]`
  ///   - scale: `[outputChannels]`, multiplied into them.
  ///   - prepared: `hrs_prepared_weights` of the plan.
  func prepare(
    _ plan: hrs_convolution_plan, _ weights: UnsafePointer<Float>, scale: [Float],
    into prepared: UnsafeMutablePointer<Float>
  ) {
    scale.withUnsafeBufferPointer { scale in
      let scale = scale.baseAddress
      split(Int(plan.shape.input_channels)) { _, inputs in
        withUnsafePointer(to: plan) {
          hrs_prepare_weights($0, weights, scale, Int32(inputs.lowerBound), Int32(inputs.upperBound), prepared)
        }
      }
    }
  }
}

/// A quarter of a transposed 4×4 convolution of stride 2 and padding 1: the outputs of one parity in rows and one in
/// columns, which a 2×2 convolution puts out.
struct TransposedQuarter: Hashable {
  let parityY: Int
  let parityX: Int

  static let kernel = 2
  static let all = [(0, 0), (0, 1), (1, 0), (1, 1)].map { TransposedQuarter(parityY: $0.0, parityX: $0.1) }

  /// Which of the four taps along a side the quarter's two are: output o reads input i by tap o + 1 − 2i.
  private static func taps(_ parity: Int) -> [Int] { parity == 0 ? [3, 1] : [2, 0] }

  /// `[channels of both][2][2]` of a kernel's `[channels of both][4][4]`.
  func weights(_ all: [Float]) -> [Float] {
    let places = Self.taps(parityY).flatMap { y in Self.taps(parityX).map { 4 * y + $0 } }
    return stride(from: 0, to: all.count, by: 16).flatMap { start in places.map { all[start + $0] } }
  }
}
