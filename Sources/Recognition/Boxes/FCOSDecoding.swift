#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FoundBox {
  /// The boxes that an FCOS head found in a picture, best first, in picture pixels.
  ///
  /// - Parameters:
  ///   - levels: finest first.
  ///   - input: how the picture became the network's input.
  public static func found(on levels: [FCOSLevel], input: DetectorInput, rules: BoxRules) -> [FoundBox] {
    var boxes = candidates(on: levels, input: input, rules: rules)
    let scale = input.scale
    let inPicture = { (box: FoundBox) in box.scaled(x: 1 / scale.x, y: 1 / scale.y) }
    if rules.comparesInPicture { boxes = boxes.map(inPicture) }
    boxes = suppressed(boxes, overlap: rules.overlap, border: rules.countsPixels ? 1 : 0)
    boxes = Array(boxes.prefix(rules.most))
    return rules.comparesInPicture ? boxes : boxes.map(inPicture)
  }

  /// The boxes before suppression, level after level, in pixels of the resized picture.
  static func candidates(on levels: [FCOSLevel], input: DetectorInput, rules: BoxRules) -> [FoundBox] {
    levels.enumerated().flatMap { index, level in
      level.best(rules).compactMap { pair -> FoundBox? in
        let box = level.box(pair, level: index, input: input, rules: rules)
        // A side that is no number clips to none.
        guard [box.left, box.top, box.right, box.bottom].allSatisfy(\.isFinite) else { return nil }
        return rules.keepsEmpty || (box.width > 0 && box.height > 0) ? box : nil
      }
    }
  }

  /// The boxes that no better one of their class covers, best first; between equals the earlier one is better.
  static func suppressed(_ boxes: [FoundBox], overlap: Double, border: Double) -> [FoundBox] {
    var kept: [FoundBox] = []
    var ofClass: [Int: [FoundBox]] = [:]
    let order = boxes.indices.sorted { (boxes[$1].score, $0) < (boxes[$0].score, $1) }
    for box in order.lazy.map({ boxes[$0] }) {
      let better = ofClass[box.label, default: []]
      guard !better.contains(where: { $0.iou(with: box, border: border) > overlap }) else { continue }
      ofClass[box.label, default: []].append(box)
      kept.append(box)
    }
    return kept
  }

  private func scaled(x: Double, y: Double) -> FoundBox {
    var box = self
    (box.left, box.right) = (left * x, right * x)
    (box.top, box.bottom) = (top * y, bottom * y)
    return box
  }
}

extension FCOSLevel {
  /// A class at a position.
  struct Pair: Hashable {
    let position: Int
    let label: Int
    /// Of the class alone.
    let probability: Double
    /// With centerness.
    let product: Double
  }

  /// The pairs whose class is probable enough, of the level's best, by position and class.
  func best(_ rules: BoxRules) -> [Pair] {
    var pairs: [Pair] = []
    // A logit that is no number is above no threshold.
    let least = Float(log(rules.threshold / (1 - rules.threshold))) - 1
    for position in 0..<height * width {
      var centre: Double?
      for label in 0..<classes where logits[position * classes + label] > least {
        let probability = sigmoid(logits[position * classes + label])
        guard probability > rules.threshold else { continue }
        let centerness = centre ?? sigmoid(self.centerness[position])
        centre = centerness
        guard !centerness.isNaN else { continue }
        pairs.append(
          Pair(position: position, label: label, probability: probability, product: probability * centerness))
      }
    }
    switch rules.rank {
    case .positions: return ofBestPositions(pairs, rules.bestOfLevel)
    case .probability: return Self.best(pairs, by: \.probability, rules.bestOfLevel)
    case .product: return Self.best(pairs, by: \.product, rules.bestOfLevel)
    }
  }

  private static func best(_ pairs: [Pair], by value: KeyPath<Pair, Double>, _ count: Int) -> [Pair] {
    guard pairs.count > count else { return pairs }
    let order = pairs.indices.sorted { (pairs[$1][keyPath: value], $0) < (pairs[$0][keyPath: value], $1) }
    return order.prefix(count).sorted().map { pairs[$0] }
  }

  /// Positions compete with all their classes, those below the threshold too.
  private func ofBestPositions(_ pairs: [Pair], _ count: Int) -> [Pair] {
    guard height * width > count else { return pairs }
    let highest = (0..<height * width).map { position in
      let logit = logits[position * classes..<(position + 1) * classes].reduce(-Float.infinity, max)
      return sigmoid(logit) * sigmoid(centerness[position])
    }
    let order = highest.indices.sorted { (highest[$1], $0) < (highest[$0], $1) }
    let kept = Set(order.prefix(count))
    return pairs.filter { kept.contains($0.position) }
  }

  /// The box around a position, clipped to the resized picture.
  func box(_ pair: Pair, level: Int, input: DetectorInput, rules: BoxRules) -> FoundBox {
    let (row, column) = (pair.position / width, pair.position % width)
    let (x, y) = ((Double(column) + 0.5) * Double(stride), (Double(row) + 0.5) * Double(stride))
    let border = rules.countsPixels ? 1.0 : 0
    func clipped(_ value: Double, _ side: Int) -> Double { min(max(value, 0), Double(side) - border) }
    func distance(_ side: Int) -> Double { Double(distances[pair.position * 4 + side]) }
    return FoundBox(
      left: clipped(x - distance(0), input.resized.width), top: clipped(y - distance(1), input.resized.height),
      right: clipped(x + distance(2), input.resized.width), bottom: clipped(y + distance(3), input.resized.height),
      score: rules.isRoot ? pair.product.squareRoot() : pair.product, label: pair.label, level: level, row: row,
      column: column)
  }

  private func sigmoid(_ logit: Float) -> Double { 1 / (1 + exp(-Double(logit))) }
}
