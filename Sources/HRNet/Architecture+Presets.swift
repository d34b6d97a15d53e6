extension Architecture {
  /// The names of the published variants, as `--model` takes them.
  public static let presetNames = ["w18", "w32", "w40", "w48", "w64", "w18-small-v1", "w18-small-v2"]

  /// A published variant by name, or nil for a name that is none of `presetNames`.
  ///
  /// - Parameter head: by default, COCO's 17 joints.
  public static func preset(_ name: String, head: any Head = PoseHead(joints: 17)) -> Architecture? {
    HRNetBody.preset(name).map { Architecture($0, head: head) }
  }
}
