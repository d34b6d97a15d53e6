/// Literals in a pickle: what `torch.save` writes beside the tensors.
extension Literal {
  /// - Parameter budget: values to write down at most; what lies beyond is `other`.
  init(_ value: Pickle.Value, in pickle: Pickle, budget: inout Int, depth: Int = 0) {
    budget -= 1
    guard budget >= 0, depth < LiteralReader.deepest else {
      self = .other
      return
    }
    switch value {
    case .none: self = .none
    case .boolean(let flag): self = .boolean(flag)
    case .integer(let number): self = .number(Double(number))
    case .number(let number): self = number.isFinite ? .number(number) : .other
    case .span(let span):
      self = span.range.count <= LiteralReader.longest ? .text(pickle.file.text(span.range)) : .other
    case .node:
      switch pickle.node(value) {
      case .sequence(let elements): self = .list(Self.values(elements, in: pickle, &budget, depth))
      case .object(let object): self = Self.value(of: object, in: pickle, &budget, depth)
      case .name, .persistent, nil: self = .other
      }
    }
  }

  private static func values(_ values: [Pickle.Value], in pickle: Pickle, _ budget: inout Int, _ depth: Int)
    -> [Literal]
  {
    var result: [Literal] = []
    for value in values {
      guard budget > 0 else { break }
      result.append(Literal(value, in: pickle, budget: &budget, depth: depth + 1))
    }
    return result
  }

  private static func value(
    of object: Pickle.Object, in pickle: Pickle, _ budget: inout Int, _ depth: Int
  ) -> Literal {
    let maker = pickle.qualifiedName(object.maker)
    if maker?.hasPrefix("numpy") == true { return array(object, in: pickle) }
    let items = entries(object.items, in: pickle, &budget, depth)
    guard maker != nil else { return .dictionary(items) }
    guard items.isEmpty else { return .dictionary(items) }
    // An ordered dictionary of Python 2, or a configuration made of a dictionary.
    let arguments = pickle.sequence(object.arguments) ?? []
    if let first = arguments.first {
      if let pairs = pickle.sequence(first) {
        return .dictionary(
          entries(
            pairs.compactMap { pickle.sequence($0) }.filter { $0.count == 2 }.flatMap { $0 }, in: pickle, &budget, depth
          ))
      }
      if pickle.object(first) != nil { return Literal(first, in: pickle, budget: &budget, depth: depth + 1) }
    }
    // An object's attributes; or the first dictionary of what it gives a pickle instead, as MMEngine's Config does.
    let state = pickle.sequence(object.state)?.first { pickle.object($0) != nil } ?? object.state
    if pickle.object(state) != nil { return Literal(state, in: pickle, budget: &budget, depth: depth + 1) }
    return maker == "collections.OrderedDict" ? .dictionary([]) : .other
  }

  private static func entries(
    _ items: [Pickle.Value], in pickle: Pickle, _ budget: inout Int, _ depth: Int
  ) -> [Entry] {
    var result: [Entry] = []
    for index in stride(from: 0, to: items.count - 1, by: 2) {
      guard budget > 0 else { break }
      let key = pickle.text(items[index]) ?? pickle.integer(items[index]).map(String.init)
      guard let key, key.utf8.count <= 1024 else { continue }
      result.append(Entry(key: key, value: Literal(items[index + 1], in: pickle, budget: &budget, depth: depth + 1)))
    }
    return result
  }

  // MARK: numpy

  /// A one-dimensional array as a list, a scalar as a number.
  private static func array(_ object: Pickle.Object, in pickle: Pickle) -> Literal {
    guard let maker = pickle.qualifiedName(object.maker) else { return .other }
    let arguments = pickle.sequence(object.arguments) ?? []
    if maker.hasSuffix("multiarray.scalar"), arguments.count == 2 {
      return numbers(bytes(arguments[1], in: pickle), of: arguments[0], in: pickle).flatMap(\.first).map { .number($0) }
        ?? .other
    }
    // version, shape, type, whether columns come first, bytes
    guard maker.hasSuffix("multiarray._reconstruct"), let state = pickle.sequence(object.state), state.count == 5,
      let shape = pickle.integers(state[1]), shape.count == 1,
      let numbers = numbers(bytes(state[4], in: pickle), of: state[2], in: pickle), numbers.count == shape[0]
    else { return .other }
    return .list(numbers.map { .number($0) })
  }

  /// Bytes, or the text that stands for them in protocol 2: `_codecs.encode('…', 'latin1')`.
  private static func bytes(_ value: Pickle.Value, in pickle: Pickle) -> [UInt8]? {
    let longest = 1 << 16
    if case .span(let span) = value, span.range.count <= longest { return pickle.file[span.range] }
    guard let object = pickle.object(value), pickle.qualifiedName(object.maker) == "_codecs.encode",
      let arguments = pickle.sequence(object.arguments), case .span(let span)? = arguments.first,
      span.range.count <= longest
    else { return nil }
    let bytes = pickle.file.text(span.range).unicodeScalars.map { UInt8(exactly: $0.value) }
    return bytes.contains(nil) ? nil : bytes.compactMap { $0 }
  }

  private static func numbers(_ bytes: [UInt8]?, of type: Pickle.Value, in pickle: Pickle) -> [Double]? {
    guard let bytes, let type = pickle.object(type), pickle.qualifiedName(type.maker)?.hasSuffix("dtype") == true,
      let name = pickle.sequence(type.arguments)?.first.flatMap(pickle.text)
    else { return nil }
    // The state says which byte comes first: '<' or '>'.
    if let order = pickle.sequence(type.state)?.dropFirst().first.flatMap(pickle.text), order == ">" { return nil }
    func all<Number: FixedWidthInteger>(_: Number.Type, _ value: (Number) -> Double) -> [Double] {
      let size = MemoryLayout<Number>.size
      return bytes.withUnsafeBytes { raw in
        stride(from: 0, through: bytes.count - size, by: size).map {
          value(Number(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: Number.self)))
        }
      }
    }
    let values: [Double]
    switch name {
    case "f8": values = all(UInt64.self) { Double(bitPattern: $0) }
    case "f4": values = all(UInt32.self) { Double(Float(bitPattern: $0)) }
    case "i8": values = all(Int64.self) { Double($0) }
    case "i4": values = all(Int32.self) { Double($0) }
    case "i2": values = all(Int16.self) { Double($0) }
    case "u1": values = all(UInt8.self) { Double($0) }
    default: return nil
    }
    return values.allSatisfy(\.isFinite) ? values : nil
  }
}
