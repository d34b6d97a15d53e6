/// NumPy's format for one array, version 1.0: a magic, a Python dictionary as text, and the numbers back to back.
///
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
public enum NPYFile {
  /// What stands in front of the numbers of an array in single precision, little-endian and row-major. Its length is a
  /// multiple of 64, so that the numbers of a mapped file lie on the boundary of a cache line.
  static func header(shape: [Int]) -> [UInt8] {
    // A tuple of one needs its comma.
    let sizes = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(sizes)), }"
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    let length = (start.count + 2 + text.utf8.count + 1 + 63) / 64 * 64 - start.count - 2
    text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    return start + littleEndianBytes([UInt16(length)]) + Array(text.utf8)
  }

  /// A whole file.
  ///
  /// - Parameter values: row-major, as many as the shape holds.
  public static func bytes(_ values: [Float], shape: [Int]) -> [UInt8] {
    precondition(values.count == shape.reduce(1, *), "an array holds as many values as its shape says")
    return header(shape: shape) + littleEndianBytes(values.map(\.bitPattern))
  }
}
