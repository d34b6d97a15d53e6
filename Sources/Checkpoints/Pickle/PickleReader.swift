/// Reads one pickle: a stack machine that only writes down what it is told (`Pickle`).
///
/// Time is proportional to the pickle's length. Memory is bounded by `greatestWeight`, whatever the pickle says.
struct PickleReader {
  /// HRNet-W64's training checkpoint has a megabyte; a longer pickle than this has no weights beside it.
  static let longest = 64 << 20
  /// Nodes, elements and remembered values together, each weighed by its memory in units of 16 bytes. A training
  /// checkpoint of HRNet with its optimizer weighs 600 000.
  static let greatestWeight = 3 << 20
  /// Values on the stack.
  static let deepest = 1 << 20

  private let file: FileBytes
  private let limit: Int
  private var position: Int
  private var stack: [Pickle.Value] = []
  /// Heights of the stack where a MARK lies.
  private var marks: [Int] = []
  private var memo: [Int: Pickle.Value] = [:]
  private var nodes: [Pickle.Node] = []
  private var weight = 0

  private init(_ file: FileBytes, _ range: Range<Int>) {
    self.file = file
    position = range.lowerBound
    limit = min(range.upperBound, range.lowerBound + Self.longest)
  }

  /// Reads the pickle that starts at the beginning of `range`; what follows its STOP is not looked at.
  static func read(_ file: FileBytes, _ range: Range<Int>) throws(CheckpointError.Reason) -> Pickle {
    guard range.upperBound <= Int(UInt32.max) || range.lowerBound + longest <= Int(UInt32.max) else {
      throw .malformedPickle("lies beyond the first 4 GB of its file", offset: range.lowerBound)
    }
    var reader = PickleReader(file, range)
    let root = try reader.run()
    return Pickle(file: file, root: root, nodes: reader.nodes, end: reader.position)
  }

  private mutating func run() throws(CheckpointError.Reason) -> Pickle.Value {
    while true {
      let byte = try number(UInt8.self)
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw defect("unknown instruction 0x\(String(byte, radix: 16))")
      }
      if opcode == .stop { return try pop() }
      try execute(opcode)
    }
  }

  private mutating func execute(_ opcode: PickleOpcode) throws(CheckpointError.Reason) {
    switch opcode {
    case .stop: break
    case .protocol:
      let version = try number(UInt8.self)
      guard version <= 5 else { throw defect("protocol \(version), where 5 is the latest") }
    case .frame: _ = try number(UInt64.self)

    case .none: try push(.none)
    case .true: try push(.boolean(true))
    case .false: try push(.boolean(false))
    case .int8: try push(.integer(Int64(number(UInt8.self))))
    case .int16: try push(.integer(Int64(number(UInt16.self))))
    case .int32: try push(.integer(Int64(number(Int32.self))))
    case .float64: try push(.number(Double(bitPattern: number(UInt64.self).byteSwapped)))
    case .shortLong: try pushLong(Int(number(UInt8.self)))
    case .long: try pushLong(length(number(UInt32.self)))
    case .shortString, .shortBytes, .shortUnicode: try pushSpan(Int(number(UInt8.self)))
    case .string, .unicode, .bytes: try pushSpan(length(number(UInt32.self)))
    case .longUnicode, .longBytes, .byteArray: try pushSpan(length(number(UInt64.self)))

    case .mark:
      guard marks.count < Self.deepest else { throw tooMany() }
      marks.append(stack.count)
    case .pop:
      // As in Python, POP takes a MARK where one lies on top.
      if let mark = marks.last, mark == stack.count { marks.removeLast() } else { _ = try pop() }
    case .popMark: _ = try popToMark()
    case .duplicate: try push(top())

    case .emptyTuple, .emptyList, .emptySet: try push(.sequence([]))
    case .tuple, .list, .frozenSet: try push(.sequence(popToMark()))
    case .tuple1: try push(.sequence(pop(1)))
    case .tuple2: try push(.sequence(pop(2)))
    case .tuple3: try push(.sequence(pop(3)))
    case .emptyDictionary: try push(.object(Pickle.Object()))
    case .dictionary: try push(.object(Pickle.Object(items: pairs(popToMark()))))
    case .append: try add(elements: pop(1))
    case .appends, .addItems: try add(elements: popToMark())
    case .setItem: try add(items: pop(2))
    case .setItems: try add(items: pairs(popToMark()))

    case .global:
      let module = try line()
      try push(.name(module: module, name: line()))
    case .stackGlobal:
      let parts = try pop(2)
      try push(.name(module: parts[0], name: parts[1]))
    case .persistent: try push(.persistent(pop()))
    case .reduce, .newObject:
      let call = try pop(2)
      try push(.object(Pickle.Object(maker: call[0], arguments: call[1])))
    case .newObjectWithKeywords:
      let call = try pop(3)
      try push(.object(Pickle.Object(maker: call[0], arguments: call[1])))
    case .build:
      let state = try pop()
      try changeTop { if case .object(var object) = $0 { object.state = state; $0 = .object(object) } }

    case .memoize: try remember(memo.count)
    case .shortPut: try remember(Int(number(UInt8.self)))
    case .put: try remember(length(number(UInt32.self)))
    case .shortGet: try recall(Int(number(UInt8.self)))
    case .get: try recall(length(number(UInt32.self)))
    }
  }

  // MARK: The stack

  private mutating func push(_ value: Pickle.Value) throws(CheckpointError.Reason) {
    guard stack.count < Self.deepest else { throw tooMany() }
    stack.append(value)
  }

  private mutating func push(_ node: Pickle.Node) throws(CheckpointError.Reason) {
    let elements =
      switch node {
      case .sequence(let elements): elements.count
      case .object(let object): object.items.count
      case .name, .persistent: 0
      }
    try weigh(Self.nodeWeight + elements)
    nodes.append(node)
    try push(.node(nodes.count - 1))
  }

  private func top() throws(CheckpointError.Reason) -> Pickle.Value {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw defect("takes from an empty stack") }
    return value
  }

  private mutating func pop() throws(CheckpointError.Reason) -> Pickle.Value {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws(CheckpointError.Reason) -> [Pickle.Value] {
    guard stack.count >= (marks.last ?? 0) + count else { throw defect("takes from an empty stack") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(CheckpointError.Reason) -> [Pickle.Value] {
    guard let mark = marks.popLast() else { throw defect("takes up to a mark where there is none") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private func pairs(_ values: [Pickle.Value]) throws(CheckpointError.Reason) -> [Pickle.Value] {
    guard values.count.isMultiple(of: 2) else { throw defect("a key without a value") }
    return values
  }

  // MARK: Changing what was made before

  private mutating func add(elements: [Pickle.Value]) throws(CheckpointError.Reason) {
    try weigh(elements.count)
    // Elements of a placeholder, such as a deque's, are of no use to anyone.
    try changeTop { node in
      guard case .sequence(var list) = node else { return }
      // Empties the node first, so that the array is extended in place and not copied.
      node = .sequence([])
      list += elements
      node = .sequence(list)
    }
  }

  private mutating func add(items: [Pickle.Value]) throws(CheckpointError.Reason) {
    try weigh(items.count)
    try changeTop { node in
      guard case .object(var object) = node else { return }
      node = .sequence([])
      object.items += items
      node = .object(object)
    }
  }

  private mutating func changeTop(_ change: (inout Pickle.Node) -> Void) throws(CheckpointError.Reason) {
    guard case .node(let index) = try top() else { throw defect("adds to a value that holds nothing") }
    change(&nodes[index])
  }

  // MARK: The memo

  private mutating func remember(_ index: Int) throws(CheckpointError.Reason) {
    let value = try top()
    try weigh(Self.memoWeight)
    memo[index] = value
  }

  private mutating func recall(_ index: Int) throws(CheckpointError.Reason) {
    guard let value = memo[index] else { throw defect("recalls what was never remembered") }
    try push(value)
  }

  // MARK: Operands

  private mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws(CheckpointError.Reason) -> Number {
    let size = MemoryLayout<Number>.size
    guard position + size <= limit, let value = file.integer(Number.self, at: position) else {
      throw defect("ends in the middle")
    }
    position += size
    return value
  }

  private func length(_ value: some UnsignedInteger) throws(CheckpointError.Reason) -> Int {
    guard let length = Int(exactly: value) else { throw defect("ends in the middle") }
    return length
  }

  private mutating func span(_ count: Int) throws(CheckpointError.Reason) -> Pickle.Span {
    guard count <= limit - position else { throw defect("ends in the middle") }
    defer { position += count }
    return Pickle.Span(position..<position + count)
  }

  private mutating func pushSpan(_ count: Int) throws(CheckpointError.Reason) { try push(.span(span(count))) }

  /// A two's complement integer of any length.
  private mutating func pushLong(_ count: Int) throws(CheckpointError.Reason) {
    let span = try span(count)
    guard count <= 8 else { return try push(.span(span)) }
    var pattern: UInt64 = 0
    for (index, byte) in file[span.range].enumerated() { pattern |= UInt64(byte) << (8 * index) }
    let unused = 64 - 8 * count
    try push(.integer(count == 0 ? 0 : Int64(bitPattern: pattern << unused) >> unused))
  }

  /// Text up to the end of the line.
  private mutating func line() throws(CheckpointError.Reason) -> Pickle.Value {
    guard let end = file.firstIndex(of: UInt8(ascii: "\n"), in: position..<limit) else {
      throw defect("ends in the middle")
    }
    defer { position = end + 1 }
    return .span(Pickle.Span(position..<end))
  }

  // MARK: Bounds

  private static let nodeWeight = 4
  private static let memoWeight = 3

  private mutating func weigh(_ more: Int) throws(CheckpointError.Reason) {
    weight += more
    guard weight <= Self.greatestWeight else { throw tooMany() }
  }

  private func tooMany() -> CheckpointError.Reason { defect("holds more values than any checkpoint") }

  private func defect(_ what: String) -> CheckpointError.Reason { .malformedPickle(what, offset: position) }
}
