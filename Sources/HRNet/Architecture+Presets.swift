extension Architecture {
  /// The names of the published variants, as `--model` takes them.
  public static let presetNames = ["w18", "w32", "w40", "w48", "w64", "w18-small-v1", "w18-small-v2"]

  /// A published variant by name, or nil for a name that is none of `presetNames`.
  ///
  /// Wn: stage 1 of four bottlenecks of 64, modules 1, 4, 3, four units per stream (paper, section 3).
  /// The small ones follow the published ImageNet configurations.
  ///
  /// - Parameter head: by default, COCO's 17 joints.
  public static func preset(_ name: String, head: any Head = PoseHead(joints: 17)) -> Architecture? {
    switch name.lowercased() {
    case "w18": Architecture(width: 18, head: head)
    case "w32": Architecture(width: 32, head: head)
    case "w40": Architecture(width: 40, head: head)
    case "w48": Architecture(width: 48, head: head)
    case "w64": Architecture(width: 64, head: head)
    case "w18-small-v1":
      Architecture(
        width: 16, stage1Units: 1, stage1Width: 32, modules: [1, 1, 1], unitsPerStream: 2, head: head)
    case "w18-small-v2":
      Architecture(width: 18, stage1Units: 2, modules: [1, 3, 2], unitsPerStream: 2, head: head)
    default: nil
    }
  }

  /// The published name where there is one, else the width: `HRNet-W32`, `HRNet-W18-small-v2`, `HRNet-W16 small` for
  /// one with fewer modules or units than the paper's.
  public var name: String {
    for name in Self.presetNames {
      if let preset = Self.preset(name), preset.hasSameBackbone(as: self) {
        return "HRNet-W" + name.dropFirst()
      }
    }
    let paper = Architecture(width: width, stemWidth: stemWidth, stage1Width: stage1Width, head: head)
    let isSmaller =
      unitsPerStream < paper.unitsPerStream || stage1Units < paper.stage1Units
      || zip(modules, paper.modules).contains { $0 < $1 }
    return "HRNet-W\(width)" + (isSmaller ? " small" : "")
  }

  private func hasSameBackbone(as other: Architecture) -> Bool {
    (width, stemWidth, stage1Units, stage1Width, unitsPerStream)
      == (other.width, other.stemWidth, other.stage1Units, other.stage1Width, other.unitsPerStream)
      && modules == other.modules
  }
}
