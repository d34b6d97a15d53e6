import Files

/// What a network's classes are called, and the colours that people know them by.
public struct ClassNames: Hashable, Sendable {
  /// A colour, 8 bits a channel.
  public struct Color: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
      (self.red, self.green, self.blue) = (red, green, blue)
    }
  }

  /// The set they are of, as a person says it; nil where nobody knows.
  public let set: String?
  /// One for each class.
  public let names: [String]
  /// One for each class.
  public let colors: [Color]
  /// Classes that a mirror exchanges.
  public let mirrored: [(Int, Int)]

  /// How many classes there are.
  public var count: Int { names.count }

  /// - Parameter colors: as many as names; nil for those that PASCAL VOC's kit gives to indices.
  init(set: String?, names: [String], colors: [Color]? = nil, mirrored: [(Int, Int)] = []) {
    (self.set, self.names, self.mirrored) = (set, names, mirrored)
    self.colors = colors ?? names.indices.map { Color(ofIndex: $0) }
  }

  /// Names that a file of weights states, or that a person gives. They are made fit for a terminal.
  public init(stating names: [String]) {
    self.init(set: nil, names: names.map { printable($0, limit: Self.longestName) })
  }

  /// Numbers, where nobody knows names: `class 0` …
  public init(numbered count: Int) {
    self.init(set: nil, names: (0..<count).map { "class \($0)" })
  }

  /// The most characters of a name that are kept.
  public static let longestName = 60
}

extension ClassNames {
  public static func == (a: Self, b: Self) -> Bool { a.set == b.set && a.names == b.names && a.colors == b.colors }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(set)
    hasher.combine(names)
  }
}

extension ClassNames.Color {
  /// PASCAL VOC's colour of an index: its bits, lowest first, spread over the highest bits of red, green and blue.
  init(ofIndex index: Int) {
    var channels: [UInt8] = [0, 0, 0]
    for bit in 0..<8 {
      for channel in 0..<3 {
        channels[channel] |= UInt8(index >> (bit * 3 + channel) & 1) << UInt8(7 - bit)
      }
    }
    self.init(red: channels[0], green: channels[1], blue: channels[2])
  }
}
