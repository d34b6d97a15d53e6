import Capture
import HRNet

extension Model {
  /// Opens the list of what can be written.
  mutating func openOutputs() -> [Effect] {
    playing.isOn = false
    let screens: [(CaptureFormat, String)] = [
      (.png, "a picture"), (.svg, "a drawing that stays sharp, for documents"),
      (.ansi, "text in colour, for cat"), (.text, "the glyphs alone"),
    ]
    var items = screens.map { format, text in
      Menu.Item(label: "screen .\(format.rawValue)", text: text, choice: .output(.screen(format)))
    }
    items.append(
      Menu.Item(
        label: "tensor .npy",
        text: "\(node.address), \(node.shape), as it is now\(pinned == nil ? "" : " in B"), for numpy",
        choice: .output(.tensor(node.id))))
    let reason = boxesMissingReason
    items.append(
      Menu.Item(
        label: "boxes .json", text: reason.map { "not now: \($0)" } ?? "those made by hand, beside the picture",
        choice: .command(.saveBoxes), isAvailable: reason == nil))
    items.append(
      Menu.Item(
        label: "session .txt", text: "everything done until now, for hrscope explore --replay",
        choice: .output(.session)))
    menu = Menu(.outputs, items: items)
    return []
  }

  /// Asks before anything is added to a file that somebody else may have written.
  mutating func askToAddBoxes(_ file: String, _ people: Int) {
    let known = people == 1 ? "one person" : "\(people) people"
    menu = Menu(
      .boxes,
      items: [
        Menu.Item(
          label: "add", text: "to \(file), which describes \(known); all that is in it stays",
          choice: .output(.boxes(mayChange: true))),
        Menu.Item(label: "leave it", text: "nothing is written", choice: .nothing),
      ])
  }
}
