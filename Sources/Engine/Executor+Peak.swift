import CKernels
import Synchronization

extension Executor {
  /// What the executor's threads can do at most, in floating-point operations a second: multiplications and additions
  /// in registers, on all threads at once. The best of several short measurements.
  public func peakRate() -> Double {
    let clock = ContinuousClock()
    var best = 0.0
    for _ in 0..<20 {
      let operations = Mutex(0.0)
      let start = clock.now
      team.split(team.count) { _, shares in
        for _ in shares {
          let done = hrs_multiply_and_add(cpu.kernelLevel, 400_000)
          operations.withLock { $0 += done }
        }
      }
      best = max(best, operations.withLock { $0 } / ((clock.now - start) / .seconds(1)))
    }
    return best
  }
}
