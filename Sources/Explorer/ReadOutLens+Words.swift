import Cells
import Experiments
import Files
import HRNet

// Who reads early, in words.
extension Model {
  /// `probe s4.m1>1/8`, or `head, early`.
  var readerTitle: String {
    switch readOut?.reader {
    case .probe(let node, _): "probe \(study.network[node].address)"
    case .head: "head, early"
    case nil: "no read-out here"
    }
  }

  /// What is to be known about who reads here, after a number: how much a probe finds of a set, or which streams a head reads
  /// zeros of.
  var readerFacts: String {
    switch readOut?.reader {
    case .probe(let node, let isConcatenated):
      guard let kind = study.probedKind,
        let facts = study.subject.probes.facts(of: node, kind, isConcatenated: isConcatenated),
        let share = facts.entry.measured
      else { return "" }
      let metric = kind == .joints ? "PCK" : "mIoU"
      let set = facts.set.validationName.map { " on \($0)" } ?? " held out"
      return " · \(metric) \(Number.percent(share))\(set)"
    case .head(let readOut):
      let missing = study.network.missingStreams(readOut)
      let silent = missing.isEmpty ? "" : " · \(missing.map { "\($0)" }.joined(separator: ", ")) not there yet: zeros"
      return study.prefersProbes ? "\(silent) · by the head: no probe here" : silent
    case nil: return ""
    }
  }

  /// Of the set that reads the resolution under the cursor, as `readerNotes`, whether it reads at the cursor or not.
  var probesNotes: [String] {
    guard let set = study.probedKind.flatMap(study.subject.probes.set) else { return [] }
    return notes(on: set).map { $0.replacing("probe fitted", with: "fitted") }
  }

  /// What is to be known about the probe that reads here, the longest way to say it first: that it was fitted to the network as
  /// it was then. Empty where the network is that.
  var readerNotes: [String] {
    guard case .probe(let node, let isConcatenated)? = readOut?.reader, let kind = study.probedKind,
      let set = study.subject.probes.facts(of: node, kind, isConcatenated: isConcatenated)?.set
    else { return [] }
    return notes(on: set)
  }

  /// The same of a set of probes, whether one of them reads here or not: under what it was fitted, and at which input size where
  /// that is not this network's.
  func notes(on set: FittedProbes) -> [String] {
    let cuts = cutNotes(on: set)
    guard set.input != study.network.input else { return cuts }
    let size = "\(set.input.height)×\(set.input.width)"
    return cuts.isEmpty
      ? ["probe fitted and measured at \(size)", "fitted at \(size)"]
      : cuts.map { "\($0), at \(size)" } + cuts
  }

  /// Behind such a note, where numbers over the set of pictures stand below it: nothing was cut when they were measured.
  var measuredUncut: String {
    study.interventions.isEmpty ? "" : " · over the set measured with nothing cut"
  }

  private func cutNotes(on set: FittedProbes) -> [String] {
    let changes = set.changes
    if !changes.isEmpty {
      let list = changes.joined(separator: ", ")
      return ["probe fitted under \(list)", "fitted under \(list)", "fitted under cuts"]
    }
    return study.interventions.isEmpty
      ? [] : ["probe fitted on the uncut network", "fitted on the uncut", "fitted uncut"]
  }

  /// Under the lens, what is read of the resolution under the cursor, in the order of time: by who goes before where that reads
  /// any of it, else by the other. A head reads what all streams hold, whatever resolution is looked at.
  var course: [ReadOutDepth] {
    let (columns, stream) = (study.network.columns, stream(at: currentStream))
    var (probes, heads) = ([ReadOutDepth](), [ReadOutDepth]())
    for depth in study.readOuts {
      switch depth.reader {
      case .probe(let node, isConcatenated: false):
        let column = columns[depth.column]
        if zip(column.nodes, column.streams).contains(where: { $0 == (node, stream) }) { probes.append(depth) }
      case .head: heads.append(depth)
      case .probe: break
      }
    }
    let (first, second) = study.prefersProbes ? (probes, heads) : (heads, probes)
    return first.isEmpty ? second : first
  }
}

extension FittedProbes {
  /// What was changed in the network that they were fitted to: `cut final`.
  var changes: [String] { options.filter { !$0.hasPrefix("upsampling ") } }

  /// The sets of pictures they were fitted to and measured on, as they were named, without their folders.
  var setName: String { Self.name(ofSet: set) }
  var validationName: String? { validation.map(Self.name) }

  private static func name(ofSet set: String) -> String {
    let name = FileName.last(set)
    return printable(name == "joints.json" ? FileName.last(String(set.dropLast(name.count + 1))) : name)
  }
}
