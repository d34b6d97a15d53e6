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
    guard let first = rows.first else { return [] }
    guard let row = rows.firstIndex(of: screen.selectedJoint) else { return choose(joint: first) }
    return choose(joint: rows[min(max(row + step, 0), rows.count - 1)])
  }

  /// A trace follows the chosen joint.
  mutating func choose(joint: Int) -> [Effect] {
    screen.selectedJoint = joint
    return screen.look == .trace ? summarise() : []
  }
}
