import HRNet

// Answers are older than the model that draws them: since they were asked for, layout, mode, size, network or picture may
// have changed. So what is drawn of an answer is laid out by what the answer says of itself, its request and the number of
// its maps, and never by what would be asked for now.
extension Model {
  /// The last summary, where it is of the step under the cursor; nil while only that of another step is at hand.
  var step: StepSummary? {
    study.summary?.request.column == screen.cursor.column
      && study.summary?.request.layersLeft == screen.cursor.layersLeft
      ? study.summary : nil
  }

  /// How the maps that are drawn came about.
  var drawnMode: MapMode { step?.request.mode ?? tastes.mapMode }
}

extension StepSummary {
  /// The stream that a node puts out; nil where the answer does not hold it.
  subscript(node: Node.ID) -> StreamSummary? { streams.first { $0.node == node } }
}

extension ExchangeSummary {
  /// The term of an edge; nil where the answer does not hold it.
  func term(to destination: Int, from source: Int) -> TermSummary? {
    guard terms.indices.contains(destination), terms[destination].indices.contains(source) else { return nil }
    return terms[destination][source]
  }
}

extension SummaryRequest {
  /// How many maps of a mosaic stand side by side: as many as was asked for, or more where that many have come.
  func mosaicSide(stream: Int, maps: Int) -> Int {
    let asked = mosaicCounts.indices.contains(stream) ? mosaicCounts[stream] : 0
    var side = 1
    while side * side < max(asked, maps) { side += 1 }
    return side
  }
}
