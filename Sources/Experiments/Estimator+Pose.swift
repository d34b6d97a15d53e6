import Engine
import HRNet
import Pictures
import Pose

extension Estimator {
  /// The joints of one person, as one runs a network for them alone.
  ///
  /// - Parameters:
  ///   - donors: crops of other pictures, of the network's input size, that patched edges take their terms from.
  ///   - flipTest: average with the run on the mirrored crop; donors are mirrored too.
  ///   - place: where to read the heat maps; nil for the network's own result.
  ///   - output: which of the network's own results; by default the one that is read where nobody says which.
  /// - Returns: nil without a pose head, where none is read out.
  /// - Throws: `PassCancelled`; without a cancellation it never does.
  public func pose(
    in picture: Picture, crop: Crop, interventions: Interventions, donors: [Picture] = [], flipTest: Bool,
    at place: ReadingPlace? = nil, output: HeadOutput? = nil
  ) throws(PassCancelled) -> PoseReading? {
    let output = output ?? self.output
    let sample = crop.sample(picture)
    // A read-out needs what an ordinary pass need not keep.
    let keepsActivations = place != nil
    func read(_ crop: Picture, _ donors: [Picture]) throws(PassCancelled) -> HeatMaps? {
      let (input, donors) = (input(crop), donors.map(input))
      let pass = try executor.run(input, interventions, donors: donors, keepsActivations: keepsActivations)
      try look(at: output, in: pass) { () throws(PassCancelled) in
        try executor.run(input, interventions, donors: donors)
      }
      return heatMaps(at: place, output, in: pass)
    }
    guard var maps = try read(sample, donors) else { return nil }
    let reader = reader(of: place, width: maps.width)
    if flipTest, let flipped = try read(sample.mirrored(), donors.map { $0.mirrored() }) {
      maps = reader.averaged(maps, withFlip: flipped)
    }
    return reader.read(maps, crop)
  }

  /// The flip test of a pass: the mean of its heat maps and those of the mirrored picture, which is run under the same
  /// interventions.
  ///
  /// - Parameters:
  ///   - output: whose heat maps; by default those that are read where nobody says which.
  ///   - donors: what the pass's patched edges take their terms from.
  /// - Returns: nil where the output is no heat maps, and where nobody knows which joints are left and right of each other.
  /// - Throws: `PassCancelled`; without a cancellation it never does.
  public func flipTest(
    of pass: Pass, _ picture: FramedPicture, output: HeadOutput? = nil, donors: [FramedPicture],
    cancellation: Cancellation? = nil
  ) throws(PassCancelled) -> HeatMaps? {
    guard case .heatMaps(let node) = output ?? self.output, let maps = pass[node], pose.skeleton.knowsPairs else {
      return nil
    }
    let mirrored = try executor.run(
      input(picture.mirrored), pass.interventions, donors: donors.map { input($0.mirrored) },
      cancellation: cancellation)
    return mirrored[node].map { pose.averaged(HeatMaps(maps), withFlip: HeatMaps($0)) }
  }
}

extension HeatMaps {
  /// What a pose head put out.
  init(_ activation: Activation) {
    self.init(
      joints: activation.shape.channels, height: activation.shape.height, width: activation.shape.width,
      values: activation.channelMajor())
  }
}
