import Cells

/// How frames come, in a few words for the first line: `12.4 frames/s · 31 dropped`.
struct LiveLine {
  private let live: LiveFrames?
  private let keyMap: KeyMap

  init(_ model: Model) { (live, keyMap) = (model.live, model.keyMap) }

  /// From the fullest to the shortest; empty where there are no frames.
  var texts: [String] {
    guard let live else { return [] }
    var counts = ""
    if let shown = live.shown {
      if shown.dropped > 0 { counts += " · \(shown.dropped) dropped" }
      if shown.damaged > 0 { counts += " · \(shown.damaged) damaged" }
    }
    if live.isPaused {
      return ["staying, \(keyMap.text(of: .play)) goes on\(counts)", "staying on a frame", "staying"]
    }
    if live.end != nil { return ["no more frames\(counts)", "ended"] }
    if let silence = live.silence { return ["\(silence)\(counts)", silence, "no frame"] }
    let rate = live.rate.map(Number.short) ?? "–"
    return ["\(rate) frames/s\(counts)", "\(rate) frames/s", "\(rate)/s"]
  }
}
