import Experiments
import HRNet
import Pose

// The numbers behind what is shown: decoding, geometry, cost.
extension Model {
  mutating func toggleLook(_ look: Look) -> [Effect] {
    self.look(in: screen.look == look ? .step : look)
  }

  /// Runs the mirrored picture too, where that has not been done for this pass.
  mutating func askForFlipTest() -> [Effect] {
    guard study.flipTest == nil, !study.flipAsked.isPending else {
      return tell(study.flipTest == nil ? "the mirrored picture is being run" : "the flip test of this pass is here")
    }
    return [.flipTest(generation: study.flipAsked.ask())]
  }

  /// Measures how long each node takes, where that has not been done for this pass.
  mutating func askForTimes() -> [Effect] {
    guard !study.timesAsked.isPending else { return tell("the times are being measured") }
    if study.timesAsked.answer != nil { notice = "measured anew" }
    return [.time(generation: study.timesAsked.ask())]
  }

  /// Moves the lines of a list; the panel keeps to what there is.
  mutating func scroll(by step: Int) -> [Effect] {
    screen.scroll = min(max(screen.scroll + step, 0), CostPanel(model: self).lastScroll)
    return []
  }
}

extension Study {
  /// How long the nodes of the pass that is shown take here; nil where that was not asked for.
  public var nodeTimes: NodeTimes? { timesAsked.answer }

  var timesMissingReason: String? { current == nil ? "nothing has been computed yet" : nil }

  /// The heat maps' mean with those of the mirrored picture, of the pass that is shown; nil where that was not asked for.
  public var flipTest: HeatMaps? {
    guard let maps = flipAsked.answer, let shown = current?.reading.pose?.heatMaps, maps.joints == shown.joints,
      maps.width == shown.width, maps.height == shown.height
    else { return nil }
    return maps
  }

  /// Of mirroring the picture.
  var flipMissingReason: String? {
    itemsMissingReason
      ?? jointsMissingReason
      ?? (subject.skeleton.knowsPairs ? nil : "the file does not say which joints are left and right of each other")
  }
}
