/// What the explorer remembers from one session to the next: tastes, and the last picture; nothing of the network.
public struct Memory: Hashable, Sendable {
  public var picture: String?
  public var mapMode = MapMode.meanAbsolute
  public var layer = PictureLayer.photograph
  public var jointOrder = JointOrder.body
  public var showsTruth = false
  public var grain = Grain.unit
  public var focus = Panel.network
  public var isZoomed = false

  public init() {}
}

// What a file lacks, or says in words of another version, is as at first; the rest counts.
extension Memory: Codable {
  private enum Key: String, CodingKey {
    case picture, mapMode, layer, jointOrder, showsTruth, grain, focus, isZoomed
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func value<Value: Decodable>(_ key: Key, _ standard: Value) -> Value {
      (try? values.decodeIfPresent(Value.self, forKey: key)) ?? standard
    }
    picture = value(.picture, nil)
    mapMode = value(.mapMode, mapMode)
    layer = value(.layer, layer)
    jointOrder = value(.jointOrder, jointOrder)
    showsTruth = value(.showsTruth, showsTruth)
    grain = value(.grain, grain)
    focus = value(.focus, focus)
    isZoomed = value(.isZoomed, isZoomed)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encodeIfPresent(picture, forKey: .picture)
    try values.encode(mapMode, forKey: .mapMode)
    try values.encode(layer, forKey: .layer)
    try values.encode(jointOrder, forKey: .jointOrder)
    try values.encode(showsTruth, forKey: .showsTruth)
    try values.encode(grain, forKey: .grain)
    try values.encode(focus, forKey: .focus)
    try values.encode(isZoomed, forKey: .isZoomed)
  }
}
