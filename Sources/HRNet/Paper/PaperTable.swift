/// A table of the paper (TPAMI) that prints what networks cost, beside what is counted here.
public enum PaperTable: String, CaseIterable, Sendable {
  /// Pose estimation, COCO test-dev.
  case table2
  /// Segmentation of people, LIP.
  case table6
  /// Object detection and instance segmentation, COCO.
  case table7

  public var title: String {
    switch self {
    case .table2: "Table 2: pose, COCO test-dev"
    case .table6: "Table 6: semantic segmentation, LIP"
    case .table7: "Table 7: detection and instance segmentation, COCO"
    }
  }

  /// One number of the table, and the same number counted.
  public struct Row: Hashable, Sendable {
    public enum Quantity: String, Hashable, Sendable { case parameters, cost }

    /// Method and body as the paper names them.
    public let model: String
    public let input: InputSize?
    public let quantity: Quantity
    /// Nil where the paper prints none.
    public let printed: Double?
    /// Nil where nothing is counted.
    public let counted: Double?
    /// `M`, `G` or `Gi`.
    public let unit: String
    /// How one has to count for the two to agree, or why they do not.
    public let convention: String
  }

  public var rows: [Row] {
    switch self {
    case .table2: Self.pose
    case .table6: Self.segmentation
    case .table7: Self.detection
    }
  }
}

extension PaperTable {
  private static let plainParameters = "all learned numbers, in 10⁶"
  private static let plainCost = "multiply-accumulates of convolutions, in 2³⁰"

  /// Parameters and cost of a network whose layout is known, counted plainly.
  private static func rows(
    _ model: String, _ name: String, _ input: InputSize, printed: (millions: Double?, binary: Double?)
  ) -> [Row] {
    guard let architecture = PublishedModel(name)?.architecture, let network = try? Network(architecture, input: input)
    else { return [] }
    return [
      Row(
        model: model, input: input, quantity: .parameters, printed: printed.millions,
        counted: Double(network.parameters) / 1e6, unit: "M", convention: plainParameters),
      Row(
        model: model, input: input, quantity: .cost, printed: printed.binary,
        counted: Double(network.multiplyAccumulates) / Double(1 << 30), unit: "Gi", convention: plainCost),
    ]
  }

  /// A method that is not counted here.
  private static func rows(
    others model: String, _ input: InputSize?, _ millions: Double?, _ cost: Double?, _ reason: String
  ) -> [Row] {
    [
      Row(
        model: model, input: input, quantity: .parameters, printed: millions, counted: nil, unit: "M",
        convention: reason),
      Row(model: model, input: input, quantity: .cost, printed: cost, counted: nil, unit: "Gi", convention: reason),
    ]
  }

  private static let pose: [Row] = {
    let large = InputSize(height: 384, width: 288)
    func others(_ model: String, _ input: InputSize?, _ millions: Double?, _ cost: Double?) -> [Row] {
      rows(
        others: model, input, millions, cost,
        millions == nil ? "the paper prints no cost" : "not counted: no layout of this network")
    }
    let bottomUp = ["OpenPose", "Associative Embedding", "PersonLab", "MultiPoseNet", "Mask R-CNN, ResNet-50-FPN"]
    var result = bottomUp.flatMap { others($0, nil, nil, nil) }
    result += others("G-RMI, ResNet-101", InputSize(height: 353, width: 257), 42.6, 57.0)
    result += others("Integral Pose Regression, ResNet-101", InputSize(height: 256, width: 256), 45.0, 11.0)
    result += others("CPN, ResNet-Inception", large, nil, nil)
    result += others("RMPE, PyraNet", InputSize(height: 320, width: 256), 28.1, 26.7)
    result += baselines
    result += rows("HRNetV1-W32", "w32", large, printed: (28.5, 16.0))
    result += rows("HRNetV1-W48", "w48", large, printed: (63.6, 32.9))
    return result
  }()

  /// SimpleBaseline's cost twice: as it is printed, with every weight of a transposed convolution at every value of its
  /// output, and as it is computed, a quarter of that. Table 1 has the smaller ones.
  private static var baselines: [Row] {
    let (small, large) = (InputSize(height: 256, width: 192), InputSize(height: 384, width: 288))
    return rows(baseline: 50, "Table 1: ", small, 34.0, 8.9) + rows(baseline: 101, "Table 1: ", small, 53.0, 12.4)
      + rows(baseline: 152, "Table 1: ", small, 68.6, 15.7) + rows(baseline: 152, "", large, 68.6, 35.6)
  }

  private static func rows(
    baseline depth: Int, _ table: String, _ input: InputSize, _ millions: Double, _ binary: Double
  ) -> [Row] {
    guard let architecture = PublishedModel("simple-baseline-\(depth)")?.architecture,
      let network = try? Network(architecture, input: input)
    else { return [] }
    let model = "\(table)SimpleBaseline, ResNet-\(depth)"
    let atOutput = network.nodes.flatMap(\.operation.convolutions).reduce(0) { $0 + $1.multiplyAccumulatesAtOutput }
    func cost(_ printed: Double?, _ counted: Int, _ convention: String) -> Row {
      Row(
        model: model, input: input, quantity: .cost, printed: printed, counted: Double(counted) / Double(1 << 30),
        unit: "Gi", convention: convention)
    }
    return [
      Row(
        model: model, input: input, quantity: .parameters, printed: millions,
        counted: Double(network.parameters) / 1e6, unit: "M", convention: plainParameters),
      cost(
        binary, atOutput,
        "\(plainCost); transposed ones count weights × output, four times what is computed"),
      cost(nil, network.multiplyAccumulates, "\(plainCost), as computed"),
    ]
  }

  private static let segmentation: [Row] = {
    let input = InputSize(height: 473, width: 473)
    let others = ["Attention+SSL", "DeepLabV3+", "MMAN", "SS-NAN", "MuLA", "JPPNet", "CE2P"].flatMap {
      rows(others: $0, nil, nil, nil, "the paper prints accuracy only")
    }
    return others
      + rows("HRNetV2-W48", "w48-v2-lip", input, printed: (nil, nil))
      + rows("HRNetV2-W48 + OCR", "w48-ocr-lip", input, printed: (nil, nil))
  }()
}
