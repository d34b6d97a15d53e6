import Cells
import Experiments
import HRNet

/// Two rows below the header where A minus B is shown: what sets the two states apart and what each costs; what became of the
/// results, or why they cannot be compared.
struct ComparisonLines {
  let model: Model
  let pinned: Pinned

  private var a: Study { pinned.study }

  static let rows = 2

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let sides = [true, false].map { isFull in
      [("A", a), ("B", model.study)].map { ($0, words(for: $1, isFull: isFull)) }
    }
    let candidates = [sides[0] + difference, sides[0], sides[1] + difference, sides[1]]
    func columns(_ pieces: [(String, String)]) -> Int { pieces.reduce(0) { $0 + Canvas.columns(of: $1.0 + $1.1) + 5 } }
    let fitting = candidates.first { columns($0) <= rect.width } ?? sides[1]
    let pieces = fitting.flatMap { [(" \($0) ", Theme.selected), (" \($1)  ", Theme.text)] }
    canvas.put(pieces, x: rect.x, y: rect.y, limit: rect.width)
    canvas.put(" " + results, x: rect.x, y: rect.y + 1, style: Theme.changed, limit: rect.width)
  }

  /// `HRNet-W32 · 28.54 M · 7.68 GMAC · 71.2 ms`: what the other has too is left out.
  private func words(for study: Study, isFull: Bool) -> String {
    let (a, b) = (a, model.study)
    var words: [String] = []
    if pinned.hasOwnNetwork {
      words = (isFull ? [study.subject.fullName] : []) + [study.costInWords]
    }
    if pinned.isOnOtherPicture {
      words.append(study.scene.name)
    } else if a.box != b.box {
      words.append(study.boxInWords)
    }
    if a.output.items != b.output.items { words.append(study.output.items) }
    if a.interventions != b.interventions {
      let counts = InterventionNote(study).counts
      words.append(counts.isEmpty ? "nothing cut" : counts)
    }
    if words.isEmpty { words = isFull ? ["the same", study.costInWords] : ["the same"] }
    if let current = study.current {
      words += current.milliseconds.map { ["\(Number.short($0)) ms"] } ?? []
      if isFull, current.recomputed < current.total {
        words.append("\(current.recomputed)/\(current.total) nodes again")
      }
    }
    return words.joined(separator: " · ")
  }

  /// What A costs more than B; nothing where that is nothing, or not known.
  private var difference: [(String, String)] {
    let b = model.study
    func signed(_ value: Double, _ places: Int) -> String {
      (value < 0 ? "−" : "+") + Number.fixed(abs(value), places: places)
    }
    var words: [String] = []
    if pinned.hasOwnNetwork {
      words = [
        "\(signed(Double(a.network.parameters - b.network.parameters) / 1e6, 2)) M",
        "\(signed(Double(a.network.multiplyAccumulates - b.network.multiplyAccumulates) / 1e9, 2)) GMAC",
      ]
    }
    if let one = a.current?.milliseconds, let other = b.current?.milliseconds {
      words.append("\(signed(one - other, 1)) ms")
    }
    return words.isEmpty ? [] : [("A−B", words.joined(separator: " · "))]
  }

  /// `mean Δ 12.3 px · max Δ 80 px · OKS 0.912 · 2 lost`
  private var results: String {
    guard let comparison = pinned.comparison else { return "A−B: still computing" }
    if let obstacle = comparison.obstacle { return model.posesOfTwoPictures ?? obstacle }
    guard let change = comparison.shown.change else { return "" }
    // What has a sign would say B minus A.
    let measures = change.measures.filter { !$0.isSigned }.map { measure in
      let number = measure.value.map { Number.fixed($0, places: measure.places) } ?? "–"
      return "\(measure.name) \(number)\(measure.unit.isEmpty ? "" : " \(measure.unit)")"
    }
    let lost = change.lost > 0 ? ["\(change.lost) lost in B alone"] : []
    return (["A−B: " + (measures.first ?? "")] + measures.dropFirst() + lost).joined(separator: " · ")
  }
}

extension Subject {
  /// The model's name, with that of its file.
  var fullName: String { modelName + (fileName.map { " \($0)" } ?? "") }
}

extension Study {
  /// What the network costs, whatever is cut: `28.54 M · 7.68 GMAC`.
  var costInWords: String {
    let (parameters, macs) = (Double(network.parameters) / 1e6, Double(network.multiplyAccumulates) / 1e9)
    return "\(Number.fixed(parameters, places: 2)) M · \(Number.fixed(macs, places: 2)) GMAC"
  }

  /// `box 20,30 80×120`
  fileprivate var boxInWords: String {
    "box \(Number.whole(box.x)),\(Number.whole(box.y)) \(Number.whole(box.width))×\(Number.whole(box.height))"
  }
}

extension Model {
  /// Two poses on two pictures in a line; nil where there are no two.
  fileprivate var posesOfTwoPictures: String? {
    guard pinned?.isOnOtherPicture == true, !inputShifts.isEmpty else { return nil }
    func mean(_ values: [Double]) -> String {
      values.isEmpty ? "–" : Number.fixed(values.reduce(0, +) / Double(values.count), places: 2)
    }
    let scores = [pinned?.study, study].map { mean(($0?.current?.reading.pose?.joints ?? []).map(\.score)) }
    return
      "two pictures, each in its crop: mean Δ \(mean(inputShifts.compactMap(\.self))) input px · "
      + "score A \(scores[0]), B \(scores[1])"
  }
}
