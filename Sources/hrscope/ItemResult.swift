import Experiments

/// One thing that a network says, as documents hold it: a joint.
struct ItemResult: Encodable {
  let name: String
  /// In picture pixels; null for what was not found.
  let x: Double?
  let y: Double?
  let score: Double?
  /// Whether there is too little evidence for it; nil in documents that do not say it of each.
  let lost: Bool?

  /// - Parameter saysLost: whether the document says of each item whether it is lost.
  init(_ item: ReadingItem, saysLost: Bool = false) {
    name = item.name
    x = item.place?.x.thousandths
    y = item.place?.y.thousandths
    lost = saysLost ? item.isLost : nil
    score = item.certainty.map { $0.isFinite ? ($0 * 1e5).rounded() / 1e5 : $0 }
  }

  enum CodingKeys: CodingKey {
    case name, x, y, score, lost
  }

  /// Every key is there: what is synthesised would leave out those of what was not found.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(x, forKey: .x)
    try container.encode(y, forKey: .y)
    try container.encode(score, forKey: .score)
    try container.encodeIfPresent(lost, forKey: .lost)
  }
}
