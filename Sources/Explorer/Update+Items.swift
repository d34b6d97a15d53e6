extension Model {
  mutating func changeLayer(by step: Int) -> [Effect] {
    let layers = PictureLayer.allCases.filter {
      $0.isOf(said) && (!$0.isOcclusion || study.tracing.occlusion?.map != nil)
    }
    tastes.layer = layer.next(in: layers, by: step)
    if Layout(self).picture == nil { notice = "the picture shows: \(layer.rawValue.asWords) · \(wayToPanel)" }
    return []
  }

  /// Where what was changed is not on the screen.
  private var wayToPanel: String { "\(keyMap.text(of: .focusNext)) goes there" }

  mutating func toggleTruth() -> [Effect] {
    tastes.showsTruth.toggle()
    if Layout(self).picture == nil {
      notice = "true joints are \(tastes.showsTruth ? "shown" : "hidden") on the picture · \(wayToPanel)"
    }
    return []
  }

  mutating func changeJointOrder() -> [Effect] {
    tastes.jointOrder = tastes.jointOrder.next(in: JointOrder.allCases.filter { $0 != .error || study.truth != nil })
    // A panel has it in its title, if it has room for one.
    let width = Layout(self).joints?.width ?? 0
    if width < 30 {
      let order = tastes.jointOrder == .body ? "the body" : tastes.jointOrder.rawValue
      notice = "joints are sorted by \(order)" + (width == 0 ? " · \(wayToPanel)" : "")
    }
    return []
  }

  /// Moves along the rows of the table, however it is sorted.
  mutating func chooseJoint(by step: Int) -> [Effect] {
    let rows = itemRows
    guard let first = rows.first else { return [] }
    guard let row = rows.firstIndex(of: screen.selectedItem) else { return choose(item: first) }
    guard rows.indices.contains(row + step) else {
      return tell("the list \(step < 0 ? "begins" : "ends") here: \(itemName(screen.selectedItem))")
    }
    return choose(item: rows[row + step])
  }

  /// A trace follows the chosen item.
  mutating func choose(item: Int) -> [Effect] {
    screen.selectedItem = item
    // Elsewhere the chosen one is hardly seen.
    if screen.focus != .joints, screen.look != .trace, !layer.isOfOneJoint { notice = "chosen: \(itemName(item))" }
    return screen.look == .trace ? summarise() : []
  }
}
