import Files

extension Skeleton {
  /// COCO's 17 joints.
  public static let coco17 = known[0]
  /// The 14 joints of Leeds Sports Pose.
  public static let lsp14 = known[1]
  /// MPII Human Pose's 16 joints.
  public static let mpii16 = known[2]

  /// Every skeleton with a name: COCO, LSP, MPII, CrowdPose, AP-10K, AIC, Human3.6M, hands, faces, whole bodies.
  public static let known = table.split(separator: "\n\n").map { parse($0) }

  /// The known skeleton that a file names: by our name ("lsp14"), or by that of a data set ("crowdpose", "AP-10K",
  /// "Human3.6M"), however it is written.
  public static func known(as name: String) -> Skeleton? {
    let wanted = plain(name)
    return known.first { $0.name == wanted || $0.title.map(plain) == wanted }
      ?? dataSets[wanted].flatMap { name in known.first { $0.name == name } }
  }

  /// The known skeleton with these joints in this order, however they are written. Numbers ("kpt-12") name nothing.
  public static func known(withJoints names: [String]) -> Skeleton? {
    let names = names.map { JointName($0) }
    guard !names.allSatisfy(\.isNumber) else { return nil }
    return zip(known, knownNames).first { $1 == names.map(\.canonical) }?.0
  }

  /// The skeleton that a file states.
  ///
  /// - Parameters:
  ///   - jointNames: in the order of the heat maps. Where all are numbers ("kpt-12"), and no data set is named, they
  ///     mean as little as none.
  ///   - dataSet: what the file calls the data set; believed where the number of joints agrees.
  ///   - flipPairs: pairs that change places in a mirrored picture; by default those whose names differ in the side.
  ///   - sigmas: of each joint, if the file has them.
  ///   - limbs: pairs of joints to draw lines between; by default the known skeleton's, or none.
  ///
  /// Pairs, σ and limbs that do not fit the joints are passed over.
  public init(
    stating jointNames: [String], dataSet: String? = nil, flipPairs: [[Int]]? = nil, sigmas: [Double]? = nil,
    limbs: [[Int]]? = nil
  ) {
    let names = jointNames.map { JointName($0) }
    let isNumbered = names.allSatisfy(\.isNumber)
    let named = dataSet.flatMap { Self.known(as: $0) }.flatMap { named in
      named.jointNames.count == names.count && (isNumbered || named.canonicalNames == names.map(\.canonical))
        ? named : nil
    }
    let known = named ?? Self.known(withJoints: jointNames)
    let joints = known?.jointNames ?? (isNumbered ? Self.numbers(names.count) : Self.distinct(names.map(\.readable)))
    func isPair(_ pair: [Int]) -> Bool {
      pair.count == 2 && pair[0] != pair[1] && pair.allSatisfy(joints.indices.contains)
    }
    let pairs = flipPairs.flatMap { pairs in
      pairs.allSatisfy(isPair) && Set(pairs.joined()).count == 2 * pairs.count ? pairs : nil
    }
    let own = sigmas.flatMap { sigmas in
      sigmas.count == joints.count && sigmas.allSatisfy { $0 > 0 && $0.isFinite } ? sigmas : nil
    }
    let alike = names.map { Self.sigma(of: $0) }
    let pairsByName = Self.pairs(of: joints)
    self.init(
      name: known?.name ?? dataSet.flatMap { Self.label($0) } ?? "joints \(joints.count)", title: known?.title,
      jointNames: joints,
      bones: limbs.flatMap { $0.allSatisfy(isPair) ? Self.bones($0, of: joints) : nil } ?? known?.bones ?? [],
      flipPairs: pairs ?? known?.flipPairs ?? pairsByName,
      sigmas: own ?? known?.sigmas ?? alike.map { $0 ?? 0.079 },
      sigmaOrigin: own != nil ? .published : known?.sigmaOrigin ?? (alike.contains(nil) ? .assumed : .alike),
      isNumbered: known == nil && isNumbered && (pairs ?? []).isEmpty,
      // Names that speak of no side may be in any language.
      knowsPairs: pairs != nil || known != nil || !pairsByName.isEmpty)
  }

  /// The skeleton of joints that nobody names: "joint 0" and so on, of which nothing is known.
  public init(numbered count: Int) {
    let count = max(count, 0)
    self.init(
      name: "joints \(count)", title: nil, jointNames: Self.numbers(count), bones: [], flipPairs: [],
      sigmas: Array(repeating: 0.079, count: count), sigmaOrigin: .assumed, isNumbered: true)
  }

  /// The skeleton for a network with K heat maps whose file names no joint.
  ///
  /// - Parameters:
  ///   - name: what the file calls the skeleton, if it says; believed where the number of joints agrees.
  ///   - count: K. Where nothing is said, 17 is COCO and 16 is MPII: what the authors' networks find, whose files say
  ///     nothing. Any other number, 14 among them, has several meanings.
  /// - Returns: a skeleton of exactly K joints.
  public static func named(_ name: String?, joints count: Int) -> Skeleton {
    let found = name.map { known(as: $0) } ?? [coco17, mpii16].first { $0.jointNames.count == count }
    return found.flatMap { $0.jointNames.count == count ? $0 : nil } ?? Skeleton(numbered: count)
  }

  /// The joints' names such that equal joints of different sets have equal ones.
  var canonicalNames: [String] { jointNames.map { JointName($0).canonical } }

  /// Of each of `known`.
  private static let knownNames = known.map(\.canonicalNames)

  private static func numbers(_ count: Int) -> [String] { (0..<count).map { "joint \($0)" } }

  /// Names that stand twice, or are empty, get the joint's number.
  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.enumerated().map { index, name in
      let isNew = !name.isEmpty && seen.insert(name).inserted
      let distinct = isNew ? name : (name.isEmpty ? "joint" : name) + " #\(index)"
      if !isNew { seen.insert(distinct) }
      return distinct
    }
  }

  private static func bones(_ limbs: [[Int]], of joints: [String]) -> [Bone] {
    limbs.map { limb in
      let sides = limb.map { side(ofJoint: joints[$0]) }.filter { $0 != .centre }
      return Bone(from: limb[0], to: limb[1], side: Set(sides).count == 1 ? sides[0] : .centre)
    }
  }

  /// A file's name for its joints, fit for a line.
  private static func label(_ text: String) -> String? {
    let label = printable(String(text.prefix(40)))
    return label.isEmpty ? nil : label
  }

  /// "Human3.6M", "h36m" and "AP-10K" without what people write differently.
  private static func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

  // MARK: The table

  /// Names of skeletons by those of data sets.
  private static let dataSets: [String: String] = {
    var names: [String: String] = [:]
    for paragraph in table.split(separator: "\n\n") {
      let title = paragraph.split(separator: "\n")[0].split(separator: "|").map { $0.trimmed }
      for set in title[3].split(separator: ",") { names[plain(set.trimmed)] = title[0] }
    }
    return names
  }()

  /// Reads a paragraph of `table`. It is our own: a mistake in it ends every test.
  private static func parse(_ paragraph: Substring) -> Skeleton {
    let (body, limbs) = (paragraph.split(separator: "\nlimbs")[0], paragraph.split(separator: "\nlimbs").dropFirst())
    let lines = body.split(separator: "\n")
    let title = lines[0].split(separator: "|").map { $0.trimmed }
    let joints = lines.dropFirst().joined(separator: " ").split(separator: ";")
    var (names, sigmas, pairs): ([String], [Double], [[Int]]) = ([], [], [])
    for (index, joint) in joints.enumerated() {
      let words = joint.split(separator: " ")
      names.append(words[1..<(words.count - 1)].joined(separator: " "))
      sigmas.append(Double(words[words.count - 1]) ?? .nan)
      let places = words[0].split(separator: "~").compactMap { Int($0) }
      precondition(places[0] == index, "joints stand in order")
      guard places.count == 2 else { continue }
      // Once for both; faces have numbers for names, and the lower one counts as the left.
      let isFirst = names[index].hasPrefix("left ") || (places[1] > index && !names[index].hasPrefix("right "))
      if isFirst { pairs.append(places) }
    }
    let links = (limbs.first ?? "").split { $0 == " " || $0 == "\n" }.map {
      $0.split(separator: "-").compactMap { Int($0) }
    }
    return Skeleton(
      name: title[0], title: title[1], jointNames: names,
      bones: bones(links, of: names),
      flipPairs: pairs, sigmas: sigmas, sigmaOrigin: SigmaOrigin(rawValue: title[2]) ?? .assumed)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
