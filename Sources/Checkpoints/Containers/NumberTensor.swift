/// A named tensor on its way into a safetensors file, in the precision that is asked for.
public struct NumberTensor: Sendable {
  /// How its numbers are stored.
  public enum Precision: Sendable {
    case half, double
  }

  public let name: String
  public let shape: [Int]
  public let precision: Precision
  /// Row-major; asked for when the tensor's turn comes.
  public let values: @Sendable () -> [Double]

  /// - Parameter values: as many as the shape holds.
  public init(name: String, shape: [Int], precision: Precision, values: @escaping @Sendable () -> [Double]) {
    (self.name, self.shape, self.precision, self.values) = (name, shape, precision, values)
  }

  fileprivate var entry: SafetensorsWriter.Entry {
    SafetensorsWriter.Entry(key: name, type: precision == .half ? .float16 : .float64, shape: shape) {
      () throws(CheckpointError.Reason) in
      let values = self.values()
      guard self.precision == .half else { return littleEndianBytes(values.map(\.bitPattern)) }
      var patterns: [UInt16] = []
      for value in values {
        let half = Float16(value)
        guard half.isFinite || !value.isFinite else { throw .tooLargeForHalf(tensor: self.name, value: "\(value)") }
        patterns.append(half.bitPattern)
      }
      return littleEndianBytes(patterns)
    }
  }
}

extension SafetensorsFile {
  /// Writes tensors to a file, which replaces an older one when it is complete.
  ///
  /// - Parameter metadata: what they are, in pairs of text.
  /// - Throws: `CheckpointError` with reason `unwritable`, or `tooLargeForHalf`.
  public static func write(
    _ tensors: [NumberTensor], metadata: [String: String], to path: String
  ) throws(CheckpointError) {
    do throws(CheckpointError.Reason) {
      try SafetensorsWriter(entries: tensors.map(\.entry), metadata: metadata).write(to: path)
    } catch {
      throw CheckpointError(path: path, reason: error)
    }
  }
}

extension StoredTensor {
  /// The numbers in row-major order, in double precision; exact for all types but the widest integers.
  ///
  /// - Parameter path: of the file, for messages.
  /// - Throws: `CheckpointError` where the file does not hold them any more.
  public func doubles(path: String) throws(CheckpointError) -> [Double] {
    do throws(CheckpointError.Reason) {
      return type == .float64 ? try patterns(UInt64.self).map { Double(bitPattern: $0) } : try floats().map(Double.init)
    } catch {
      throw CheckpointError(path: path, reason: error)
    }
  }
}
