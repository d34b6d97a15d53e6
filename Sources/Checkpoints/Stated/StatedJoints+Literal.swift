extension StatedJoints {
  /// Reads what MMPose 1.x keeps in a file (`dataset_meta`), what its data sets are described by (`dataset_info`), or an
  /// entry of COCO's `categories`.
  ///
  /// - Returns: nil where it says nothing about joints.
  init?(_ meta: Literal) {
    guard meta.entries != nil else { return nil }
    dataSet = (meta["dataset_name"] ?? meta["dataset"])?.text
    names = Self.names(meta)
    count = names?.count ?? meta["num_keypoints"]?.integer
    guard dataSet != nil || names != nil || count != nil else { return nil }
    guard let names else { return }
    let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    flipPairs = Self.pairs(meta, names, places)
    sigmas = meta["sigmas"]?.numbers.flatMap { $0.count == names.count && $0.allSatisfy { $0 > 0 } ? $0 : nil }
    limbs = Self.limbs(meta, places)
  }

  /// By number, or in order; all there are, from 0 on.
  private static func names(_ meta: Literal) -> [String]? {
    if let list = (meta["keypoints"] ?? meta["keypoint_names"])?.texts, !list.isEmpty { return bounded(list) }
    let byNumber = (meta["keypoint_id2name"] ?? meta["keypoint_info"])?.entries
    guard let byNumber, !byNumber.isEmpty else { return nil }
    var names: [Int: String] = [:]
    for entry in byNumber {
      let number = Int(entry.key) ?? entry.value["id"]?.integer
      guard let number, let name = entry.value.text ?? entry.value["name"]?.text else { return nil }
      names[number] = name
    }
    let ordered = (0..<names.count).compactMap { names[$0] }
    return ordered.count == names.count ? bounded(ordered) : nil
  }

  private static func bounded(_ names: [String]) -> [String]? {
    names.count <= 4096 && names.allSatisfy { $0.utf8.count <= 256 } ? names : nil
  }

  private static func pairs(_ meta: Literal, _ names: [String], _ places: [String: Int]) -> [[Int]]? {
    var found: [[Int]]?
    if let pairs = meta["flip_pairs"]?.elements {
      found = pairs.compactMap { self.pair($0, places) }
    } else if let partners = meta["flip_indices"]?.integers, partners.count == names.count {
      found = partners.enumerated().map { [$0, $1] }
    } else if let info = meta["keypoint_info"]?.entries, info.contains(where: { $0.value["swap"] != nil }) {
      found = info.compactMap { entry in
        guard let swap = entry.value["swap"]?.text, let name = entry.value["name"]?.text, let partner = places[swap],
          let place = places[name]
        else { return nil }
        return [place, partner]
      }
    }
    guard let found else { return nil }
    // Files name a pair once or in both orders; a joint that is its own partner is none.
    var result: Set<[Int]> = []
    for pair in found where pair.count == 2 && pair[0] != pair[1] && pair.allSatisfy(names.indices.contains) {
      result.insert(pair.sorted())
    }
    guard Set(result.joined()).count == 2 * result.count else { return nil }
    return result.map { isLeft(names[$0[1]]) && !isLeft(names[$0[0]]) ? [$0[1], $0[0]] : $0 }
      .sorted { $0[0] < $1[0] }
  }

  private static func isLeft(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.contains("left") || name.hasPrefix("l_") || name.hasPrefix("l ")
  }

  private static func limbs(_ meta: Literal, _ places: [String: Int]) -> [[Int]]? {
    if let links = (meta["skeleton_links"] ?? meta["skeleton"])?.elements {
      return links.compactMap { pair($0, places) }
    }
    return meta["skeleton_info"]?.entries?.compactMap { $0.value["link"].flatMap { pair($0, places) } }
  }

  /// Two joints by number or by name.
  private static func pair(_ value: Literal, _ places: [String: Int]) -> [Int]? {
    guard let elements = value.elements, elements.count == 2 else { return nil }
    let pair = elements.compactMap { $0.integer ?? $0.text.flatMap { places[$0] } }
    return pair.count == 2 ? pair : nil
  }
}
