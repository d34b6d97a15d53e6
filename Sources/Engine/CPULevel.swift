import CKernels
import Essentials

/// Which vector instructions the kernels use. Higher levels are faster; results differ between levels by rounding.
public enum CPULevel: String, CaseIterable, Comparable, Sendable {
  /// What every processor of the architecture has: SSE2, or NEON.
  case baseline
  /// AVX2 and FMA.
  case avx2
  /// AVX-512F and VL.
  case avx512

  /// The highest level this machine can run.
  public static let best = CPULevel(hrs_best_cpu_level())

  /// The levels this machine can run.
  public static var supported: [CPULevel] { allCases.filter { $0 <= best } }

  /// The level the environment variable `HRSCOPE_CPU` names, as far as the machine can run it; without one, the best.
  public static let preferred: CPULevel = {
    let name = ProcessInfo.processInfo.environment["HRSCOPE_CPU"] ?? ""
    return min(CPULevel(rawValue: name) ?? best, best)
  }()

  public static func < (left: CPULevel, right: CPULevel) -> Bool {
    left.kernelLevel.rawValue < right.kernelLevel.rawValue
  }

  private init(_ level: hrs_cpu_level) {
    self = Self.allCases.first { $0.kernelLevel == level } ?? .baseline
  }

  var kernelLevel: hrs_cpu_level {
    switch self {
    case .baseline: hrs_cpu_baseline
    case .avx2: hrs_cpu_avx2
    case .avx512: hrs_cpu_avx512
    }
  }
}
