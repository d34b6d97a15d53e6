import HRNet

/// The free text pairs of a file. Their names are ours, or ours by chance: values are read in the forms people use, and
/// what means nothing to us is passed over with a note.
struct Metadata {
  private let pairs: [String: String]

  init(_ pairs: [String: String]) {
    self.pairs = pairs
  }

  /// Adds what the pairs state to what is known; they win.
  func add(to facts: inout StatedFacts) {
    take("input", "a size, e.g. 256x192", into: &facts) { text, facts in
      guard let size = Self.size(text) else { return false }
      facts.input = size
      return true
    }
    addColours(to: &facts)
    take("boxPadding", "a number from 0.1 to 10", into: &facts) { text, facts in
      guard let number = Self.numbers(text)?.first, (0.1...10).contains(number) else { return false }
      facts.boxPadding = number
      return true
    }
    take("channelOrder", "rgb or bgr", into: &facts) { text, facts in
      guard let order = Preprocessing.ChannelOrder(rawValue: text.lowercased()) else { return false }
      facts.channels = order
      return true
    }
    take("unbiased", "true or false", into: &facts) { text, facts in
      guard let flag = Literal.text(text).boolean else { return false }
      facts.isUnbiased = flag
      return true
    }
    let alignsCorners = ["alignCorners", "align_corners"].compactMap { pairs[$0] }.first.flatMap {
      Literal.text(Self.unquoted($0)).boolean
    }
    if let alignsCorners { facts.alignsCorners = alignsCorners }
    take("upsampling", "nearest, bilinear or bilinear-corners", into: &facts) { text, facts in
      guard var upsampling = Self.upsampling(text) else { return false }
      // Where class maps have a rule of their own, the corners are theirs.
      if upsampling == .bilinear, alignsCorners == true, pairs["classUpsampling"] == nil {
        upsampling = .bilinearCorners
      }
      facts.upsampling = upsampling
      return true
    }
    take("classUpsampling", "nearest, bilinear or bilinear-corners", into: &facts) { text, facts in
      guard let rule = Self.upsampling(text) else {
        facts.otherUpsampling = text
        return true
      }
      facts.classUpsampling = rule == .bilinear && alignsCorners == true ? .bilinearCorners : rule
      return true
    }
    addHead(to: &facts)
    addJoints(to: &facts)
    if let names = pairs["classNames"].flatMap(Self.names) { facts.classNames = names }
  }

  /// - Parameter read: false for a text that means nothing here.
  private func take(
    _ key: String, _ expected: String, into facts: inout StatedFacts, _ read: (String, inout StatedFacts) -> Bool
  ) {
    guard let text = pairs[key] else { return }
    if !read(Self.unquoted(text), &facts) { passOver(key, expected, in: &facts) }
  }

  private func passOver(_ key: String, _ expected: String, in facts: inout StatedFacts) {
    facts.notes.append("metadata '\(key)' passed over (expected \(expected), found '\(printable(pairs[key] ?? ""))')")
  }

  // MARK: Colours

  /// Mean and deviation belong together: both on values of 0…1, or both on 0…255.
  private func addColours(to facts: inout StatedFacts) {
    let (mean, deviation) = (colours("mean", in: -1000...1000), colours("std", in: 1e-6...1000))
    let expected = "three numbers, of colours from 0 to 1 or to 255"
    if pairs["mean"] != nil, mean == nil { passOver("mean", expected, in: &facts) }
    if pairs["std"] != nil, deviation == nil { passOver("std", expected, in: &facts) }
    guard mean != nil || deviation != nil else { return }
    func isOf255(_ numbers: [Double]?) -> Bool { numbers?.contains { abs($0) > 2 } ?? false }
    var (meanScale, deviationScale) = (isOf255(mean) ? 255.0 : 1, isOf255(deviation) ? 255.0 : 1)
    if let mean, let deviation, meanScale != deviationScale {
      if meanScale == 255, deviation.allSatisfy({ $0 == 1 }) {
        deviationScale = 255
      } else if deviationScale == 255, mean.allSatisfy({ $0 == 0 }) {
        meanScale = 255
      } else {
        passOver("mean", "a mean on the deviation's scale", in: &facts)
        return passOver("std", "a deviation on the mean's scale", in: &facts)
      }
    }
    if let mean { facts.mean = mean.map { Float($0 / meanScale) } }
    if let deviation { facts.standardDeviation = deviation.map { Float($0 / deviationScale) } }
  }

  /// A number for each colour, or one for all.
  private func colours(_ key: String, in range: ClosedRange<Double>) -> [Double]? {
    guard let numbers = pairs[key].flatMap(Self.numbers), numbers.allSatisfy(range.contains) else { return nil }
    return numbers.count == 1 ? Array(repeating: numbers[0], count: 3) : numbers.count == 3 ? numbers : nil
  }

  // MARK: Heads

  private func addHead(to facts: inout StatedFacts) {
    take("headBias", "true or false", into: &facts) { text, facts in
      guard let flag = Literal.text(text).boolean else { return false }
      facts.hasHeadBias = flag
      return true
    }
    take("pyramidStride", "1 or 2", into: &facts) { text, facts in
      guard let stride = Int(text), [1, 2].contains(stride) else { return false }
      facts.pyramidStride = stride
      return true
    }
    take("centerness", "classes or boxes", into: &facts) { text, facts in
      guard let tower = FCOSHead.Variant.Tower(rawValue: text) else { return false }
      facts.detector = FCOSHead.Variant(centerness: tower, distances: facts.detector?.distances ?? .exponential)
      return true
    }
    take("distances", "exponential or linear", into: &facts) { text, facts in
      guard let rule = Distances.Rule(rawValue: text) else { return false }
      facts.detector = FCOSHead.Variant(centerness: facts.detector?.centerness ?? .classes, distances: rule)
      return true
    }
  }

  // MARK: Joints

  private func addJoints(to facts: inout StatedFacts) {
    var joints = StatedJoints()
    if let names = pairs["jointNames"].flatMap(Self.names) ?? pairs["joints"].flatMap(Self.names), names.count > 1 {
      joints.names = names
      joints.count = names.count
    } else if pairs["jointNames"] != nil {
      passOver("jointNames", "names with commas between them", in: &facts)
    }
    if let text = pairs["skeleton"].map(Self.unquoted) {
      // Lines between joints, as COCO's files have them under this name; or the name of a set.
      let lines = LiteralReader.value(of: text)?.elements?.compactMap(\.integers)
      if let lines, !lines.isEmpty, lines.allSatisfy({ $0.count == 2 }) {
        joints.limbs = lines
      } else if text.utf8.count <= 40, !text.isEmpty,
        text.allSatisfy({ $0.isLetter || $0.isNumber || "-_. ".contains($0) })
      {
        joints.dataSet = text
      } else {
        passOver("skeleton", "the name of one, e.g. lsp14", in: &facts)
      }
    }
    joints.flipPairs = pairs["flipPairs"].flatMap { LiteralReader.value(of: $0) }?.elements?.compactMap(\.integers)
    joints.sigmas = pairs["sigmas"].flatMap(Self.numbers)
    if joints.limbs == nil {
      joints.limbs = pairs["limbs"].flatMap { LiteralReader.value(of: $0) }?.elements?.compactMap(\.integers)
    }
    guard joints.names != nil || joints.dataSet != nil else { return }
    facts.joints = joints
  }

  // MARK: Forms

  private static func upsampling(_ text: String) -> Upsampling? {
    switch text.lowercased().filter(\.isLetter) {
    case "nearest": .nearest
    case "bilinear": .bilinear
    case "bilinearcorners", "bilinearaligncorners", "bilinearalignedcorners": .bilinearCorners
    default: nil
    }
  }

  /// Height and width, also of a tensor's shape: `256x192`, `[1, 3, 256, 192]`.
  private static func size(_ text: String) -> InputSize? {
    let words = text.split { !$0.isNumber && $0 != "." && $0 != "-" }
    let numbers = words.compactMap { Int($0) }
    let rest = text.filter { !$0.isNumber && !"x×*, ()[]".contains($0) }
    guard numbers.count == words.count, rest.isEmpty else { return nil }
    let size: InputSize? =
      switch numbers.count {
      case 2: InputSize(height: numbers[0], width: numbers[1])
      case 3, 4:
        if numbers[numbers.count - 3] == 3 {
          InputSize(height: numbers[numbers.count - 2], width: numbers[numbers.count - 1])
        } else if numbers[numbers.count - 1] == 3 {
          InputSize(height: numbers[numbers.count - 3], width: numbers[numbers.count - 2])
        } else {
          nil
        }
      default: nil
      }
    return size.flatMap { $0.isPlausible ? $0 : nil }
  }

  /// Numbers with commas or spaces between them, in brackets or not.
  private static func numbers(_ text: String) -> [Double]? {
    guard text.utf8.count <= 1 << 16 else { return nil }
    let words = unquoted(text).split { ", ;\t\n()[]".contains($0) }
    let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
    return numbers.count == words.count && !numbers.isEmpty ? numbers : nil
  }

  /// Names in a list, or with commas between them.
  private static func names(_ text: String) -> [String]? {
    guard text.utf8.count <= 1 << 16 else { return nil }
    if let list = LiteralReader.value(of: text)?.texts { return list.count <= 4096 ? list : nil }
    guard !text.contains(where: { "[]{}()=\"".contains($0) }), Double(text) == nil else { return nil }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
      String(name.trimmingPrefix(while: \.isWhitespace))
    }
    return names.contains("") || names.count > 4096 ? nil : names
  }

  /// Text without the quotes that a JSON encoder puts around it.
  private static func unquoted(_ text: String) -> String {
    let text = text.trimmingPrefix(while: \.isWhitespace)
    guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
      return String(text)
    }
    return String(text.dropFirst().dropLast())
  }
}
