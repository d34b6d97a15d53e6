/// The tensors a pickle written by `torch.save` describes, found by walking its dictionaries.
///
/// A tensor is recognised by the call that would rebuild it. Objects of classes are walked like dictionaries through
/// the state they would have been given, so that whole modules open too; nothing of them runs.
struct PickledTensors {
  struct Tensor {
    let storage: PickledStorage
    let offset: Int
    let shape: [Int]
    let strides: [Int]
  }

  /// By name: the keys of the dictionaries on the way, joined with dots.
  private(set) var tensors: [String: Tensor] = [:]
  /// Tensors that are rebuilt otherwise – quantised, sparse, of the newest types – with their type's or kind's name.
  private(set) var unsupported: [String: String] = [:]

  /// A state dictionary lies two levels deep, a module in a module at most twenty.
  private static let deepest = 32
  /// The longest name; HRNet's have 50 bytes.
  private static let longestName = 256
  /// Dictionaries and their pairs. One object may hang in many places, so that a kilobyte can ask for a walk of any
  /// length. HRNet-W64's training checkpoint has 8000 tensors and 20 000 pairs.
  private static let mostVisits = 1 << 18
  private static let mostTensors = 1 << 15

  private let pickle: Pickle
  private var visits = 0

  init(_ pickle: Pickle) throws(CheckpointError.Reason) {
    self.pickle = pickle
    try walk(pickle.root, path: "", depth: 0)
  }

  private mutating func walk(_ value: Pickle.Value, path: String, depth: Int) throws(CheckpointError.Reason) {
    guard let object = pickle.object(value), depth < Self.deepest else { return }
    if let maker = pickle.qualifiedName(object.maker) {
      let arguments = pickle.sequence(object.arguments) ?? []
      switch maker {
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2":
        return try add(arguments, path: path)
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
        guard let data = arguments.first else { return }
        return try walk(data, path: path, depth: depth + 1)
      case "torch._tensor._rebuild_from_type_v2":
        // A tensor somebody has hung an attribute on: function, class, the function's arguments, attributes.
        guard arguments.count > 2, pickle.qualifiedName(arguments[0]) == "torch._utils._rebuild_tensor_v2" else {
          return
        }
        return try add(pickle.sequence(arguments[2]) ?? [], path: path)
      case _ where maker.hasPrefix(Self.rebuild):
        try countTensor()
        let type = arguments.count > 6 ? pickle.qualifiedName(arguments[6]) : nil
        unsupported[path] = type ?? String(maker.dropFirst(Self.rebuild.count))
      case "collections.OrderedDict":
        // Python 2 hands the pairs to the constructor.
        for pair in arguments.first.flatMap(pickle.sequence) ?? [] {
          let pair = pickle.sequence(pair) ?? []
          try visit(pair.last ?? .none, key: pair.first ?? .none, path: path, depth: depth)
        }
      default:
        try walkState(object.state, path: path, depth: depth)
      }
    }
    try walkItems(of: object, path: path, depth: depth)
  }

  private mutating func walkItems(
    of object: Pickle.Object, path: String, depth: Int
  ) throws(CheckpointError.Reason) {
    for index in stride(from: 0, to: object.items.count - 1, by: 2) {
      try visit(object.items[index + 1], key: object.items[index], path: path, depth: depth)
    }
  }

  /// A module's parameters, buffers and parts hang in dictionaries that are no part of their names.
  private mutating func walkState(_ state: Pickle.Value, path: String, depth: Int) throws(CheckpointError.Reason) {
    guard let state = pickle.object(state), case .none = state.maker else { return }
    for index in stride(from: 0, to: state.items.count - 1, by: 2) {
      let isTransparent = name(state.items[index]).map(["_parameters", "_buffers", "_modules"].contains) ?? false
      try visit(
        state.items[index + 1], key: isTransparent ? .none : state.items[index], isTransparent: isTransparent,
        path: path,
        depth: depth)
    }
  }

  /// - Parameter isTransparent: the key is no part of the name.
  private mutating func visit(
    _ value: Pickle.Value, key: Pickle.Value, isTransparent: Bool = false, path: String, depth: Int
  ) throws(CheckpointError.Reason) {
    visits += 1
    guard visits <= Self.mostVisits else {
      throw .malformedPickle("its dictionaries contain each other too often", offset: pickle.end)
    }
    if isTransparent { return try walk(value, path: path, depth: depth + 1) }
    guard let key = name(key), path.utf8.count + key.utf8.count < Self.longestName else { return }
    try walk(value, path: path.isEmpty ? key : "\(path).\(key)", depth: depth + 1)
  }

  /// Text short enough to be part of a name.
  private func name(_ value: Pickle.Value) -> String? {
    guard case .span(let span) = value, span.range.count <= Self.longestName else { return nil }
    return pickle.text(value)
  }

  private mutating func add(_ arguments: [Pickle.Value], path: String) throws(CheckpointError.Reason) {
    guard arguments.count >= 4, case .persistent(let identifier) = pickle.node(arguments[0]),
      let storage = PickledStorage(identifier, in: pickle), let offset = pickle.integer(arguments[1]),
      let shape = pickle.integers(arguments[2]), let strides = pickle.integers(arguments[3])
    else {
      throw .malformedTensor(
        tensor: path, what: "cannot be rebuilt", expected: "storage, offset, shape and strides", found: "something else"
      )
    }
    try countTensor()
    tensors[path] = Tensor(storage: storage, offset: offset, shape: shape, strides: strides)
  }

  private static let rebuild = "torch._utils._rebuild_"

  private func countTensor() throws(CheckpointError.Reason) {
    guard tensors.count + unsupported.count < Self.mostTensors else {
      throw .malformedPickle("holds more tensors than any checkpoint", offset: pickle.end)
    }
  }
}

extension PickledTensors.Tensor {
  /// A view into the storage's bytes.
  ///
  /// - Throws: `malformedTensor` where the tensor does not lie within its storage.
  func view(
    named name: String, type: ElementType, in bytes: Range<Int>, of file: FileBytes
  ) throws(CheckpointError.Reason) -> StoredTensor {
    let start = offset.addingReportingOverflow(storage.viewOffset)
    guard !start.overflow, let layout = TensorLayout(shape: shape, strides: strides, offset: start.partialValue) else {
      throw .malformedTensor(
        tensor: name, what: "impossible shape", expected: "as many sizes as strides, none negative",
        found: "\(shape.prefix(8)), strides \(strides.prefix(8))")
    }
    guard layout.storageCount <= bytes.count / type.size else {
      throw .malformedTensor(
        tensor: name, what: "reaches beyond its storage", expected: "at most \(bytes.count / type.size) elements",
        found: "\(layout.storageCount)")
    }
    return StoredTensor(type: type, layout: layout, storage: bytes, of: file)
  }
}

extension TensorFile {
  /// What a pickle describes, its tensors as views into the bytes of their storages. Those of a type that is not read are
  /// only named.
  ///
  /// - Parameter storage: Where the elements lie of the storage that a tensor, named first, is a view of.
  init(
    container: Container, byteCount: Int, _ object: Pickle,
    _ storage: (String, PickledStorage) throws(CheckpointError.Reason) -> (file: FileBytes, range: Range<Int>)
  ) throws(CheckpointError.Reason) {
    self.init(container: container, byteCount: byteCount)
    let pickled = try PickledTensors(object)
    unsupported = pickled.unsupported
    facts = object.facts
    for (name, tensor) in pickled.tensors.sorted(by: { $0.key < $1.key }) {
      guard let type = tensor.storage.type else {
        unsupported[name] = tensor.storage.typeName
        continue
      }
      let (file, range) = try storage(name, tensor.storage)
      tensors[name] = try tensor.view(named: name, type: type, in: range, of: file)
    }
  }
}
