import HRNet

/// The heads that are known by their tensors; sizes and counts are read off these.
enum HeadKind: Sendable {
  /// One convolution from the finest stream to heat maps.
  case pose
  /// One convolution from every stream to heat maps.
  case responses
  case v2(V2Head.Maps, hasMixBias: Bool)
  case v1h
  case ocr(hasMixBias: Bool)
  case imageNet(hasBias: Bool)
  case widened
  case pyramid
  case detector(FCOSHead.Variant)
  /// What this program cannot compute, in words.
  case foreign(String)

  /// For people, as `Head.name`.
  var name: String {
    switch self {
    case .pose: "V1 pose"
    case .responses: ResponseHead(.streams, joints: 1).name
    case .v2(let maps, _): V2Head(maps, count: 1).name
    case .v1h: V1hHead(classes: 1).name
    case .ocr: OCRHead(classes: 1).name
    case .imageNet: ImageNetHead(classes: 1).name
    case .widened: WidenedHead().name
    case .pyramid: PyramidHead().name
    case .detector: FCOSHead(classes: 1).name
    case .foreign(let text): text
    }
  }

  /// The head that such shapes are those of, as far as its sizes tell.
  ///
  /// - Throws: the first tensor that tells none.
  func head(in shapes: HeadShapes) throws(HeadProblem) -> any Head {
    let (all, width) = (shapes.allChannels, shapes.width)
    switch self {
    case .pose:
      return PoseHead(joints: try shapes.outputs("final_layer", reading: width))
    case .responses:
      let joints = try shapes.outputs("final_layers.0", reading: width)
      for stream in 1..<Stream.maximumCount {
        try shapes.expect("final_layers.\(stream)", reading: width << stream, outputs: joints)
      }
      return ResponseHead(.streams, joints: joints)
    case .v2(let maps, let hasMixBias):
      let key = V2Head(maps, count: 1).key
      try shapes.expect("\(key).0", reading: all, outputs: all)
      return V2Head(maps, count: try shapes.outputs("\(key).3", reading: all), hasMixBias: hasMixBias)
    case .v1h:
      try shapes.expect("last_layer.0", reading: width, outputs: all)
      return V1hHead(classes: try shapes.outputs("last_layer.3", reading: all))
    case .ocr(let hasMixBias):
      let middle = try shapes.outputs("conv3x3_ocr.0", reading: all)
      let key = try shapes.outputs("ocr_distri_head.object_context_block.f_pixel.0", reading: middle)
      return OCRHead(
        classes: try shapes.outputs("cls_head", reading: middle), middle: middle, keyChannels: key,
        hasMixBias: hasMixBias)
    case .imageNet(let hasBias):
      let widths = try shapes.widths()
      let features = try shapes.outputs(
        "final_layer.0", reading: Architecture.bottleneckExpansion * (widths.last ?? 1))
      return ImageNetHead(
        classes: try shapes.linearOutputs("classifier"), widths: widths, features: features, hasBias: hasBias)
    case .widened: return WidenedHead(widths: try shapes.widths())
    case .pyramid: return try shapes.pyramid()
    case .detector(let variant): return try shapes.detector(variant)
    case .foreign(let text): throw .foreign(text)
    }
  }
}

/// Why a head that a file has in part is none.
enum HeadProblem: Error, Hashable {
  case missing(String)
  /// A type that is not read.
  case type(String, String)
  case shape(String, expected: String, found: [Int])
  /// A tensor among the head's that it does not have.
  case extra(String)
  /// The body puts out fewer streams than the head reads.
  case streams(expected: Int, found: Int)
  case foreign(String)
}

/// Shapes of a file's tensors, as they tell a head's sizes.
struct HeadShapes {
  /// C
  let width: Int
  /// Of a tensor by its canonical key; with the file's name, for messages.
  let tensor: (String) -> (name: String, shape: [Int]?)

  /// Channels of all four streams together, which V2 heads read.
  var allChannels: Int { 15 * width }

  /// Output channels of a convolution that reads so many.
  func outputs(_ key: String, reading channels: Int) throws(HeadProblem) -> Int {
    let (name, shape) = tensor(key + ".weight")
    guard let shape else { throw .missing(name) }
    guard shape.count == 4, shape[1] == channels, (1...4096).contains(shape[0]) else {
      throw .shape(name, expected: "[1…4096, \(channels), k, k]", found: shape)
    }
    return shape[0]
  }

  func expect(_ key: String, reading channels: Int, outputs expected: Int) throws(HeadProblem) {
    let outputs = try outputs(key, reading: channels)
    guard outputs == expected else {
      throw .shape(
        tensor(key + ".weight").name, expected: "[\(expected), \(channels), k, k]",
        found: tensor(key + ".weight").shape ?? [])
    }
  }

  func linearOutputs(_ key: String) throws(HeadProblem) -> Int {
    let (name, shape) = tensor(key + ".weight")
    guard let shape else { throw .missing(name) }
    guard shape.count == 2, (1...65536).contains(shape[0]) else {
      throw .shape(name, expected: "[1…65536, features]", found: shape)
    }
    return shape[0]
  }

  /// Inner channels of the bottlenecks that widen the streams.
  func widths() throws(HeadProblem) -> [Int] {
    var widths: [Int] = []
    for stream in 0..<Stream.maximumCount {
      widths.append(try outputs("incre_modules.\(stream).0.conv1", reading: width << stream))
    }
    return widths
  }

  func pyramid() throws(HeadProblem) -> PyramidHead {
    let channels = try outputs("reduction_conv.conv", reading: allChannels)
    let levels = count("fpn_convs.", ".conv")
    guard (1...6).contains(levels) else {
      guard levels == 0 else { throw .extra(tensor("fpn_convs.6.conv.weight").name) }
      throw .missing(tensor("fpn_convs.0.conv.weight").name)
    }
    return PyramidHead(channels: channels, levels: levels)
  }

  /// Five levels are of stride 2, six of stride 1: so they were trained.
  func detector(_ variant: FCOSHead.Variant) throws(HeadProblem) -> FCOSHead {
    var levels = try pyramid()
    let classes = try outputs("bbox_head.conv_cls", reading: levels.channels)
    levels.stride = levels.levels > 5 ? 1 : 2
    let towers = ["bbox_head.cls_convs.", "bbox_head.reg_convs."]
    let units = towers.map { count($0, ".conv") }.max() ?? 0
    // Where one convolution has a bias the others lack it.
    let hasBias = towers.contains { tower in
      (0..<units).contains { tensor("\(tower)\($0).conv.bias").shape != nil }
    }
    return FCOSHead(classes: classes, pyramid: levels, units: units, hasTowerBias: hasBias, variant: variant)
  }

  /// How many of `before0after`, `before1after`, … there are, up to the last of which anything is there.
  private func count(_ before: String, _ after: String) -> Int {
    let last = (0..<64).last { index in
      ["weight", "bias"].contains { tensor("\(before)\(index)\(after).\($0)").shape != nil }
    }
    return last.map { $0 + 1 } ?? 0
  }
}
