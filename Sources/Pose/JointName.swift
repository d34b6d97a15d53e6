/// A joint's name as files write it: "left_shoulder", "L_Shoulder", "shoulderRight", "Head-Top", "kpt-12".
struct JointName {
  /// In lower case, between spaces, the side in front: "left shoulder", "right front paw".
  let readable: String
  /// The same for all ways to write it, so that equal names are equal joints.
  let canonical: String
  /// Whether it is no more than a number ("kpt-12", "joint 3", "7"), which says nothing of where the joint is.
  let isNumber: Bool

  init(_ written: String) {
    var words = Self.words(written)
    if words.count > 1, words.contains(where: { Self.sides[$0] != nil }) {
      words = words.map { Self.ends[$0] ?? $0 }
    }
    if let place = words.firstIndex(where: { Self.sides[$0] != nil }), words.count > 1,
      let side = Self.sides[words[place]]
    {
      words.remove(at: place)
      words.insert(side, at: 0)
    } else if words.count == 1, let split = Self.sided(words[0]) {
      words = split
    }
    readable = words.joined(separator: " ")
    let whole = words.flatMap(Self.splitNumber).joined(separator: " ")
    canonical = Self.synonyms[whole] ?? whole
    let letters = words.flatMap(Self.splitNumber).filter { $0.contains(where: { !$0.isNumber }) }
    isNumber = whole.contains(where: \.isNumber) && letters.allSatisfy(Self.counted.contains)
  }

  /// The longest name that is kept, in characters; files may state any.
  private static let longest = 60
  private static let sides = ["l": "left", "left": "left", "r": "right", "right": "right"]
  /// Of animals: "L_F_Paw".
  private static let ends = ["f": "front", "b": "back"]
  private static let counted: Set<String> = [
    "kpt", "kp", "keypoint", "keypoints", "joint", "j", "point", "pt", "p", "landmark", "lm", "k",
  ]
  private static let synonyms = [
    "top head": "head top", "headtop": "head top", "tophead": "head top", "top of head": "head top",
    "bottom head": "head bottom",
  ]
  /// What a single word may begin or end with a side: "lshoulder", "leftshoulder".
  private static let parts: Set<String> = [
    "eye", "ear", "shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "foot", "heel",
  ]

  private static func sided(_ word: String) -> [String]? {
    for (prefix, side) in [("left", "left"), ("right", "right"), ("l", "left"), ("r", "right")]
    where word.hasPrefix(prefix) && parts.contains(String(word.dropFirst(prefix.count))) {
      return [side, String(word.dropFirst(prefix.count))]
    }
    for side in ["left", "right"] where word.hasSuffix(side) && parts.contains(String(word.dropLast(side.count))) {
      return [side, String(word.dropLast(side.count))]
    }
    return nil
  }

  /// Letters and digits between anything else; "LShoulder" and "leftShoulder" are two words.
  private static func words(_ written: String) -> [String] {
    let characters = Array(written.prefix(longest))
    var words: [String] = []
    var word = ""
    for (index, character) in characters.enumerated() {
      guard character.isLetter || character.isNumber else {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      if let last = word.last, character.isUppercase {
        let isBeforeLower = index + 1 < characters.count && characters[index + 1].isLowercase
        if last.isLowercase || (last.isUppercase && isBeforeLower) {
          words.append(word)
          word = ""
        }
      }
      word.append(character)
    }
    if !word.isEmpty { words.append(word) }
    return words.map { $0.lowercased() }
  }

  /// "thumb1" as "thumb" and "1".
  private static func splitNumber(_ word: String) -> [String] {
    guard let start = word.lastIndex(where: { !$0.isNumber }) else { return [word] }
    let digits = word[word.index(after: start)...]
    return digits.isEmpty ? [word] : [String(word[...start]), String(digits)]
  }
}
