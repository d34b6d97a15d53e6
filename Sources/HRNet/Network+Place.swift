extension Network {
  /// The column at the place of another network's: the one whose nodes have the same addresses. Where there is none, the
  /// nearest before it by stage, module and unit; of heads that differ, where each says what it says.
  ///
  /// - Parameter index: into the other network's `columns`.
  public func column(at index: Int, of other: Network) -> Int {
    guard architecture.body.metadataName == other.architecture.body.metadataName else {
      return moment(of: index, in: other)
    }
    let column = other.columns[index]
    let addresses = column.nodes.map { other[$0].address }
    // Of a head whose streams go different ways, several columns have the finest one's node.
    if let same = columns.firstIndex(where: { $0.nodes.map { self[$0].address } == addresses })
      ?? columns.firstIndex(where: { self[$0.nodes[0]].address == addresses[0] })
    {
      return same
    }
    if column.nodes.contains(other.outputs[0].nodes[0]),
      let own = columns.firstIndex(where: { $0.nodes.contains(outputs[0].nodes[0]) })
    {
      return own
    }
    let place = other.place(of: index)
    return columns.indices.last { !place.lexicographicallyPrecedes(self.place(of: $0)) } ?? 0
  }

  /// Of bodies that have nothing in common, the moment: input at input, stem at stem, head at head, and between as far from
  /// the beginning and from the end.
  private func moment(of index: Int, in other: Network) -> Int {
    let phase = other.columns[index].phase
    let (own, others) = (columns(of: phase), other.columns(of: phase))
    guard let first = own.first, let last = own.last, let start = others.first else {
      return columns.indices.last { columns[$0].phase <= phase } ?? 0
    }
    let share = others.count > 1 ? Double(index - start) / Double(others.count - 1) : 1
    return first + Int((share * Double(last - first)).rounded())
  }

  private func columns(of phase: Int) -> [Int] { columns.indices.filter { columns[$0].phase == phase } }

  /// Numbers that order the columns of all networks alike.
  private func place(of index: Int) -> [Int] {
    let column = columns[index]
    switch column.content {
    case .input: return [0]
    case .stem: return [1, index]
    case .transition(let number): return [2, number + 1]
    case .unit(let module, let unit): return [2, module.stage, module.module, unit]
    case .exchange(let module) where module.site == .module: return [2, module.stage, module.module, .max]
    case .decoder(let number): return [2, .max, number]
    case .stack(let number): return [2, number, index - firstIndex(of: column.section)]
    case .exchange(let skip): return [2, skip.stage, index - firstIndex(of: column.section)]
    case .head: return [3, index - firstIndex(of: column.section)]
    }
  }

  private func firstIndex(of section: Column.Section) -> Int { columns.firstIndex { $0.section == section } ?? 0 }
}

extension Column {
  /// What all networks have one after another: input, stem, body, head.
  fileprivate var phase: Int {
    switch section {
    case .input: 0
    case .stem: 1
    case .stage, .stack, .decoder: 2
    case .head: 3
    }
  }
}
