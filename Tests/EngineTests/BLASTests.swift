import Dispatch
import Engine
import Synchronization
import TestSupport
import Testing

@Suite("Linear algebra")
struct BLASTests {
  private func random(_ count: Int, _ state: UInt64) -> [Double] {
    var generator = SplitMix64(state: state)
    return (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
  }

  /// A serial OpenBLAS that two threads call at once gives wrong sums in one call of twenty.
  @Test("several threads at once get what one gets, to the bit")
  func threads() throws {
    let blas = try BLAS()
    let (rows, columns, targets) = (768, 33, 14)
    let (values, other) = (random(rows * columns, 1), random(rows * targets, 2))
    @Sendable func sums() -> [Double] {
      var gram = [Double](repeating: 0, count: columns * columns)
      var product = [Double](repeating: 0, count: columns * targets)
      blas.addGram(of: values, rows: rows, columns: columns, to: &gram)
      blas.addProduct(of: values, other, rows: rows, columns: columns, targets: targets, to: &product)
      return gram + product
    }
    let expected = sums()
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<500 where sums() != expected { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test(
    "products are the plain sums, whatever the sizes", arguments: [(1, 1, 1), (7, 3, 2), (65, 17, 14), (200, 66, 5)])
  func products(rows: Int, columns: Int, targets: Int) throws {
    let blas = try BLAS()
    let (values, other) = (random(rows * columns, 3), random(rows * targets, 4))
    // What is there already is added to.
    var gram = [Double](repeating: 1, count: columns * columns)
    var product = [Double](repeating: 2, count: columns * targets)
    blas.addGram(of: values, rows: rows, columns: columns, to: &gram)
    blas.addProduct(of: values, other, rows: rows, columns: columns, targets: targets, to: &product)
    let singles = values.map { Float($0) }
    let applied = singles.withUnsafeBufferPointer {
      blas.apply(
        other.prefix(targets * columns).map { Float($0) } + extra(targets * columns - other.count), to: $0,
        rows: rows, columns: columns, targets: targets)
    }
    #expect(applied.count == rows * targets)
    for i in 0..<columns {
      for j in i..<columns {
        let sum = (0..<rows).reduce(1.0) { $0 + values[$1 * columns + i] * values[$1 * columns + j] }
        #expect(abs(gram[i * columns + j] - sum) < 1e-11)
      }
      for j in 0..<targets {
        let sum = (0..<rows).reduce(2.0) { $0 + values[$1 * columns + i] * other[$1 * targets + j] }
        #expect(abs(product[i * targets + j] - sum) < 1e-11)
      }
    }
  }

  private func extra(_ count: Int) -> [Float] { [Float](repeating: 0.5, count: max(0, count)) }

  @Test("a system with one solution is solved, and one without is told")
  func solutions() throws {
    let blas = try BLAS()
    // Symmetric, upper triangle read: [4 1; 1 3] · [1 2; 2 0] = [6 8; 7 2].
    let solved = try #require(blas.solve([4, 1, 99, 3], [6, 7, 8, 2], size: 2, targets: 2))
    for (one, other) in zip(solved, [1.0, 2, 2, 0]) { #expect(abs(one - other) < 1e-14) }
    #expect(blas.solve([1, 2, 2, 1], [1, 1], size: 2, targets: 1) == nil)
    #expect(blas.solve([0], [1], size: 1, targets: 1) == nil)
    #expect(blas.solve([.nan], [1], size: 1, targets: 1)?.allSatisfy(\.isFinite) != true)
  }
}
