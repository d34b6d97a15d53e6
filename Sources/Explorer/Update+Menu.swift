import Cells
import Files

extension Model {
  /// Opens the list of commands. Those that matter where the person is stand first.
  mutating func openCommands(_ kind: Menu.Kind) -> [Effect] {
    playing.isOn = false
    let here = HintLine(model: self).commands.reduce(into: [Command]()) { if !$0.contains($1) { $0.append($1) } }
    let others = Command.allCases.filter { !here.contains($0) }
    guard kind == .help else {
      menu = Menu(kind, items: (here + others).map { item($0, in: kind) })
      return []
    }
    func section(_ name: String, _ items: [Menu.Item]) -> [Menu.Item] {
      items.map { item in
        var item = item
        item.section = name
        return item
      }
    }
    var items = section("what you see", Orientation(model: self).items)
    // What can be done stands below what is seen.
    let first = items.count
    items += section("here", here.map { item($0, in: kind) })
    for group in Command.Group.allCases {
      let all = others.filter { $0.entry.group == group }.map { item($0, in: kind) }
      items += section(group.title, all.filter(\.isAvailable) + all.filter { !$0.isAvailable })
    }
    items += section("signs on the map", HelpLegend.items(keyMap)) + section("words", Glossary.items)
    menu = Menu(kind, items: items)
    menu?.move(by: first)
    return []
  }

  private func item(_ command: Command, in kind: Menu.Kind) -> Menu.Item {
    let keys = keyMap.keys(of: command).map(\.symbol).joined(separator: " ")
    let (reason, help) = (unavailable(command), command.entry.deed(at: place).help)
    let text = reason.map { "not now: \($0) · \(help)" } ?? help
    return Menu.Item(
      label: kind == .palette ? command.name : keys.isEmpty ? keyMap.text(of: command) : keys,
      text: kind == .palette ? "\(keys)  \(text)" : text, choice: .command(command), isAvailable: reason == nil)
  }

  /// Everything typed goes to the open menu; only its few keys do something else.
  mutating func typeIntoMenu(_ key: Key) -> [Effect] {
    // As in shells and other pickers; letters by themselves are typed.
    let (previous, next) = (Key("p", .control), Key("n", .control))
    let typed = menu?.query ?? ""
    switch key.code {
    case .escape: menu = nil
    case .character where key == previous: menu?.move(by: -1)
    case .character where key == next: menu?.move(by: 1)
    case .character(let scalar) where key.modifiers.isEmpty:
      menu?.type(scalar)
      return followPath(since: typed)
    case .up: menu?.move(by: -1)
    case .tab where menu?.purpose != nil: return completePath()
    case .down, .tab: menu?.move(by: 1)
    case .pageUp: menu?.move(by: -10)
    case .pageDown: menu?.move(by: 10)
    case .home: menu?.move(by: -1000)
    case .end: menu?.move(by: 1000)
    case .backspace:
      // Deleting past the beginning leaves, as in other pickers.
      if menu?.deleteBackward() == false { menu = nil }
      return followPath(since: typed)
    case .enter: return choose()
    case .character, .left, .right, .backTab, .delete, .insert, .function:
      // Leaving the program and setting it aside work everywhere.
      if let command = keyMap[key], command.entry.group == .program, !key.modifiers.isEmpty { return perform(command) }
    }
    return []
  }

  mutating func choose() -> [Effect] {
    guard let open = menu else { return [] }
    guard let item = open.selected else { return openTypedPath() }
    if item.choice == .nothing {
      if open.kind == .boxes { menu = nil }
      return []
    }
    menu = nil
    switch item.choice {
    case .nothing: return []
    case .command(let command): return perform(command)
    case .folder(let path): return openPicker(path, open.purpose ?? .look)
    case .output(let output): return [.write(output)]
    case .picture(let path): return open.purpose == .donor ? [.openDonor(path: path)] : self.open(path)
    case .target(let target): return jump(to: target)
    case .sweepAgain: return startSweep()
    case .forgetSweep: return dismissSweep()
    case .contribution(let contribution): return choose(contribution)
    case .lesson(let named): return beginAfresh(named.lesson)
    case .leaveLesson: return leaveLesson()
    case .patchFrom: return openPicker(study.scene.path.map(Self.folder) ?? ".", .donor)
    }
  }
}
