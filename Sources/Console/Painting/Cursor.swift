/// Where the terminal's cursor stands, and the shortest way elsewhere.
struct Cursor {
  private let capabilities: Capabilities
  let width: Int
  /// `nil` if unknown: at the start of a frame, and behind the last column, where terminals differ.
  private var place: (x: Int, y: Int)?

  init(_ capabilities: Capabilities, width: Int) {
    self.capabilities = capabilities
    self.width = width
  }

  /// The columns between the cursor and a place further on in its row; `nil` if it is not there.
  func columns(before x: Int, _ y: Int) -> Range<Int>? {
    guard let place, place.y == y, place.x <= x else { return nil }
    return place.x..<x
  }

  /// What moves the cursor.
  func sequence(to x: Int, _ y: Int) -> [UInt8] {
    let address = capabilities.address(x, y)
    guard place?.y == y, let column = capabilities.column?(x), column.count < address.count else { return address }
    return column
  }

  /// Notes that the cursor has moved.
  mutating func set(_ x: Int, _ y: Int) { place = x < width ? (x, y) : nil }
}
