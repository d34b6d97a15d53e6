/// What a pickle describes, written down and nothing more: no object is made, no name looked up, no call done.
///
/// Nodes lie in one flat array and refer to each other by number, so neither cycles nor a depth of millions can
/// exhaust a stack, and text stays in the file.
struct Pickle {
  /// The bytes all spans refer to.
  let file: FileBytes
  let root: Value
  let nodes: [Node]
  /// The byte after the pickle's STOP.
  let end: Int

  enum Value {
    case none
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// Text or bytes; also an integer of more than eight bytes.
    case span(Span)
    case node(Int)
  }

  /// A piece of the file.
  struct Span {
    fileprivate let start: UInt32
    fileprivate let count: UInt32

    init(_ range: Range<Int>) {
      start = UInt32(range.lowerBound)
      count = UInt32(range.count)
    }

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  enum Node {
    /// A tuple, list or set.
    case sequence([Value])
    /// A name somewhere in a Python program: `collections.OrderedDict`.
    case name(module: Value, name: Value)
    /// What the surrounding file stores under an identifier of its own making: PyTorch's storages.
    case persistent(Value)
    case object(Object)
  }

  /// A dictionary, or whatever a call would have made.
  struct Object {
    /// The callable or class; none for a dictionary.
    var maker: Value = .none
    var arguments: Value = .none
    /// Key, value, key, value, …
    var items: [Value] = []
    /// What a BUILD would have given it.
    var state: Value = .none
  }
}

extension Pickle {
  func text(_ value: Value) -> String? {
    guard case .span(let span) = value else { return nil }
    return file.text(span.range)
  }

  func node(_ value: Value) -> Node? {
    guard case .node(let index) = value else { return nil }
    return nodes[index]
  }

  func sequence(_ value: Value) -> [Value]? {
    guard case .sequence(let elements) = node(value) else { return nil }
    return elements
  }

  func object(_ value: Value) -> Object? {
    guard case .object(let object) = node(value) else { return nil }
    return object
  }

  func integer(_ value: Value) -> Int? {
    switch value {
    case .integer(let number): Int(exactly: number)
    case .boolean(let flag): flag ? 1 : 0
    default: nil
    }
  }

  func integers(_ value: Value) -> [Int]? {
    guard let elements = sequence(value) else { return nil }
    let numbers = elements.compactMap(integer)
    return numbers.count == elements.count ? numbers : nil
  }

  /// `module.name` of a name node.
  func qualifiedName(_ value: Value) -> String? {
    guard case .name(let module, let name) = node(value), let module = text(module), let name = text(name) else {
      return nil
    }
    return "\(module).\(name)"
  }

  /// The value of a key of a dictionary.
  func item(_ key: String, of object: Object) -> Value? {
    var found: Value?
    for index in stride(from: 0, to: object.items.count - 1, by: 2) where text(object.items[index]) == key {
      found = object.items[index + 1]
    }
    return found
  }
}
