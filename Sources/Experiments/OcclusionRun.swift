import Engine
import HRNet
import Pictures
import Pose

/// An occlusion map in the making. It advances by one blocked place at a time, so that whoever drives it can do other
/// things between.
public struct OcclusionRun {
  public private(set) var map: OcclusionMap
  private let frame: PictureFrame
  private let interventions: Interventions
  private let donors: [Activation]
  private let output: HeadOutput?
  private let before: Reading
  /// The network's input, `height × width × 3`, normalised.
  private let values: [Float]
  private var remaining: ArraySlice<Int>
  /// Spent on blocked runs so far.
  private var elapsed = Duration.zero

  /// - Parameters:
  ///   - pass: with nothing blocked; blocked runs are compared to it, under the same interventions.
  ///   - frame: what the pass saw.
  ///   - centre: in input pixels; places near it come first.
  ///   - donors: those of the pass.
  ///   - output: which of the network's is read; by default the one that is read where nobody says which.
  public init(
    on pass: Pass, frame: PictureFrame, nearestTo centre: PicturePoint, donors: [Activation] = [],
    output: HeadOutput? = nil,
    estimator: Estimator
  ) {
    self.output = output
    let grid = OcclusionGrid(estimator.network.input)
    map = OcclusionMap(grid)
    self.frame = frame
    interventions = pass.interventions
    self.donors = donors
    before = estimator.read(pass, frame, output: output)
    values = pass[0]?.withValues { Array($0) } ?? []
    remaining = grid.order(from: centre)[...]
  }

  /// Blocks the next place and runs the network once; does nothing where every place has been tried.
  ///
  /// A patch has the mean colour of the training set, which is 0 in a normalised input: blocked is what the network has
  /// no reason to find anything in, rather than a black hole.
  ///
  /// - Throws: `PassCancelled`; the place will be tried again.
  public mutating func advance(
    _ estimator: Estimator, cancellation: Cancellation? = nil
  ) throws(PassCancelled) {
    guard let index = remaining.first else { return }
    let clock = ContinuousClock()
    let start = clock.now
    var blocked = values
    let patch = map.grid.patch(index)
    for y in patch.y {
      let row = y * map.grid.input.width
      for value in (row + patch.x.lowerBound) * 3..<(row + patch.x.upperBound + 1) * 3 { blocked[value] = 0 }
    }
    let pass = try estimator.executor.run(
      estimator.executor.input(blocked), interventions, donors: donors, keepsActivations: false,
      cancellation: cancellation)
    map.insert(OcclusionMap.Effect(from: before, to: estimator.read(pass, frame, output: output)), at: index)
    remaining.removeFirst()
    elapsed += clock.now - start
  }

  /// Nil until the first place has been tried.
  public var secondsLeft: Double? {
    map.done > 0 ? elapsed / .seconds(1) * Double(remaining.count) / Double(map.done) : nil
  }
}
