/// Why the joints of a network cannot be computed, though it has a pose head.
public enum HeadRefusal: Hashable, Sendable, CustomStringConvertible {
  /// Tensors that stand between body and head, or may do so: what they compute is no part of an HRNet.
  case otherLayers([String])
  /// The head puts out more than heat maps: tags of associative embedding, offsets.
  case otherMaps(channels: Int, joints: Int)
  /// A part of the head is not there.
  case incomplete(missing: String)

  public var description: String {
    switch self {
    case .otherLayers(let names):
      let first = names.prefix(2).map { "'\(printable($0))'" }.joined(separator: ", ")
      let others = names.count > 2 ? " and \(names.count - 2) more" : ""
      return "\(names.count == 1 ? "a tensor is" : "tensors are") no part of an HRNet with one head: \(first)\(others)"
    case .otherMaps(let channels, let joints):
      return "its head puts out \(channels) maps for \(joints) joints: others than heat maps are among them "
        + "(tags of associative embedding, or offsets)"
    case .incomplete(let name):
      return "tensor '\(printable(name))' of its head is missing"
    }
  }
}

/// Which of a file's tensors stand where they change what a pose head sees or puts out.
///
/// Whatever is not known to be harmless does: a layer left out gives joints that look right and are wrong.
struct HeadObstacles {
  /// What stands before `conv1` in the backbone's names.
  let backbonePrefix: String
  /// What stands before the backbone's and the heads' names alike.
  let outerPrefix: String
  /// What stands before `final_layer`.
  let posePrefix: String
  /// Backbones in the same file, by their prefixes: a training checkpoint has several.
  let backbonePrefixes: [String]
  /// Whether the tensors under `head.` read all streams, beside the pose head.
  let hasOtherHead: Bool

  /// - Returns: the obstacles among names that belong to no part of the backbone, sorted.
  func names(among names: some Sequence<String>) -> [String] { names.filter(isObstacle).sorted() }

  private func isObstacle(_ name: String) -> Bool {
    if Self.isHarmless(name) { return false }
    if [".weight", ".bias"].contains(where: { name == posePrefix + "final_layer" + $0 }) { return false }
    guard name.hasPrefix(outerPrefix) else { return isPartOfNetwork(name) }
    let inner = name.hasPrefix(backbonePrefix) ? backbonePrefix : outerPrefix
    let part = String(name.dropFirst(inner.count).prefix { $0 != "." })
    return !(Self.otherHeads.contains(part) || (part == "head" && hasOtherHead))
  }

  /// Of a tensor that does not lie beside the backbone.
  private func isPartOfNetwork(_ name: String) -> Bool {
    // The rest of a training checkpoint, or another copy of the network.
    let wrapper = outerPrefix.prefix { $0 != "." }
    if wrapper.contains("state_dict"), !name.hasPrefix(wrapper + ".") { return false }
    return !backbonePrefixes.contains { prefix in
      let outer = Anatomy.outer(of: prefix)
      return prefix != backbonePrefix && !outer.isEmpty && name.hasPrefix(outer)
    }
  }

  /// Heads that read the body beside the pose head, and change nothing for it.
  private static let otherHeads: Set<String> = [
    "last_layer", "aux_head", "conv3x3_ocr", "ocr_gather_head", "ocr_distri_head", "cls_head", "incre_modules",
    "downsamp_modules", "classifier", "decode_head", "auxiliary_head", "final_layers",
  ]

  /// Whether a tensor takes no part in what a network computes, going by its name.
  static func isHarmless(_ name: String) -> Bool { name.hasSuffix(".num_batches_tracked") || isOfTraining(name) }

  /// Whether a name speaks of training or of pictures, by any of its words.
  static func isOfTraining(_ name: String) -> Bool {
    let parts = name.lowercased().split(separator: ".")
    if let last = parts.last, normalization.contains(String(last)) { return true }
    return parts.contains { part in part.split(separator: "_").contains { training.contains(String($0)) } }
  }

  private static let normalization: Set<String> = [
    "mean", "std", "pixel_mean", "pixel_std", "image_mean", "image_std",
  ]
  private static let training: Set<String> = [
    "ema", "loss", "losses", "criterion", "optimizer", "optimizers", "optim", "scheduler", "scaler", "teacher",
    "preprocessor", "metric", "metrics", "callbacks", "history", "hub",
  ]
}
