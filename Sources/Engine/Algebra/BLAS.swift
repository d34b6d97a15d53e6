import COpenBLAS

/// Linear algebra in which nothing is the network's own: OpenBLAS, or Accelerate on macOS, with one thread.
///
/// Whoever holds a value has a library that gave right results on this processor.
public struct BLAS: Sendable {
  /// Loads the library and checks it, once in a process.
  ///
  /// - Throws: `BLASError` where there is none, or where it computes wrongly.
  public init() throws(BLASError) {
    if let refusal = hrs_blas_refusal() { throw BLASError(description: String(cString: refusal)) }
  }

  /// The library's name and version, `OpenBLAS 0.3.21`, and whether it is of no use; nil where there is none. Loads it.
  public static var name: String? {
    guard let configuration = hrs_blas_configuration().map({ String(cString: $0) }) else { return nil }
    let words = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return (words.isEmpty ? "BLAS of unknown version" : words) + (hrs_blas_refusal() == nil ? "" : ", unusable")
  }

  /// Adds `XᵀX` to the upper triangle of `sum`.
  ///
  /// - Parameters:
  ///   - values: X, `rows` × `columns`, row by row.
  ///   - sum: `columns` × `columns`.
  public func addGram(of values: [Double], rows: Int, columns: Int, to sum: inout [Double]) {
    precondition(values.count >= rows * columns && sum.count == columns * columns)
    hrs_blas_add_gram(Int32(rows), Int32(columns), values, &sum)
  }

  /// Adds `XᵀY` to `sum`.
  ///
  /// - Parameters:
  ///   - values: X, `rows` × `columns`, row by row.
  ///   - other: Y, `rows` × `targets`.
  ///   - sum: `columns` × `targets`.
  public func addProduct(
    of values: [Double], _ other: [Double], rows: Int, columns: Int, targets: Int, to sum: inout [Double]
  ) {
    precondition(values.count >= rows * columns && other.count >= rows * targets && sum.count == columns * targets)
    hrs_blas_add_product(Int32(rows), Int32(columns), Int32(targets), values, other, &sum)
  }

  /// `X·Wᵀ`, row by row: what linear read-outs make of an activation.
  ///
  /// - Parameters:
  ///   - values: X, `rows` × `columns`.
  ///   - weights: W, `targets` × `columns`.
  /// - Returns: `rows` × `targets`.
  public func apply(
    _ weights: [Float], to values: UnsafeBufferPointer<Float>, rows: Int, columns: Int, targets: Int
  ) -> [Float] {
    precondition(values.count >= rows * columns && weights.count == targets * columns)
    return [Float](unsafeUninitializedCapacity: rows * targets) { result, count in
      hrs_blas_apply(
        Int32(rows), Int32(columns), Int32(targets), values.baseAddress, weights, result.baseAddress)
      count = rows * targets
    }
  }

  /// Solves `A·W = B` by Cholesky's factorisation.
  ///
  /// - Parameters:
  ///   - matrix: A, symmetric, `size` × `size`, of which the upper triangle is read.
  ///   - sides: the columns of B one after another, `targets` × `size`.
  /// - Returns: the columns of W in the same order; nil where the matrix is not positive definite.
  public func solve(_ matrix: [Double], _ sides: [Double], size: Int, targets: Int) -> [Double]? {
    precondition(matrix.count == size * size && sides.count == targets * size)
    var (matrix, solution) = (matrix, sides)
    return hrs_blas_solve(Int32(size), Int32(targets), &matrix, &solution) == 0 ? solution : nil
  }

  /// The directions of the largest eigenvalues of a symmetric matrix, the largest first.
  ///
  /// - Parameter matrix: `size` × `size`, of which the upper triangle is read.
  /// - Returns: `min(count, size)` of them with their eigenvalues; nil where none were found.
  func largestEigenvectors(
    of matrix: [Float], size: Int, count: Int
  ) -> [(value: Float, direction: [Float])]? {
    precondition(matrix.count == size * size)
    let count = min(count, size)
    var (matrix, values) = (matrix, [Float](repeating: 0, count: size))
    var directions = [Float](repeating: 0, count: count * size)
    let status = hrs_blas_largest_eigenvectors(Int32(size), Int32(count), &matrix, &values, &directions)
    guard status == 0 else { return nil }
    return (0..<count).reversed().map { (values[$0], Array(directions[$0 * size..<($0 + 1) * size])) }
  }
}

/// Why nothing can be solved here.
public struct BLASError: Error, Hashable, CustomStringConvertible {
  public let description: String
}
