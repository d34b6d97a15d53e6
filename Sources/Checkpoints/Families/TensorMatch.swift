import HRNet

/// A file's tensors matched against those a network needs.
struct TensorMatch {
  /// By canonical key; exactly those the network needs.
  let tensors: [String: StoredTensor]
  /// The name each has in the file.
  let names: [String: String]
  /// Names of the others, sorted, without `num_batches_tracked`.
  let leftOver: [String]

  /// - Throws: where a tensor is missing or has a wrong shape, or where the backbone has a part that no part of the
  ///   network is: its numbers would be wrong.
  init(_ file: TensorFile, _ anatomy: Anatomy) throws(CheckpointError.Reason) {
    var namesByKey: [String: String] = [:]
    for name in Array(file.tensors.keys) + file.unsupported.keys {
      if let key = anatomy.canonicalKey(of: name) { namesByKey[key] = name }
    }
    func name(of key: String) -> String {
      namesByKey[key] ?? anatomy.name(of: key)
    }

    let needed: [NeededTensor]
    do { needed = try anatomy.architecture.tensors() } catch { throw .notAnHRNet(error.description) }
    var tensors: [String: StoredTensor] = [:]
    var names: [String: String] = [:]
    var missing: [String] = []
    var byteCount = 0
    for (key, shape) in needed.map({ ($0.key, $0.shape) }) {
      let name = name(of: key)
      guard let tensor = file.tensors[name] else {
        if let type = file.unsupported[name] { throw .unsupportedType(tensor: name, type: type) }
        missing.append(name)
        continue
      }
      // A number may be stored as a list of one.
      guard tensor.shape == shape || shape.isEmpty && tensor.shape == [1] else {
        throw .wrongShape(tensor: name, expected: shape, found: tensor.shape)
      }
      tensors[key] = tensor
      names[key] = file.namesInFile[name] ?? name
      byteCount += tensor.count * tensor.type.size
    }
    if let first = missing.first { throw .missingTensor(first, others: missing.count - 1) }
    // Tensors may share a storage, but not so that the network takes more memory than the file has.
    guard byteCount <= file.byteCount else {
      throw .notAnHRNet("its tensors overlap (expected at most \(file.byteCount) bytes of weights, found \(byteCount))")
    }

    let last = ExchangeUnitKeys(anatomy.architecture)
    let others = namesByKey.keys.filter { key in
      names[key] == nil && !key.hasSuffix(Self.counter) && !last.isUnreadRow(key)
    }
    if let key = others.min(), let name = namesByKey[key] {
      let text = "tensor '\(printable(name))' belongs to no part of \(anatomy.architecture.name)"
      throw anatomy.architecture.hrnet == nil ? .notA("network", text) : .notAnHRNet(text)
    }
    self.tensors = tensors
    self.names = names
    let used = Set(tensors.keys.map(name(of:)))
    let unused = file.tensors.keys.filter { !used.contains($0) }
    leftOver = (unused + file.unread).filter { !$0.hasSuffix(Self.counter) }.sorted()
  }

  /// Batch normalisation counts its training steps; nothing needs the number.
  private static let counter = ".num_batches_tracked"
}

/// The keys of the last exchange unit, whose lower rows a pose network does not read.
private struct ExchangeUnitKeys {
  private let prefix: String

  init(_ architecture: Architecture) {
    prefix = "stage4.\((architecture.hrnet?.modules.last ?? 1) - 1).fuse_layers."
  }

  func isUnreadRow(_ key: String) -> Bool {
    key.hasPrefix(prefix) && !key.dropFirst(prefix.count).hasPrefix("0.")
  }
}
