/// Which elements of a storage make up a tensor, in PyTorch's terms: element `[i, j, …]` is number
/// `offset + i·strides[0] + j·strides[1] + …` of the storage.
struct TensorLayout: Hashable {
  let shape: [Int]
  /// In elements; as many as `shape` has.
  let strides: [Int]
  /// Of the first element, in elements.
  let offset: Int
  /// Number of elements.
  let count: Int
  /// Elements the storage must have for the tensor to lie within it.
  let storageCount: Int

  /// The most axes a tensor may have; a convolution's weights have four.
  static let mostAxes = 16

  /// A tensor whose elements lie one after another in row-major order.
  init?(shape: [Int]) {
    var strides = [Int](repeating: 1, count: shape.count)
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis] = step
      let (product, overflow) = step.multipliedReportingOverflow(by: shape[axis])
      guard shape[axis] >= 0, !overflow else { return nil }
      step = product
    }
    self.init(shape: shape, strides: strides, offset: 0)
  }

  /// Nil for sizes, steps or offsets that are negative or that no address space holds.
  init?(shape: [Int], strides: [Int], offset: Int) {
    guard shape.count == strides.count, shape.count <= Self.mostAxes, offset >= 0 else { return nil }
    var count = 1
    var last = offset
    for (size, stride) in zip(shape, strides) {
      guard size >= 0, stride >= 0 else { return nil }
      let (product, tooMany) = count.multipliedReportingOverflow(by: size)
      let (span, tooFar) = max(0, size - 1).multipliedReportingOverflow(by: stride)
      let (sum, beyond) = last.addingReportingOverflow(span)
      guard !tooMany, !tooFar, !beyond else { return nil }
      count = product
      last = sum
    }
    // Room to multiply by the size of any element.
    guard last < 1 << 58, count < 1 << 58 else { return nil }
    self.shape = shape
    self.strides = strides
    self.offset = offset
    self.count = count
    storageCount = count == 0 ? 0 : last + 1
  }

  /// Whether the elements lie one after another in row-major order.
  var isContiguous: Bool {
    var step = 1
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      guard strides[axis] == step else { return false }
      step *= max(shape[axis], 1)
    }
    return true
  }
}
