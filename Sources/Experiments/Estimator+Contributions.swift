import Engine
import HRNet

extension Estimator {
  /// Where the value at an item's peak comes from; nil for an item that was not found, and where no head reads the last
  /// exchange unit directly, as a pose head does.
  ///
  /// - Parameters:
  ///   - reading: what was read of the pass.
  ///   - output: at which output; by default where it is read if nobody says where.
  public func contributions(
    toItem item: Int, of reading: Reading, output: HeadOutput? = nil, in pass: Pass
  ) -> PeakContributions? {
    guard case .heatMaps(let node) = output ?? self.output, let head = headWeights[node], case .pose = reading,
      let peak = reading.peak(of: item)
    else { return nil }
    return PeakContributions(ofItem: item, x: peak.x, y: peak.y, at: node, in: pass, of: network, head: head)
  }
}
