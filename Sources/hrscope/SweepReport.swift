import Experiments
import Files
import HRNet
import Pictures
import Pose

/// What `sweep` prints (`Documentation/CommandLine.md`), with exchange units and kinds beside the edges.
struct SweepReport: Encodable {
  /// Under the name of its items: `joints`.
  struct Baseline: Encodable {
    let image: String
    let model: String
    let input: [Int]
    let box: [Double]
    let words: ReadingWords
    let items: [ReadingItem]

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(image, forKey: "image")
      try container.encode(model, forKey: "model")
      try container.encode(input, forKey: "input")
      try container.encode(box, forKey: "box")
      try container.encode(items.map { ItemResult($0) }, forKey: Key(words.items))
    }
  }

  /// One cut. The target stands under the name of its sort: `edge`, `unit`; a kind is only a kind. Every measure has a key
  /// of its own; `effect` is the one that ranks, whatever the head.
  struct Cut: Encodable {
    let target: SweepTarget
    let kind: String
    let change: ReadingChange
    let items: [ChangedItem]

    init(_ measurement: SweepMeasurement, baseline: [ReadingItem]) {
      (target, kind, change) = (measurement.target, measurement.kind.rawValue, measurement.change)
      items = measurement.items.enumerated().map { index, item in
        ChangedItem(item, before: baseline[index], change: measurement.change, index)
      }
    }

    /// The name of the item that changed most; nil where none did.
    var mostChanged: String? {
      guard change.largest.rounded > 0 else { return nil }
      return items.max { ($0.change ?? 0) < ($1.change ?? 0) }?.item.name
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      switch target {
      case .edge(let edge): try container.encode(edge.description, forKey: "edge")
      case .unit(let unit): try container.encode(unit.description, forKey: "unit")
      case .kind: break
      }
      try container.encode(kind, forKey: "kind")
      try container.encode(change.ranking.rounded, forKey: "effect")
      for measure in change.measures { try container.encode(measure.rounded, forKey: Key(measure.key)) }
      try container.encode(change.lost, forKey: "lost")
      try container.encode(items, forKey: Key(change.words.items))
    }
  }

  /// An item under a cut; its change is null where the baseline or the cut network does not find it.
  struct ChangedItem: Encodable {
    let item: ItemResult
    let key: String
    let change: Double?
    let scoreChange: Double?

    init(_ item: ReadingItem, before: ReadingItem, change: ReadingChange, _ index: Int) {
      self.item = ItemResult(item)
      key = change.itemKey
      self.change = change.items[index]?.thousandths
      scoreChange = item.certainty.flatMap { after in before.certainty.map { (after - $0).millionths } }
    }

    func encode(to encoder: any Encoder) throws {
      try item.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(change, forKey: Key(key))
      try container.encode(scoreChange, forKey: "scoreChange")
    }
  }

  /// What a reading calls its numbers.
  private struct Key: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    let intValue: Int? = nil

    init(_ text: String) { stringValue = text }
    init(stringLiteral text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  let baseline: Baseline
  /// What a cut edge brought: `zero`, `mean`, or a picture's path.
  let contribution: String
  /// What `effect` is, with its unit: `heat maps Δ %`.
  let measure: String
  /// Strongest effect first, as the others.
  let edges: [Cut]
  let units: [Cut]
  let kinds: [Cut]

  /// What the file of weights does not say and is assumed; nil where it says everything.
  let assumptions: [String]?

  init(
    _ result: SweepResult, image: String, model: String, input: InputSize, box: Box, with: String?,
    assumptions: [String]
  ) {
    self.assumptions = assumptions.isEmpty ? nil : assumptions
    contribution = with ?? "zero"
    let change = result.measurements.first?.change
    measure = change.map { "\($0.ranking.name) \($0.ranking.unit)" } ?? ""
    baseline = Baseline(
      image: image, model: model, input: [input.height, input.width],
      box: [box.x, box.y, box.width, box.height].map(\.thousandths), words: result.words, items: result.baseline)
    func cuts(_ measurements: [SweepMeasurement]) -> [Cut] {
      measurements.map { Cut($0, baseline: result.baseline) }
    }
    (edges, units, kinds) = (cuts(result.edges), cuts(result.units), cuts(result.kinds))
  }
}

extension Measure {
  /// As documents hold it: with a unit to the thousandth, numbers about 1 to the millionth; 0 where nothing could be
  /// measured.
  var rounded: Double { unit.isEmpty ? (value ?? 0).millionths : (value ?? 0).thousandths }
}
