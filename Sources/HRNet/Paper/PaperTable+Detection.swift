extension PaperTable {
  /// The paper says 800 × 1200, which is no multiple of 32.
  private static let picture = InputSize(height: 800, width: 1216)

  /// Table 7 counts in two ways.
  private enum Convention {
    /// Faster R-CNN's rows.
    case binary
    /// All others.
    case decimal

    var parameters: String {
      switch self {
      case .binary: "weights and biases without batch normalisation's, in 2²⁰"
      case .decimal: "all learned numbers, in 10⁶"
      }
    }

    var cost: String {
      switch self {
      case .binary: "multiply-accumulates in 2³⁰; 512 proposals, without the last two linear layers"
      case .decimal:
        "10⁹; biases, ReLU and upsampling 1 a value, batch normalisation 2; 1000 proposals, 100 masks"
      }
    }
  }

  /// A body's width with what the paper prints.
  private typealias Printed = (width: Int, millions: Double, cost: Double)

  static let detection: [Row] = faster + cascade + mask + cascadeMask + hybrid + fcos + centerNet

  private static var faster: [Row] {
    let printed: [Printed] = [(18, 26.2, 159.1), (32, 45.0, 245.3), (48, 79.4, 399.1)]
    return rows("Faster R-CNN", printed, .binary) { tally in
      tally.addBoxHead(proposals: 512, numbersPerBox: 324, counted: false)
    }
  }

  private static var cascade: [Row] {
    let printed: [Printed] = [(18, 55.1, 207.8), (32, 74.9, 300.8), (48, 111.0, 466.5)]
    return rows("Cascade R-CNN", printed, .decimal) { tally in
      for _ in 0..<3 { tally.addBoxHead(proposals: 1000, numbersPerBox: 4) }
    }
  }

  private static var mask: [Row] {
    let printed: [Printed] = [(18, 30.1, 247.9), (32, 49.9, 341.0)]
    return rows("Mask R-CNN", printed, .decimal) { tally in
      tally.addBoxHead(proposals: 1000, numbersPerBox: 324)
      tally.addMaskHead(regions: 100)
    }
  }

  private static var cascadeMask: [Row] {
    let printed: [Printed] = [(18, 63.1, 413.1), (32, 82.9, 506.2), (48, 118.9, 671.9)]
    return rows("Cascade Mask R-CNN", printed, .decimal) { tally in
      for _ in 0..<3 {
        tally.addBoxHead(proposals: 1000, numbersPerBox: 4)
        tally.addMaskHead(regions: 100)
      }
    }
  }

  private static var hybrid: [Row] {
    let printed: [Printed] = [(18, 66.1, 458.3), (32, 85.9, 551.4), (48, 121.9, 717.0)]
    return rows("HTC", printed, .decimal) { tally in
      for stage in 0..<3 {
        tally.addBoxHead(proposals: 1000, numbersPerBox: 4)
        tally.addMaskHead(regions: 100)
        // All three have the layer that reads the mask before; the first has none to read.
        tally.addConvolution(256, 256, kernel: 1, positions: 100 * 14 * 14, isRun: stage > 0)
      }
      tally.addSemanticBranch()
    }
  }

  private static var centerNet: [Row] {
    var result: [Row] = []
    for (name, millions) in [("H-48", 73.6), ("H-64", 127.7)] {
      let (model, reason) = ("CenterNet, \(name)", "not counted: no code of this network was found")
      result.append(
        Row(
          model: model, input: nil, quantity: .parameters, printed: millions, counted: nil, unit: "M",
          convention: reason))
      result.append(
        Row(model: model, input: nil, quantity: .cost, printed: nil, counted: nil, unit: "G", convention: reason))
    }
    return result
  }

  private static var fcos: [Row] {
    let printed: [Printed] = [(18, 17.5, 180.3), (32, 37.3, 273.3)]
    return printed.flatMap { printed -> [Row] in
      guard let architecture = PublishedModel("w\(printed.width)-fcos")?.architecture,
        let network = try? Network(architecture, input: picture)
      else { return [] }
      return rows("FCOS", printed, .decimal, DetectorTally(network))
    }
  }

  /// Detectors with proposals on five levels of V2p.
  private static func rows(
    _ method: String, _ printed: [Printed], _ convention: Convention, heads: (inout DetectorTally) -> Void
  ) -> [Row] {
    printed.flatMap { printed -> [Row] in
      guard let architecture = PublishedModel("w\(printed.width)-v2p")?.architecture,
        let network = try? Network(architecture, input: picture)
      else { return [] }
      var tally = DetectorTally(network)
      tally.addProposals()
      heads(&tally)
      return rows(method, printed, convention, tally)
    }
  }

  private static func rows(
    _ method: String, _ printed: Printed, _ convention: Convention, _ tally: DetectorTally
  ) -> [Row] {
    let (model, parameters, cost): (String, Double, Double)
    model = "\(method), W\(printed.width)"
    switch convention {
    case .binary:
      parameters = Double(tally.weights + tally.biases) / Double(1 << 20)
      cost = Double(tally.multiplyAccumulates) / Double(1 << 30)
    case .decimal:
      parameters = Double(tally.weights + tally.biases + tally.normalization) / 1e6
      cost = Double(tally.multiplyAccumulates + tally.others) / 1e9
    }
    let remainder = abs(cost - printed.cost) < 0.06 ? "" : "; 0.1 to 0.6 % remain unexplained"
    return [
      Row(
        model: model, input: picture, quantity: .parameters, printed: printed.millions, counted: parameters, unit: "M",
        convention: convention.parameters),
      Row(
        model: model, input: picture, quantity: .cost, printed: printed.cost, counted: cost,
        unit: convention == .binary ? "Gi" : "G", convention: convention.cost + remainder),
    ]
  }
}
