import Experiments
import HRNet

/// A trace of the chosen item: what its peak depends on.
public struct Tracing: Sendable {
  var asked = Asked<Occlusion>()
  /// What the picture showed before the occlusion map was laid over it.
  var layerBefore: PictureLayer?

  /// Of the pass that is shown; kept until that changes.
  public var occlusion: Occlusion? { asked.answer }

  public struct Occlusion: Sendable {
    /// Nil until the first answer.
    public internal(set) var map: OcclusionMap?
    public internal(set) var secondsLeft: Double?
    /// False where the person has stopped it.
    public internal(set) var isRunning = true
  }
}

extension Model {
  /// What of the network the peak of the chosen item can depend on; nil where it was not found.
  public var receptiveField: ReceptiveField? {
    let node = study.output.nodes[0]
    let shape = study.network[node].shape
    guard screen.look == .trace, let peak, peak.x < shape.width, peak.y < shape.height else { return nil }
    return ReceptiveField(of: node, x: peak.x, y: peak.y, in: study.network, study.interventions)
  }

  /// The peak of the chosen item, in values of the output's map.
  var peak: (x: Int, y: Int)? { study.current?.reading.peak(of: screen.selectedItem) }

  /// Where the value comes from, once the worker has answered for the item that is chosen now.
  public var contributions: PeakContributions? {
    guard screen.look == .trace, let known = study.summary?.contributions, known.item == screen.selectedItem else {
      return nil
    }
    return known
  }

  /// The effects on the chosen item, by place of the grid: how far its score fell, or how far it moved. Nil for a place
  /// that has not been blocked yet, or where a move cannot be told.
  func occlusionValues(_ layer: PictureLayer) -> [Float?] {
    guard let map = study.tracing.occlusion?.map else { return [] }
    return map.effects.map { effect in
      guard let values = layer == .occlusionShift ? effect?.changes : effect?.drops,
        values.indices.contains(screen.selectedItem)
      else { return nil }
      return values[screen.selectedItem]
    }
  }
}
