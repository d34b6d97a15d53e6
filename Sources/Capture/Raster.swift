import CFont
import Cells
import Pictures

/// A drawing as pixels, each of its own pixels `scale` × `scale`.
struct Raster {
  private let scale: Int
  private let width: Int
  private let height: Int
  /// Row by row.
  private var pixels: [Color]
  private let fonts: [GlyphFont]

  /// - Throws: `CaptureError.noFont` where memory is short.
  init(_ drawing: Drawing, scale: Int) throws(CaptureError) {
    self.scale = scale
    (width, height) = (drawing.size.width * scale, drawing.size.height * scale)
    pixels = Array(repeating: Drawing.background, count: width * height)
    var fonts: [GlyphFont] = []
    for weight in [HRS_FONT_REGULAR, HRS_FONT_BOLD] {
      guard let font = GlyphFont(weight, pixels: Drawing.fontSize * Double(scale)) else { throw .noFont }
      fonts.append(font)
    }
    self.fonts = fonts
    for surface in drawing.surfaces { fill(surface.rect, surface.color, opacity: surface.opacity) }
    for text in drawing.texts { draw(text) }
  }

  var picture: Picture {
    Picture(width: width, height: height, pixels: pixels.flatMap { [$0.r, $0.g, $0.b] })
  }

  /// Fills a rectangle of the drawing's pixels, counted from the cells' top left corner.
  private mutating func fill(_ rect: Rect, _ color: Color, opacity: Double) {
    let (left, top) = ((rect.x + Drawing.margin) * scale, (rect.y + Drawing.margin) * scale)
    for y in top..<top + rect.height * scale {
      for x in left..<left + rect.width * scale { blend(color, opacity, x: x, y: y) }
    }
  }

  private mutating func draw(_ text: Drawing.Text) {
    let color = text.style.foreground ?? Drawing.foreground
    let opacity = text.style.attributes.contains(.dim) ? 0.6 : 1
    var column = 0
    for scalar in text.scalars {
      let x = text.origin.x + column * Drawing.cellWidth
      draw(scalar, text.style.attributes, x: x, baseline: text.origin.y, color, opacity)
      column += Cell(scalar: scalar).width
    }
    if text.style.attributes.contains(.underline) {
      let line = Rect(
        x: text.origin.x, y: text.origin.y + 1, width: text.columns * Drawing.cellWidth, height: 1)
      fill(line, color, opacity: opacity)
    }
  }

  private mutating func draw(
    _ scalar: Unicode.Scalar, _ attributes: Attributes, x: Int, baseline: Int, _ color: Color, _ opacity: Double
  ) {
    let font = fonts[attributes.contains(.bold) ? 1 : 0]
    let (left, bottom) = ((x + Drawing.margin) * scale, (baseline + Drawing.margin) * scale)
    font.draw(scalar, isSlanted: attributes.contains(.italic)) { column, row, coverage in
      blend(color, opacity * coverage, x: left + column, y: bottom + row)
    }
  }

  private mutating func blend(_ color: Color, _ share: Double, x: Int, y: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let index = y * width + x
    pixels[index] = share == 1 ? color : pixels[index].mixed(with: color, share)
  }
}

/// The built-in font in one weight and size.
private final class GlyphFont {
  private let font: OpaquePointer

  init?(_ weight: hrs_font_weight, pixels: Double) {
    guard let font = hrs_font_open(weight, pixels) else { return nil }
    self.font = font
  }

  deinit { hrs_font_close(font) }

  /// Tells the coverage, 0…1, of every pixel a glyph touches: to the right of its origin, and below the baseline.
  func draw(_ scalar: Unicode.Scalar, isSlanted: Bool, _ body: (_ x: Int, _ y: Int, _ coverage: Double) -> Void) {
    var glyph = hrs_font_glyph()
    guard hrs_font_draw(font, scalar.value, isSlanted, &glyph), let coverage = glyph.coverage else { return }
    for row in 0..<Int(glyph.rows) {
      for column in 0..<Int(glyph.columns) {
        let value = coverage[row * Int(glyph.pitch) + column]
        if value > 0 { body(Int(glyph.left) + column, row - Int(glyph.top), Double(value) / 255) }
      }
    }
  }
}
