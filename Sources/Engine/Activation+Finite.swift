import CKernels
import HRNet
import Synchronization

/// What is known of whether an activation's values are all finite.
enum Finiteness: UInt8, AtomicRepresentable {
  case unknown, finite, notFinite
}

extension Activation {
  /// Whether no value is NaN or infinite. Looked for once, since activations never change.
  public var isFinite: Bool {
    let known = finiteness.load(ordering: .relaxed)
    guard known == .unknown else { return known == .finite }
    let isFinite = withValues { hrs_all_finite($0.baseAddress, $0.count) }
    finiteness.store(isFinite ? .finite : .notFinite, ordering: .relaxed)
    return isFinite
  }
}

extension Pass {
  /// The first node whose activation holds NaN or infinite values; nil where there is none, as there should be. A ReLU
  /// hides -∞ from what follows, so every activation is looked at.
  public var firstNotFinite: Node.ID? { activations.indices.first { activations[$0]?.isFinite == false } }
}
