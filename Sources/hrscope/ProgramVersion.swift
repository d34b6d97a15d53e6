import Embedded
import Engine

/// What `--version` says.
enum ProgramVersion {
  /// As in https://semver.org.
  static let number = "1.0.0"

  /// `hrscope 1.0.0 (commit 4bd356e, AVX-512, OpenBLAS 0.3.21)`: what a report of a fault has to say of the program and its
  /// machine. Loads what else is loaded when it is first needed.
  static var text: String {
    let commit = String(cString: hrs_commit())
    let facts = (commit.isEmpty ? [] : ["commit \(commit)"]) + [CPULevel.preferred.name, BLAS.name ?? "no BLAS"]
    return "hrscope \(number) (\(facts.joined(separator: ", ")))"
  }
}

extension CPULevel {
  /// As people write it.
  fileprivate var name: String {
    switch self {
    case .baseline: "baseline"
    case .avx2: "AVX2"
    case .avx512: "AVX-512"
    }
  }
}
