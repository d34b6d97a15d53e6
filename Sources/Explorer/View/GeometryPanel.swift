import Cells
import Experiments
import HRNet
import Pictures

/// From the picture to the network's input and to what the network puts out, step by step in numbers, and back for the
/// chosen item.
struct GeometryPanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.panel(
      rect, title: "geometry · from picture to input and back", isFocused: model.screen.focus == .streams,
      appearance: model.screen.appearance)
    var rows = Rows(inside)
    for line in lines {
      let room = max(inside.width - Self.lead, 1)
      let texts = Canvas.columns(of: line.text) <= room ? [line.text] : Canvas.wrapped(line.text, width: room)
      for (index, text) in texts.enumerated() {
        rows.put(
          [((index == 0 ? line.lead : "").padded(toColumns: Self.lead), Theme.strong), (text, Theme.text)], on: &canvas)
      }
    }
  }

  private static let lead = 11

  /// Rows that it fills; a line may be broken.
  static let rows = 10

  private var frame: PictureFrame { model.study.frame }

  /// What is done, in its order.
  var lines: [(lead: String, text: String)] {
    [("picture", "\(frame.picture.width)×\(frame.picture.height) pixels\(person)")] + framing + affine + [input] + maps
      + back
  }

  /// Whose box it is that a crop is made around.
  private var person: String { frame.crop.map { "; the person's box \(Self.text($0.person))" } ?? "" }

  private static func place(_ x: Double, _ y: Double, places: Int = 2) -> String {
    "(\(Number.fixed(x, places: places)), \(Number.fixed(y, places: places)))"
  }

  private static func text(_ box: Box) -> String {
    "\(place(box.x, box.y, places: 1)), \(Number.fixed(box.width, places: 1))×\(Number.fixed(box.height, places: 1))"
  }

  /// Which part of the picture is taken.
  private var framing: [(String, String)] {
    let size = "\(frame.input.width)×\(frame.input.height)"
    switch frame.way {
    case .crop(let crop):
      let shape = Double(crop.input.width) / Double(crop.input.height)
      let grown = max(crop.person.width, crop.person.height * shape)
      let padding = grown > 0 ? crop.grownWidth / grown : 0
      return [
        ("padded box", "grown to the shape \(size), then ×\(Number.short(padding)): \(Self.text(crop.box))")
      ]
    case .stretched(let box): return [("box", "\(Self.text(box)), resized to \(size) as it is, without padding")]
    case .centred(let box):
      return [("middle", "\(Self.text(box)): short side to 256 for an input of 224, then the middle cut out")]
    case .padded(let input, _):
      return [
        (
          "resized",
          "whole, to \(input.resized.width)×\(input.resized.height) with its ratio kept; zeros to the right and below, to \(size)"
        )
      ]
    }
  }

  /// Columns and rows scale apart; nothing turns.
  private var affine: [(String, String)] {
    let (origin, scale) = (frame.inputPoint(PicturePoint(x: 0, y: 0)), scale)
    func row(_ factors: [Double], _ offset: Double) -> String {
      let numbers = factors.map { Number.fixed($0, places: 4).paddedLeft(toColumns: 8) }.joined(separator: " ")
      return "[ \(numbers) \(Number.fixed(offset, places: 2).paddedLeft(toColumns: 9)) ]"
    }
    return [
      ("affine", "\(row([scale.x, 0], origin.x)) · (x, y, 1) = x in the input"),
      ("", "\(row([0, scale.y], origin.y)) · (x, y, 1) = y"),
    ]
  }

  /// Input pixels to one of the picture.
  private var scale: (x: Double, y: Double) {
    let (origin, one) = (frame.inputPoint(PicturePoint(x: 0, y: 0)), frame.inputPoint(PicturePoint(x: 1, y: 1)))
    return (one.x - origin.x, one.y - origin.y)
  }

  private var input: (String, String) {
    let (across, down) = (1 / scale.x, 1 / scale.y)
    let scale =
      abs(across - down) < 0.005
      ? Number.fixed(across, places: 2) : "\(Number.fixed(across, places: 2))×\(Number.fixed(down, places: 2))"
    let isUnbiased = frame.crop?.isUnbiased == true
    return (
      "input",
      "\(frame.input.width)×\(frame.input.height): one of its pixels spans \(scale) of the picture's"
        + (isUnbiased ? ", counted between the centres of the outermost ones" : "")
    )
  }

  /// The map that is read.
  private var map: Shape? {
    let shape = model.study.network[model.study.output.nodes[0]].shape
    return shape.width > 1 && shape.height > 1 ? shape : nil
  }

  private var maps: [(String, String)] {
    guard let map else { return [("output", "no places: one answer for the whole input")] }
    func value(_ at: Double) -> (x: Double, y: Double) {
      frame.mapPoint(PicturePoint(x: at, y: at), width: map.width, height: map.height)
    }
    let half = max(1 / (value(1).x - value(0).x), 1 / (value(1).y - value(0).y)) / 2
    let name = if case .heatMaps = model.study.output { "heat map" } else { "output" }
    return [
      (
        name,
        "\(map.width)×\(map.height): a value to \(Number.short(Double(frame.input.width) / Double(map.width))) input pixels; "
          + "rounding: up to \(Number.fixed(half, places: 1)) picture pixels"
      )
    ]
  }

  /// The chosen item's place, through all of it and back.
  private var back: [(String, String)] {
    guard let map else { return [] }
    let items = model.study.current?.reading.items ?? []
    let item = items[safe: model.screen.selectedItem]
    let place = item?.place
    let isJoint = model.decodedJoint != nil
    let name =
      place == nil
      ? "the middle" : isJoint ? model.itemName(model.screen.selectedItem, isShort: true) : item?.name ?? ""
    let start = place ?? frame.seen.centre
    let (u, v) = frame.mapPoint(start, width: map.width, height: map.height)
    let input = frame.inputPoint(start)
    let again = frame.picturePoint(x: u, y: v, width: map.width, height: map.height)
    let way =
      "\(Self.place(u, v)) → input \(Self.place(input.x, input.y)) → picture \(Self.place(start.x, start.y))"
    return [
      (String(name.prefix(Self.lead - 1)), way),
      (
        "and back",
        "off by \(Number.fixed(again.distance(to: start), places: 9)) picture pixels after the round trip"
      ),
    ]
  }
}
