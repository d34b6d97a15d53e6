/// How a person likes to see things. The memory file, a session file and the model hold this one struct.
///
/// What a field is called in files, and how it is written there, stands in `table` alone.
public struct Tastes: Hashable, Sendable {
  /// The last picture; only the memory file says it, since a session has a line of its own for it.
  public var picture: String?
  public var mapMode = MapMode.meanAbsolute
  public var layer = PictureLayer.photograph
  public var jointOrder = JointOrder.body
  public var showsTruth = false
  public var grain = Grain.unit
  /// The panel to begin in.
  public var focus = Panel.network
  /// Whether that panel has the whole screen.
  public var isZoomed = false
  /// Whether the screen is made to be seen from afar.
  public var isPresenting = false

  public init() {}

  /// Every taste, in the order of a session file.
  static let table = [
    Taste("mapMode", "maps", \.mapMode, "maps:", isAlwaysSaid: true),
    Taste("layer", "layer", \.layer, "picture's layer:", isAlwaysSaid: true),
    Taste("jointOrder", "joints", \.jointOrder, "joints by", isAlwaysSaid: true),
    Taste("showsTruth", "truth", \.showsTruth, "true joints"),
    Taste("grain", "step", \.grain, "steps by"),
    Taste("focus", "panel", \.focus, "panel:"),
    Taste("isZoomed", "zoom", \.isZoomed, "zoomed"),
    Taste("isPresenting", "presenter", \.isPresenting, "presenter view"),
  ]

  /// What is otherwise than at first, a few words each, as people say it.
  var remarkable: [String] {
    Self.table.filter { $0.value(self) != $0.value(Tastes()) }.map { taste in
      guard case .word(let text) = taste.value(self) else { return taste.title }
      return "\(taste.title) \(text.asWords)"
    }
  }
}

extension String {
  /// `heat map change` of `heatMapChange`.
  var asWords: String { reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) } }
}

/// One of the tastes, as files have it.
struct Taste: Sendable {
  /// In the memory file.
  let key: Key
  /// The first word of its line in a session file.
  let word: String
  /// What people call it, in front of what it is.
  let title: String
  /// Whether a session file says it even where it is as at first.
  let isAlwaysSaid: Bool
  /// What it can be; empty for one that a session file's line says by being there.
  let choices: [String]
  let value: @Sendable (Tastes) -> Value
  /// False where the value is none of this taste.
  let set: @Sendable (inout Tastes, Value) -> Bool

  enum Value: Hashable {
    case word(String)
    case flag(Bool)
  }

  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  init<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ word: String, _ path: any WritableKeyPath<Tastes, Word> & Sendable, _ title: String,
    isAlwaysSaid: Bool = false
  ) {
    self.key = Key(stringValue: key)
    (self.word, self.title) = (word, title)
    self.isAlwaysSaid = isAlwaysSaid
    choices = Word.allCases.map(\.rawValue)
    value = { .word($0[keyPath: path].rawValue) }
    set = { tastes, value in
      guard case .word(let text) = value, let known = Word(rawValue: text) else { return false }
      tastes[keyPath: path] = known
      return true
    }
  }

  init(_ key: String, _ word: String, _ path: any WritableKeyPath<Tastes, Bool> & Sendable, _ title: String) {
    self.key = Key(stringValue: key)
    (self.word, self.title) = (word, title)
    isAlwaysSaid = false
    choices = []
    value = { .flag($0[keyPath: path]) }
    set = { tastes, value in
      guard case .flag(let isOn) = value else { return false }
      tastes[keyPath: path] = isOn
      return true
    }
  }

  /// Its line in a session file; nil where none is needed.
  func line(_ tastes: Tastes) -> String? {
    switch value(tastes) {
    case .word(let text): isAlwaysSaid || value(tastes) != value(Tastes()) ? "\(word) \(text)" : nil
    case .flag(let isOn): isOn ? word : nil
    }
  }
}

// What a file lacks, or says in words of another version, is as at first; the rest counts.
extension Tastes: Codable {
  private static let pictureKey = Taste.Key(stringValue: "picture")

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Taste.Key.self)
    picture = try? values.decodeIfPresent(String.self, forKey: Self.pictureKey)
    for taste in Self.table {
      let value =
        taste.choices.isEmpty
        ? (try? values.decode(Bool.self, forKey: taste.key)).map(Taste.Value.flag)
        : (try? values.decode(String.self, forKey: taste.key)).map(Taste.Value.word)
      if let value { _ = taste.set(&self, value) }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Taste.Key.self)
    try values.encodeIfPresent(picture, forKey: Self.pictureKey)
    for taste in Self.table {
      switch taste.value(self) {
      case .word(let text): try values.encode(text, forKey: taste.key)
      case .flag(let isOn): try values.encode(isOn, forKey: taste.key)
      }
    }
  }
}
