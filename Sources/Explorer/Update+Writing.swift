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
    items.append(
      Menu.Item(
        label: "session .txt", text: "everything done until now, for hrscope explore --replay",
        choice: .output(.session)))
    menu = Menu(.outputs, items: items)
    return []
  }
}
