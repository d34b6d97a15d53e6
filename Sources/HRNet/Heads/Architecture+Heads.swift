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

  /// The same with heat maps of so many joints; nil where there are none, and of landmarks, whose number is their data set's.
  public func with(joints: Int) -> Architecture? {
    if var body = body as? HourglassBody {
      body = HourglassBody(stacks: body.stacks, stemWidth: body.stemWidth, features: body.features, joints: joints)
      return Architecture(body)
    }
    var result = self
    switch head {
    case let head as PoseHead: result.head = PoseHead(joints: joints, kernel: head.kernel)
    case is ResponseHead: result.head = ResponseHead(.streams, joints: joints)
    default: return nil
    }
    return result
  }
}
