/// A file written by `torch.save` of PyTorch 1.6 and later: a zip archive with the pickled object in `NAME/data.pkl`
/// and each storage in `NAME/data/KEY`
/// (https://docs.pytorch.org/docs/stable/notes/serialization.html).
enum PyTorchZipFile {
  /// Inflated bytes of an archive, as a multiple of the file's size. PyTorch stores without compression; weights that
  /// somebody has compressed shrink by a tenth, zeros of a pruned network by more.
  private static let greatestInflation = 4
  private static let freeInflation = 16 << 20

  static func read(_ file: FileBytes) throws(CheckpointError.Reason) -> TensorFile {
    let archive = try ZipArchive(file)
    var entries: [String: ZipArchive.Entry] = [:]
    for entry in archive.entries { entries[entry.name] = entry }
    guard let folder = entries.keys.filter({ $0.hasSuffix("/data.pkl") }).map({ $0.dropLast("data.pkl".count) }).min()
    else {
      throw .foreignZip(found: archive.entries.first.map { ForeignFile.description(ofEntry: $0.name) } ?? "no entry")
    }

    let wholeBudget = file.count * greatestInflation + freeInflation
    var budget = wholeBudget
    if let order = entries[folder + "byteorder"] {
      let (bytes, range) = try archive.bytes(of: order, budget: &budget)
      guard bytes.text(range.prefix(16)) != "big" else { throw .unsupportedByteOrder }
    }
    guard let entry = entries[folder + "data.pkl"] else { throw .malformedZip("it holds no data.pkl") }
    let (bytes, range) = try archive.bytes(of: entry, budget: &budget)
    let pickle = try PickleReader.read(bytes, range)

    var result = TensorFile(container: .pytorchZip, byteCount: file.count)
    var storages: [String: (file: FileBytes, range: Range<Int>)] = [:]
    let pickled = try PickledTensors(pickle)
    result.unsupported = pickled.unsupported
    result.facts = pickle.facts
    for (name, tensor) in pickled.tensors.sorted(by: { $0.key < $1.key }) {
      guard let type = tensor.storage.type else {
        result.unsupported[name] = tensor.storage.typeName
        continue
      }
      let key = folder + "data/" + tensor.storage.key
      if storages[key] == nil {
        guard let entry = entries[key] else { throw .malformedZip("storage '\(printable(key))' is missing") }
        storages[key] = try archive.bytes(of: entry, budget: &budget)
      }
      guard let storage = storages[key] else { continue }
      result.tensors[name] = try tensor.view(named: name, type: type, in: storage.range, of: storage.file)
    }
    result.byteCount += wholeBudget - budget
    return result
  }
}
