import HRNet

/// Takes together what a file's configuration says: of MMPose and MMSegmentation 0.x and 1.x, as text or as dictionaries.
struct Configuration {
  /// What these things are called in files.
  static let names = ["meta", "cfg", "config", "dataset_meta", "dataset_info", "metainfo", "CLASSES", "classes"]

  private(set) var facts = StatedFacts()

  /// - Parameter value: what the file holds under a name of `names`.
  mutating func take(_ value: Literal, named name: String) {
    switch name {
    case "meta":
      let value = value.text.flatMap { LiteralReader.value(of: $0) } ?? value
      for name in Self.names where name != "meta" {
        if let part = value[name] { take(part, named: name) }
      }
    case "dataset_meta", "dataset_info", "metainfo":
      let value = value.text.flatMap { LiteralReader.value(of: $0) } ?? value
      if let joints = StatedJoints(value) { state(joints) }
      if let classes = (value["classes"] ?? value["CLASSES"])?.texts { facts.classNames = classes }
    case "CLASSES", "classes":
      if let classes = value.texts { facts.classNames = classes }
    default:
      takeConfiguration(value)
    }
  }

  /// Joints that are named win over a data set that is.
  private mutating func state(_ joints: StatedJoints) {
    guard let known = facts.joints else { return facts.joints = joints }
    if known.names == nil, joints.names != nil { facts.joints = joints }
  }

  private mutating func takeConfiguration(_ value: Literal) {
    var configuration = value
    if let text = value.text {
      // A path, or a name: nothing is assigned there.
      guard text.contains("=") || text.contains("{") else { return }
      if let literal = LiteralReader.value(of: text), literal.entries != nil {
        configuration = literal
      } else {
        let (values, isComplete) = LiteralReader.assignments(in: text)
        if !isComplete { facts.notes.append("its configuration cannot be read to the end") }
        configuration = values
      }
    }
    guard configuration.entries?.isEmpty == false else { return }
    readModel(configuration)
    readInput(configuration)
    readColours(configuration)
    readProcessing(configuration)
    readJoints(configuration)
  }

  // MARK: The network

  private mutating func readModel(_ configuration: Literal) {
    let backbone = configuration.at("model", "backbone")
    let extra = backbone?["extra"]
    if let mode = extra?.at("upsample", "mode")?.text {
      switch mode.lowercased() {
      case "nearest": facts.upsampling = .nearest
      case "bilinear":
        facts.upsampling = extra?.at("upsample", "align_corners")?.boolean == true ? .bilinearCorners : .bilinear
      default: facts.otherUpsampling = mode
      }
    } else if extra?["stage4"] != nil, Self.isPose(configuration) {
      // MMPose's own default; MMSegmentation's HRNet has no such choice.
      facts.upsampling = .nearest
    }
    // The authors' configurations.
    if let aligns = configuration.at("MODEL", "ALIGN_CORNERS")?.boolean {
      facts.alignsCorners = aligns
      facts.upsampling = aligns ? .bilinearCorners : .bilinear
    }
    let heads =
      [configuration.at("model", "decode_head"), configuration.at("model", "neck")] + Self.poseHeads(configuration)
    for head in heads.compactMap({ $0 }) {
      let last = head.elements?.last ?? head
      if let aligns = last["align_corners"]?.boolean { facts.alignsCorners = aligns }
    }
    for head in Self.poseHeads(configuration) {
      let type = head["type"]?.text ?? ""
      if type.hasPrefix("AE") || type.hasPrefix("AssociativeEmbedding") { facts.isAssociativeEmbedding = true }
    }
  }

  private static func poseHeads(_ configuration: Literal) -> [Literal] {
    [configuration.at("model", "head"), configuration.at("model", "keypoint_head")].compactMap { $0 }
  }

  private static func isPose(_ configuration: Literal) -> Bool {
    let type = configuration.at("model", "type")?.text?.lowercased() ?? ""
    return ["topdown", "bottomup", "associativeembedding"].contains { type.hasPrefix($0) }
  }

  // MARK: Pictures

  private mutating func readInput(_ configuration: Literal) {
    let codec = codec(configuration)
    let preprocessor = configuration.at("model", "data_preprocessor") ?? configuration["data_preprocessor"]
    // MMPose counts columns first, MMSegmentation rows.
    let columnsFirst = codec?["input_size"] ?? configuration.at("data_cfg", "image_size") ?? configuration["image_size"]
    let rowsFirst = preprocessor?["size"] ?? configuration["crop_size"]
    if let side = columnsFirst?.integer {
      state(height: side, width: side)
    } else if let size = columnsFirst?.integers, size.count == 2 {
      state(height: size[1], width: size[0])
    } else if let size = rowsFirst?.integers, size.count == 2 {
      state(height: size[0], width: size[1])
    }
  }

  private mutating func state(height: Int, width: Int) {
    let size = InputSize(height: height, width: width)
    if size.isPlausible {
      facts.input = size
    } else {
      facts.notes.append("its configuration has an input of \(height)×\(width), which this program cannot give")
    }
  }

  private func codec(_ configuration: Literal) -> Literal? {
    let candidates = [configuration["codec"]] + Self.poseHeads(configuration).map { $0["decoder"] }
    return candidates.compactMap { $0 }.compactMap { $0.elements?.first { $0["input_size"] != nil } ?? $0 }
      .first { $0["type"] != nil || $0["input_size"] != nil }
  }

  private mutating func readColours(_ configuration: Literal) {
    if let preprocessor = configuration.at("model", "data_preprocessor") ?? configuration["data_preprocessor"],
      preprocessor["mean"]?.numbers != nil
    {
      // Pictures are read as BGR and stay so unless one of these is set.
      let swaps = preprocessor["bgr_to_rgb"]?.boolean == true
      state(preprocessor, scale: 255, channels: swaps ? .rgb : .bgr)
    } else if let normalization = configuration["img_norm_cfg"], normalization["mean"]?.numbers != nil {
      state(normalization, scale: 255, channels: normalization["to_rgb"]?.boolean == false ? .bgr : .rgb)
    } else if let step = steps(configuration, ofTypes: ["NormalizeTensor"]).first {
      state(step, scale: 1, channels: .rgb)
    } else if let step = steps(configuration, ofTypes: ["Normalize"]).first {
      state(step, scale: 255, channels: step["to_rgb"]?.boolean == false ? .bgr : .rgb)
    }
  }

  private mutating func state(_ normalization: Literal, scale: Double, channels: Preprocessing.ChannelOrder) {
    guard let mean = normalization["mean"]?.numbers, let deviation = normalization["std"]?.numbers else { return }
    guard mean.count == 3, deviation.count == 3, mean.allSatisfy({ abs($0) <= 1000 }),
      deviation.allSatisfy({ (1e-6...1000).contains($0) })
    else { return facts.notes.append("its configuration has a mean and deviation that are not of three colours") }
    facts.mean = mean.map { Float($0 / scale) }
    facts.standardDeviation = deviation.map { Float($0 / scale) }
    facts.channels = channels
  }

  /// Steps of the pipelines that prepare pictures, those of tests first.
  private func steps(_ configuration: Literal, ofTypes types: [String]) -> [Literal] {
    let pipelines = [
      configuration["test_pipeline"], configuration["val_pipeline"], configuration.at("data", "test", "pipeline"),
      configuration.at("test_dataloader", "dataset", "pipeline"),
      configuration.at("val_dataloader", "dataset", "pipeline"),
      configuration["train_pipeline"], configuration.at("data", "val", "pipeline"),
    ]
    var budget = 1 << 12
    return pipelines.compactMap { $0 }.flatMap { pipeline in
      pipeline.dictionaries(budget: &budget) { step in step["type"]?.text.map(types.contains) ?? false }
    }
  }

  private mutating func readProcessing(_ configuration: Literal) {
    let flags = [
      configuration.at("model", "test_cfg", "use_udp"), configuration["use_udp"],
      configuration.at("data_cfg", "use_udp"),
    ]
    if let flag = flags.compactMap({ $0?.boolean }).first { facts.isUnbiased = flag }
    if steps(configuration, ofTypes: ["TopDownAffine", "TopdownAffine"]).contains(where: {
      $0["use_udp"]?.boolean == true
    }) {
      facts.isUnbiased = true
    }
    if let type = codec(configuration)?["type"]?.text { facts.isUnbiased = type.uppercased().hasPrefix("UDP") }
    let padding = steps(configuration, ofTypes: ["GetBBoxCenterScale", "TopDownGetBboxCenterScale"]).first?["padding"]
    if let padding = padding?.number, (0.1...10).contains(padding) { facts.boxPadding = padding }
  }

  // MARK: Joints

  private mutating func readJoints(_ configuration: Literal) {
    for candidate in [
      configuration["dataset_info"], configuration.at("data", "test", "dataset_info"),
      configuration.at("data", "val", "dataset_info"), configuration.at("data", "train", "dataset_info"),
      configuration.at("test_dataloader", "dataset", "metainfo"), configuration["dataset_meta"],
    ] {
      if let candidate, let joints = StatedJoints(candidate) { state(joints) }
    }
    guard facts.joints == nil else { return }
    let types = [
      configuration["dataset_type"], configuration.at("data", "test", "type"),
      configuration.at("test_dataloader", "dataset", "type"), configuration.at("val_dataloader", "dataset", "type"),
    ]
    let count = configuration.at("data_cfg", "num_joints")?.integer
    let dataSet = types.compactMap { $0?.text }.compactMap { Self.dataSet(ofType: $0) }.first
    if dataSet != nil || count != nil { facts.joints = StatedJoints(dataSet: dataSet, count: count) }
  }

  /// "crowdpose" for `TopDownCrowdPoseDataset`; a class of one's own may be called anything.
  private static func dataSet(ofType type: String) -> String? {
    var name = Substring(type)
    if name.hasSuffix("Dataset") { name.removeLast("Dataset".count) }
    for prefix in ["TopDown", "BottomUp", "Animal"] where name.hasPrefix(prefix) && name != prefix {
      name.removeFirst(prefix.count)
    }
    return name.isEmpty ? nil : name.lowercased()
  }
}
