import Cells
import Experiments
import Pictures
import Recognition

/// The class map over the picture: what class stands at every dot, and its colour.
struct ClassPainting {
  let content: ClassMapReading
  /// With nothing cut, where the layer shows what has changed.
  private let before: ClassMap?
  private let frame: PictureFrame
  /// The extent of what is drawn, in pixels of the crop or of the whole picture.
  private let extent: (width: Int, height: Int)
  private let isCrop: Bool

  /// Nil where the layer that is shown has no classes in it.
  init?(_ model: Model) {
    guard model.paintsClasses, let content = model.shown?.classMap else { return nil }
    self.content = content
    frame = model.study.frame
    isCrop = model.layer.isCrop
    extent = (model.layerPicture.width, model.layerPicture.height)
    guard model.layer == .classChange else {
      before = nil
      return
    }
    let map = model.shownBefore?.classMap?.map
    guard let map, (map.width, map.height) == (content.map.width, content.map.height) else { return nil }
    before = map
  }

  /// The class at the middle of a dot, and whether it is to be painted; nil outside of what the network saw, and where
  /// nothing is said.
  func label(x: Int, y: Int, of size: Size) -> (label: Int, isPainted: Bool)? {
    let (u, v) = (
      (Double(x) + 0.5) / Double(size.width) * Double(extent.width),
      (Double(y) + 0.5) / Double(size.height) * Double(extent.height)
    )
    let point =
      isCrop
      ? frame.picturePoint(x: u, y: v, width: extent.width, height: extent.height) : PicturePoint(x: u, y: v)
    let map = content.map
    let (column, row) = (point.x.rounded(.down), point.y.rounded(.down))
    guard column >= 0, row >= 0, column < Double(map.width), row < Double(map.height) else { return nil }
    let label = map[Int(column), Int(row)]
    guard label < map.classes else { return nil }
    return (Int(label), before.map { $0[Int(column), Int(row)] != label } ?? true)
  }
}

extension Model {
  /// Whether the layer that is shown has classes in it. What the network sees is shown bare, and so is what was blocked.
  var paintsClasses: Bool {
    guard case .classMap = said else { return false }
    return layer != .crop && !layer.isOcclusion
  }
}

extension Photograph {
  /// The classes' colours over the picture, through which it can be seen. Without colours the letters that the panel
  /// writes say it.
  static func layClasses(_ model: Model, over grid: inout PixelGrid) {
    guard model.screen.appearance.depth != .none, let painting = ClassPainting(model) else { return }
    let size = Size(width: grid.width, height: grid.height)
    let opacity = model.layer == .photograph ? 0.55 : 0.75
    for y in 0..<grid.height {
      for x in 0..<grid.width {
        guard let (label, isPainted) = painting.label(x: x, y: y, of: size), let below = grid[x: x, y: y] else {
          continue
        }
        grid[x: x, y: y] =
          isPainted
          ? below.mixed(with: painting.content.names.color(of: label), opacity) : below.mixed(with: .black, 0.6)
      }
    }
  }
}

extension ClassNames {
  /// The colour that people know a class by.
  func color(of label: Int) -> Cells.Color {
    let color = colors[label % max(colors.count, 1)]
    return Cells.Color(color.red, color.green, color.blue)
  }

  /// What stands for a class where there are few colours or none; letters come again where there are more classes.
  static func letter(of label: Int) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return String(letters.dropFirst(label % letters.count).prefix(1))
  }

  /// A class's letter on its colour.
  func swatch(of label: Int) -> (String, Style) {
    let color = color(of: label)
    return (" \(Self.letter(of: label)) ", Style(color.lightness > 0.6 ? .black : .white, on: color))
  }
}
