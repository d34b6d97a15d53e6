extension Model {
  mutating func changeLayer(by step: Int) -> [Effect] {
    let layers = PictureLayer.allCases.filter {
      $0.isOf(study.output) && (!$0.isOcclusion || study.tracing.occlusion?.map != nil)
    }
    tastes.layer = layer.next(in: layers, by: step)
    return []
  }

  mutating func toggleTruth() -> [Effect] {
    tastes.showsTruth.toggle()
    return []
  }

  mutating func changeJointOrder() -> [Effect] {
    tastes.jointOrder = tastes.jointOrder.next(in: JointOrder.allCases.filter { $0 != .error || study.truth != nil })
    return []
  }

  /// Moves along the rows of the table, however it is sorted.
  mutating func chooseJoint(by step: Int) -> [Effect] {
    let rows = itemRows
    guard let row = rows.firstIndex(of: screen.selectedItem) else { return [] }
    return choose(item: rows[min(max(row + step, 0), rows.count - 1)])
  }

  /// A trace follows the chosen item.
  mutating func choose(item: Int) -> [Effect] {
    screen.selectedItem = item
    return screen.look == .trace ? summarise() : []
  }
}
