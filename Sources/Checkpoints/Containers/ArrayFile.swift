/// A named array in single precision, on its way into a file.
public struct NamedArray {
  public let name: String
  public let shape: [Int]
  /// The numbers, row-major; asked for when the array's turn comes, so that no more than one is held twice.
  public let values: () -> [Float]

  /// - Parameter values: as many as the shape holds.
  public init(name: String, shape: [Int], values: @escaping () -> [Float]) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// The kinds of files that named arrays are written to.
public enum ArrayFile: String, CaseIterable, Sendable {
  /// Opens with `numpy.load`.
  case npz
  case safetensors

  /// The kind a file's name asks for; nil for other names.
  public init?(path: String) {
    guard let kind = Self.allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) else { return nil }
    self = kind
  }

  /// Writes arrays to a file, which replaces an older one when it is complete.
  ///
  /// - Parameter metadata: what the arrays are, in pairs of text; an `npz` has no place for it.
  /// - Throws: `CheckpointError` with reason `unwritable`.
  public func write(
    _ arrays: [NamedArray], metadata: [String: String] = [:], to path: String
  ) throws(CheckpointError) {
    do throws(CheckpointError.Reason) {
      switch self {
      case .npz: try NPZWriter(arrays: arrays).write(to: path)
      case .safetensors:
        let entries = arrays.map { array in
          SafetensorsWriter.Entry(key: array.name, type: .float32, shape: array.shape) {
            littleEndianBytes(array.values().map(\.bitPattern))
          }
        }
        try SafetensorsWriter(entries: entries, metadata: metadata).write(to: path)
      }
    } catch {
      throw CheckpointError(path: path, reason: error)
    }
  }
}
