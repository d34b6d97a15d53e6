import Engine
import HRNet

/// What a node's activations and their targets say together, added up over pictures: `XᵀX` and `XᵀY`, where a row of X is a
/// position's channels and a 1, and a row of Y its targets. X itself is never kept, so that memory does not grow with the
/// pictures.
struct NormalEquations: Sendable {
  /// C.
  let channels: Int
  /// K.
  let targets: Int
  /// Every position with weight 1.
  private(set) var plain: Sums
  /// Every position with its emphasis for weight; nil where there is none. Weights of `1 + a · emphasis` are sums of both,
  /// for whatever a.
  private(set) var emphasised: Sums?

  /// One way to weigh positions.
  struct Sums: Sendable {
    /// The upper triangle of `XᵀX`, row by row, `(C+1)(C+2)/2`.
    var gram: ExactSums
    /// `XᵀY`, `(C+1) × K`.
    var product: ExactSums
  }

  /// Of no picture yet.
  init(channels: Int, targets: Int, isEmphasised: Bool) {
    (self.channels, self.targets) = (channels, targets)
    plain = Sums(
      gram: ExactSums(count: (channels + 1) * (channels + 2) / 2),
      product: ExactSums(count: (channels + 1) * targets))
    emphasised = isEmphasised ? plain : nil
  }

  /// As they were kept.
  init(channels: Int, targets: Int, plain: Sums, emphasised: Sums?) {
    (self.channels, self.targets, self.plain, self.emphasised) = (channels, targets, plain, emphasised)
  }

  static func += (sum: inout NormalEquations, other: NormalEquations) {
    sum.plain.gram += other.plain.gram
    sum.plain.product += other.plain.product
    guard let emphasised = other.emphasised else { return }
    sum.emphasised?.gram += emphasised.gram
    sum.emphasised?.product += emphasised.product
  }

  /// Adds what one picture says.
  ///
  /// - Precondition: nothing of the activation is still to be upsampled.
  mutating func add(_ activation: Activation, _ target: ProbeTarget, by blas: BLAS) {
    var (values, other) = (Self.rows(of: activation, at: target.positions), target.values)
    Self.add(values, other, channels, targets, to: &plain, by: blas)
    guard let emphasis = target.emphasis, emphasised != nil else { return }
    Self.weigh(&values, columns: channels + 1, by: emphasis)
    Self.weigh(&other, columns: targets, by: emphasis)
    if var sums = emphasised {
      emphasised = nil
      Self.add(values, other, channels, targets, to: &sums, by: blas)
      emphasised = sums
    }
  }

  /// `[positions][C + 1]`, widened to double precision.
  private static func rows(of activation: Activation, at positions: [Int]) -> [Double] {
    let channels = activation.shape.channels
    return activation.withValues { values in
      [Double](unsafeUninitializedCapacity: positions.count * (channels + 1)) { rows, count in
        for (row, position) in positions.enumerated() {
          let start = row * (channels + 1)
          for channel in 0..<channels {
            rows.initializeElement(at: start + channel, to: Double(values[position * channels + channel]))
          }
          rows.initializeElement(at: start + channels, to: 1)
        }
        count = positions.count * (channels + 1)
      }
    }
  }

  /// Rows times the root of their weight.
  private static func weigh(_ rows: inout [Double], columns: Int, by weights: [Double]) {
    rows.withUnsafeMutableBufferPointer { rows in
      for (row, weight) in weights.enumerated() {
        let root = weight.squareRoot()
        for place in row * columns..<(row + 1) * columns { rows[place] *= root }
      }
    }
  }

  private static func add(
    _ values: [Double], _ other: [Double], _ channels: Int, _ targets: Int, to sums: inout Sums, by blas: BLAS
  ) {
    let (columns, rows) = (channels + 1, values.count / (channels + 1))
    var gram = [Double](repeating: 0, count: columns * columns)
    var product = [Double](repeating: 0, count: columns * targets)
    blas.addGram(of: values, rows: rows, columns: columns, to: &gram)
    blas.addProduct(of: values, other, rows: rows, columns: columns, targets: targets, to: &product)
    sums.gram.add(upperTriangle(of: gram, size: columns))
    sums.product.add(product)
  }

  private static func upperTriangle(of square: [Double], size: Int) -> [Double] {
    var triangle: [Double] = []
    triangle.reserveCapacity(size * (size + 1) / 2)
    for row in 0..<size { triangle += square[row * size + row..<(row + 1) * size] }
    return triangle
  }
}

extension NormalEquations {
  /// What is chosen when they are solved.
  struct Choice: Codable, Hashable, Sendable {
    /// λ of `(G + λN·diag(G)) W = H`.
    let ridge: Double
    /// a: positions weigh `1 + a · emphasis`.
    let emphasis: Double
  }

  /// Solves `(G + λN·diag(G)) W = H`; the 1's weight, the bias, is not held down.
  ///
  /// A channel that is always silent says nothing: its weights are 0.
  ///
  /// - Parameter count: N, how many pictures were added up.
  /// - Returns: W, `[K][C]`, and b, `[K]`; nil where there is no one solution.
  func solution(_ choice: Choice, count: Int, by blas: BLAS) -> (weights: [Double], bias: [Double])? {
    var (gram, product) = (plain.gram, plain.product)
    if let emphasised, choice.emphasis > 0 {
      gram.add(emphasised.gram.values, times: choice.emphasis)
      product.add(emphasised.product.values, times: choice.emphasis)
    }
    let size = channels + 1
    var (matrix, place) = ([Double](repeating: 0, count: size * size), 0)
    let (triangle, right) = (gram.values, product.values)
    for row in 0..<size {
      for column in row..<size {
        matrix[row * size + column] = triangle[place]
        place += 1
      }
      guard row < channels else { continue }
      let diagonal = matrix[row * size + row]
      matrix[row * size + row] = diagonal > 0 ? diagonal * (1 + choice.ridge * Double(count)) : 1
    }
    // A right hand side after the other.
    let sides = (0..<targets).flatMap { target in (0..<size).map { right[$0 * targets + target] } }
    guard let solved = blas.solve(matrix, sides, size: size, targets: targets), solved.allSatisfy(\.isFinite) else {
      return nil
    }
    return (
      (0..<targets).flatMap { solved[$0 * size..<$0 * size + channels] },
      (0..<targets).map { solved[$0 * size + channels] }
    )
  }
}
