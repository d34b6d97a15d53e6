/// What a detector costs, counted apart by kind: the published figures add different kinds up.
///
/// The heads that work on proposals are counted only; this program has no layout of them. Their layers are those of the
/// published configurations: 81 classes, background included, and boxes of 7 × 7, masks of 14 × 14 positions.
struct DetectorTally {
  var weights = 0
  var biases = 0
  /// Learned numbers of batch and group normalisations.
  var normalization = 0
  var multiplyAccumulates = 0
  /// Biases, ReLUs and upsampled values one each, batch-normalised values two.
  var others = 0
  /// Positions of each of the pyramid's levels.
  private let levels: [Int]

  /// Of everything the network has. Upsampling before the concatenation is a function in the published code, not a layer:
  /// it was not counted.
  init(_ network: Network) {
    if case .levels(let nodes) = network.outputs[0] {
      levels = nodes.map { network[$0].shape.height * network[$0].shape.width }
    } else {
      levels = []
    }
    for node in network.nodes { add(node) }
  }

  private mutating func add(_ node: Node) {
    for convolution in node.operation.convolutions { add(convolution) }
    switch node.operation {
    case .residual, .fusion, .relu: others += node.shape.count
    case .projectAndUpsample: others += node.shape.count
    case .groupNorm, .distances: normalization += node.parameters
    default: break
    }
  }

  private mutating func add(_ convolution: Convolution) {
    let values = convolution.outputShape.count
    multiplyAccumulates += convolution.multiplyAccumulates
    others += (convolution.normalization.hasBias ? values : 0) + (convolution.hasReLU ? values : 0)
    if convolution.normalization.batchNormKey != nil { others += 2 * values }
    guard !convolution.isShared else { return }
    weights += convolution.weightCount
    biases += convolution.normalization.hasBias ? convolution.outputChannels : 0
    normalization += convolution.normalization.batchNormKey != nil ? 2 * convolution.outputChannels : 0
  }

  /// A convolution with bias.
  ///
  /// - Parameters:
  ///   - positions: of the output; over all regions, where it runs on several.
  ///   - isNew: false for one whose weights have been counted.
  ///   - isRun: false for one whose weights alone count.
  mutating func addConvolution(
    _ inputs: Int, _ outputs: Int, kernel: Int, positions: Int, hasReLU: Bool = true, isNew: Bool = true,
    isRun: Bool = true
  ) {
    if isNew {
      weights += inputs * outputs * kernel * kernel
      biases += outputs
    }
    guard isRun else { return }
    multiplyAccumulates += inputs * outputs * kernel * kernel * positions
    others += outputs * positions * (hasReLU ? 2 : 1)
  }

  /// The head that proposes regions, on every level: 3 anchors a position.
  mutating func addProposals() {
    for (level, positions) in levels.enumerated() {
      addConvolution(256, 256, kernel: 3, positions: positions, isNew: level == 0)
      addConvolution(256, 3, kernel: 1, positions: positions, hasReLU: false, isNew: level == 0)
      addConvolution(256, 12, kernel: 1, positions: positions, hasReLU: false, isNew: level == 0)
    }
  }

  /// Two linear layers for each proposal, then classes and boxes.
  ///
  /// - Parameter counted: whether the last two layers' cost counts.
  mutating func addBoxHead(proposals: Int, numbersPerBox: Int, counted: Bool = true) {
    addConvolution(7 * 7 * 256, 1024, kernel: 1, positions: proposals)
    addConvolution(1024, 1024, kernel: 1, positions: proposals)
    addConvolution(1024, 81, kernel: 1, positions: proposals, hasReLU: false, isRun: counted)
    addConvolution(1024, numbersPerBox, kernel: 1, positions: proposals, hasReLU: false, isRun: counted)
  }

  /// Four convolutions, a transposed one counted at its output, and a mask for every class.
  mutating func addMaskHead(regions: Int) {
    for _ in 0..<4 { addConvolution(256, 256, kernel: 3, positions: regions * 14 * 14) }
    addConvolution(256, 256, kernel: 2, positions: regions * 28 * 28)
    addConvolution(256, 81, kernel: 1, positions: regions * 28 * 28, hasReLU: false)
  }

  /// All levels at the second one's size, four convolutions, features and 183 classes.
  mutating func addSemanticBranch() {
    guard levels.count > 1 else { return }
    for _ in levels { addConvolution(256, 256, kernel: 1, positions: levels[1]) }
    for _ in 0..<4 { addConvolution(256, 256, kernel: 3, positions: levels[1]) }
    addConvolution(256, 256, kernel: 1, positions: levels[1])
    addConvolution(256, 183, kernel: 1, positions: levels[1], hasReLU: false)
  }
}
