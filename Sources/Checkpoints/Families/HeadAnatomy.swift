import HRNet

/// A head that lies whole among a file's tensors, beside or beyond the pose head.
///
/// Heads are told by shapes as well as names, and only where nothing of them is missing: half a head is none.
struct HeadAnatomy {
  let head: any Head
  /// How the code that trained such heads brings coarser streams up, in exchange units and before the concatenation.
  let upsampling: Upsampling
  let family: Family
  /// The file's names of the head's tensors, by canonical key.
  let names: [String: String]
  private let keys: [String: String]

  /// - Parameters:
  ///   - outer: what stands before the backbone's and the heads' names alike.
  ///   - body: with the streams it puts out for a head.
  ///   - shape: of a tensor by its name without `outer`.
  init?(outer: String, body: Architecture, shape: @escaping (String) -> [Int]?) {
    let tensors = FileShapes(width: body.width, shape: shape)
    for candidate in [
      tensors.ocr, tensors.v2, tensors.v1h, tensors.landmarks, tensors.imageNet, tensors.detector, tensors.pyramid,
    ] {
      guard let candidate, let names = candidate.names(on: body, shape) else { continue }
      head = candidate.head
      upsampling = candidate.upsampling
      family = candidate.family
      self.names = names.mapValues { outer + $0 }
      keys = Dictionary(self.names.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
      return
    }
    return nil
  }

  /// The canonical key of a name in the file, or nil for what is no part of the head.
  func canonicalKey(of name: String) -> String? { keys[name] }
}

/// What a head would be, going by the tensors that tell its sizes.
private struct Candidate {
  let head: any Head
  let upsampling: Upsampling
  let family: Family
  /// How canonical keys begin, and what stands there in the file.
  var renames: [(canonical: String, inFile: String)] = []

  /// The file's names by canonical key; nil where a tensor is missing or has another shape, or where the body lacks a
  /// stream that the head reads.
  func names(on body: Architecture, _ shape: (String) -> [Int]?) -> [String: String]? {
    guard body.head.streamsRead >= head.streamsRead else { return nil }
    var architecture = body
    architecture.head = head
    guard let whole = try? Network(architecture, input: .smallest(for: architecture)) else { return nil }
    architecture.head = BackboneHead(streams: head.streamsRead)
    guard let alone = try? Network(architecture, input: .smallest(for: architecture)) else { return nil }
    let bodyKeys = Set(alone.tensors.map(\.key))
    var names: [String: String] = [:]
    for (key, expected) in whole.tensors where !bodyKeys.contains(key) {
      let rename = renames.first { key.hasPrefix($0.canonical) }
      let name = rename.map { $0.inFile + key.dropFirst($0.canonical.count) } ?? key
      guard let found = shape(name), found == expected || expected.isEmpty && found == [1] else { return nil }
      names[key] = name
    }
    return names
  }
}

/// The shapes that tell heads apart.
private struct FileShapes {
  let width: Int
  let shape: (String) -> [Int]?

  /// Channels of all four streams together, which V2 heads read.
  private var all: Int { 15 * width }

  /// Output channels of a convolution that reads so many; nil where there is none.
  private func outputs(_ key: String, reading channels: Int) -> Int? {
    guard let shape = shape(key + ".weight"), shape.count == 4, shape[1] == channels,
      (1...4096).contains(shape[0])
    else { return nil }
    return shape[0]
  }

  /// How many of `before0after`, `before1after`, … there are.
  private func count(_ before: String, _ after: String) -> Int {
    (0..<64).first { shape(before + "\($0)" + after) == nil } ?? 0
  }

  /// The authors' plain networks for these numbers of classes, ADE20K's and COCO-Stuff's, align corners.
  private static let classesWithCorners = [150, 171]

  var v2: Candidate? {
    guard outputs("last_layer.0", reading: all) == all, let classes = outputs("last_layer.3", reading: all) else {
      return nil
    }
    return Candidate(
      head: V2Head(.classes, count: classes),
      upsampling: Self.classesWithCorners.contains(classes) ? .bilinearCorners : .bilinear, family: .segmentation)
  }

  var v1h: Candidate? {
    guard outputs("last_layer.0", reading: width) == all, let classes = outputs("last_layer.3", reading: all) else {
      return nil
    }
    return Candidate(head: V1hHead(classes: classes), upsampling: .bilinear, family: .segmentation)
  }

  var landmarks: Candidate? {
    guard outputs("head.0", reading: all) == all, let count = outputs("head.3", reading: all) else { return nil }
    return Candidate(head: V2Head(.landmarks, count: count), upsampling: .bilinear, family: .landmarks)
  }

  var ocr: Candidate? {
    guard let middle = outputs("conv3x3_ocr.0", reading: all),
      let keyChannels = outputs("ocr_distri_head.object_context_block.f_pixel.0", reading: middle),
      let classes = outputs("cls_head", reading: middle)
    else { return nil }
    return Candidate(
      head: OCRHead(classes: classes, middle: middle, keyChannels: keyChannels), upsampling: .bilinearCorners,
      family: .segmentationOCR)
  }

  var imageNet: Candidate? {
    let widths = (0..<Stream.maximumCount).compactMap {
      outputs("incre_modules.\($0).0.conv1", reading: width << $0)
    }
    guard widths.count == Stream.maximumCount, let last = widths.last,
      let features = outputs("final_layer.0", reading: Architecture.bottleneckExpansion * last),
      let classes = shape("classifier.weight"), classes.count == 2, (1...65536).contains(classes[0])
    else { return nil }
    return Candidate(
      head: ImageNetHead(classes: classes[0], widths: widths, features: features), upsampling: .nearest,
      family: .imageNet)
  }

  /// The pyramid's canonical keys have no prefix; detectors call it their neck.
  private static let necks = ["", "neck."]

  private func pyramid(under neck: String) -> PyramidHead? {
    guard let channels = outputs("\(neck)reduction_conv.conv", reading: all) else { return nil }
    let levels = count("\(neck)fpn_convs.", ".conv.weight")
    return (1...6).contains(levels) ? PyramidHead(channels: channels, levels: levels) : nil
  }

  private func renames(under neck: String) -> [(canonical: String, inFile: String)] {
    ["reduction_conv.", "fpn_convs."].map { ($0, neck + $0) }
  }

  var pyramid: Candidate? {
    for neck in Self.necks {
      guard let head = pyramid(under: neck) else { continue }
      return Candidate(head: head, upsampling: .nearest, family: .detection, renames: renames(under: neck))
    }
    return nil
  }

  /// Five levels are of stride 2, six of stride 1: so they were trained.
  var detector: Candidate? {
    for neck in Self.necks {
      guard var levels = pyramid(under: neck),
        let classes = outputs("bbox_head.conv_cls", reading: levels.channels)
      else { continue }
      levels.stride = levels.levels > 5 ? 1 : 2
      let head = FCOSHead(
        classes: classes, pyramid: levels, units: count("bbox_head.cls_convs.", ".conv.weight"),
        hasTowerBias: shape("bbox_head.cls_convs.0.conv.bias") != nil)
      return Candidate(head: head, upsampling: .nearest, family: .detection, renames: renames(under: neck))
    }
    return nil
  }
}
