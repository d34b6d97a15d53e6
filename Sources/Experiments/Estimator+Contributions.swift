import Engine

extension Estimator {
  /// Where the value at an item's peak comes from; nil for an item that was not found, and where no head reads the last
  /// exchange unit directly, as a pose head does.
  ///
  /// - Parameter reading: what was read of the pass.
  public func contributions(toItem item: Int, of reading: Reading, in pass: Pass) -> PeakContributions? {
    guard let headWeights, case .pose = reading, let peak = reading.peak(of: item) else { return nil }
    return PeakContributions(ofItem: item, x: peak.x, y: peak.y, in: pass, of: network, head: headWeights)
  }
}
