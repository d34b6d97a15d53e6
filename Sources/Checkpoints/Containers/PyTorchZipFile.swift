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

    var storages: [String: (file: FileBytes, range: Range<Int>)] = [:]
    var result = try TensorFile(container: .pytorchZip, byteCount: file.count, pickle) {
      _, storage throws(CheckpointError.Reason) in
      let key = folder + "data/" + storage.key
      if let known = storages[key] { return known }
      guard let entry = entries[key] else { throw .malformedZip("storage '\(printable(key))' is missing") }
      let inflated = try archive.bytes(of: entry, budget: &budget)
      storages[key] = inflated
      return inflated
    }
    result.byteCount += wholeBudget - budget
    return result
  }
}
