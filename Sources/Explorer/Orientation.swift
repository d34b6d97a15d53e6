import Experiments
import HRNet

/// What the person is looking at, in two lines made for exactly this state.
struct Orientation {
  let model: Model

  var items: [Menu.Item] {
    [
      Menu.Item(label: "you see", text: sight, choice: .nothing),
      Menu.Item(label: "now", text: state + comparison, choice: .nothing),
    ]
  }

  /// Which of two states is on the screen.
  private var comparison: String {
    guard let pinned = model.pinned else { return "" }
    let kept = "; A was pinned and stays as it is, B is what you change"
    return switch pinned.view {
    case .a: "\(kept); the screen shows A"
    case .b: "\(kept); the screen shows B"
    case .both: "\(kept); the screen shows both, \(model.isSplit ? "A on the left" : "in turn")"
    case .difference: "\(kept); the screen shows A minus B: red where A is higher, blue where B is"
    }
  }

  /// What the panel shows.
  private var sight: String {
    switch model.screen.focus {
    case .network:
      let (columns, units) = (model.study.network.columns.count, model.study.network.exchangeUnits.count)
      return
        "the network in time, \(columns) steps from left to right; rows are streams, the finest on top; the \(units) ◆ are exchange units"
    case .streams: return main
    case .picture:
      return
        "the photograph with \(model.said.items) that the network reads in it; the frame is the part that it sees"
    case .joints:
      return
        "every one of the \(model.shown?.items.count ?? 0) \(model.said.items) with its certainty, and how far it is from what it was with nothing cut"
    case .caption:
      return "a page of the lesson ‘\(model.lesson?.lesson.title ?? "")’; what it speaks of is marked on the screen"
    }
  }

  private var main: String {
    switch model.main {
    case .maps:
      let shapes = model.column.nodes.map { "\(model.study.network[$0].shape)" }.joined(separator: ", ")
      return "what each stream holds behind this step, as maps: \(shapes)"
    case .matrix(let unit):
      return
        "an exchange unit: each row is a stream made anew, the sum of \(unit.sourceCount) terms; the share is what a term contributes"
    case .inspector:
      return "one stream in numbers: its map, the spread of its values, and every channel at the cursor of the map"
    case .sum where model.summedEdge != nil:
      return
        "how one value that an edge brings to its exchange unit comes about, before its gain: what is added, and what it makes"
    case .sum:
      return
        "how one value of a stream comes about: what is added, each number rounded by itself, and what they make together"
    case .trace:
      return
        "what the chosen \(model.shown?.words.item ?? "item") hangs on: what its peak can see, and which streams brought it"
    case .decoding:
      return
        "the chosen joint's heat map around its peak, in numbers; where each method reads the joint, and the arithmetic behind"
    case .geometry:
      return
        "where the picture lies in the network's input: the box, what of the picture is seen, the matrix, and the way back"
    case .cost:
      return
        "what the network costs: learned numbers and multiply-accumulates by stage, stream and kind; times only where measured here"
    case .confusion:
      return
        "which joints are one to the network here: how alike the chosen joint's heat map is to every other, and the head's rows"
    case .resolutions:
      return
        "what the streams before the last exchange unit know, each read by its probe: how right it is, and how right its grid lets it be"
    case .knowledge where model.screen.knowledge == .set:
      return
        "what every stream knows at every depth: how much a linear read-out fitted to it, a probe, finds over a set of pictures"
    case .knowledge:
      return
        "what every stream knows of this picture: how far off what its probe says is, at every depth, and what each exchange adds"
    case .versions:
      return
        "HRNetV1 or V2: how much a linear read-out of stream 1/4 alone finds, and one of all streams laid side by side"
    case .ablation:
      return
        "the paper's ablation of exchange units, Table 12, beside what the same cuts do here, where nothing is trained anew"
    }
  }

  /// Where in it, and what is changed.
  private var state: String {
    let step = "step \(model.screen.cursor.column + 1) of \(model.study.network.columns.count), \(model.node.address)"
    let cut = model.study.network.edges.count {
      !$0.isPassedOn && model.study.interventions[contributionOf: $0] == .nothing
    }
    let changed = model.study.interventions.edges.count
    guard changed > 0 else { return "\(step); nothing is cut: all of it is as trained" }
    let headline = model.study.change.map { $0.headline }
    let effect =
      headline.flatMap { measure in
        measure.value.map { "; \(measure.name) \(Self.written($0, measure)) \(measure.unit)" }
      } ?? ""
    return "\(step); \(cut) foreign edges cut, \(changed) changed in all\(effect)"
  }

  private static func written(_ value: Double, _ measure: Measure) -> String { "\((value * 100).rounded() / 100)" }
}
