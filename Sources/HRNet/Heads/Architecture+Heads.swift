/// What a file does not say about its head and may be told.
extension Architecture {
  /// The same with another stride of the pyramid's convolutions; nil without a pyramid.
  public func with(pyramidStride stride: Int) -> Architecture? {
    var result = self
    switch head {
    case var head as PyramidHead:
      head.stride = stride
      result.head = head
    case var head as FCOSHead:
      head.pyramid.stride = stride
      result.head = head
    default: return nil
    }
    return result
  }

  /// The same with another variant of FCOS; nil for every other head.
  public func with(detector variant: FCOSHead.Variant) -> Architecture? {
    guard var head = head as? FCOSHead else { return nil }
    var result = self
    head.variant = variant
    result.head = head
    return result
  }
}
