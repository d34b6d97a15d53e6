import Essentials

/// How convolutions are computed.
public enum KernelChoice: String, CaseIterable, Sendable {
  /// Whatever is fastest for a shape: Winograd, or as written.
  case fastest
  /// Every one as written, a sum of products. What the fast kernels are compared with.
  case direct

  /// What the environment variable `HRSCOPE_KERNELS` names; without one, the fastest.
  public static let preferred =
    KernelChoice(rawValue: ProcessInfo.processInfo.environment["HRSCOPE_KERNELS"] ?? "") ?? .fastest
}
