extension Canvas {
  /// The canvas as a standalone SVG 1.1 document in a dark window, for pages that cannot show a terminal.
  ///
  /// Blocks, shades and lines are drawn as rectangles on whole pixels, everything else as monospaced text; each run of
  /// text is given its exact length, so that columns stay in line whichever font the reader has.
  ///
  /// - Parameter title: The document's title for screen readers and tooltips; `nil` or empty for none.
  public func svg(title: String?) -> String {
    let drawing = Drawing(self)
    let (width, height) = (drawing.size.width, drawing.size.height)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\">"
    ]
    if let title, !title.isEmpty {
      lines.append("<title>\(title.unicodeScalars.map(\.xmlEscaped).joined())</title>")
    }
    lines.append("<rect width=\"\(width)\" height=\"\(height)\" rx=\"8\" fill=\"\(Drawing.background.cssName)\"/>")
    lines.append("<g transform=\"translate(\(Drawing.margin) \(Drawing.margin))\">")
    lines.append("<g shape-rendering=\"crispEdges\">")
    lines += drawing.surfaces.map(\.svg)
    lines.append("</g>")
    lines.append(
      "<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, 'SF Mono', Consolas, monospace\" "
        + "font-size=\"\(Drawing.fontSize)\" fill=\"\(Drawing.foreground.cssName)\" xml:space=\"preserve\">")
    lines += drawing.texts.map(\.svg)
    lines += ["</g>", "</g>", "</svg>"]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Drawing.Surface {
  fileprivate var svg: String {
    let faint = opacity == 1 ? "" : " fill-opacity=\"\(opacity)\""
    return "<rect x=\"\(rect.x)\" y=\"\(rect.y)\" width=\"\(rect.width)\" height=\"\(rect.height)\" "
      + "fill=\"\(color.cssName)\"\(faint)/>"
  }
}

extension Drawing.Text {
  fileprivate var svg: String {
    var attributes = "x=\"\(origin.x)\" y=\"\(origin.y)\" textLength=\"\(columns * Drawing.cellWidth)\""
    if let color = style.foreground { attributes += " fill=\"\(color.cssName)\"" }
    if style.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if style.attributes.contains(.dim) { attributes += " fill-opacity=\"0.6\"" }
    if style.attributes.contains(.italic) { attributes += " font-style=\"italic\"" }
    if style.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    return "<text \(attributes)>\(scalars.map(\.xmlEscaped).joined())</text>"
  }
}

extension Unicode.Scalar {
  /// The scalar in the text of an XML document; one that XML forbids becomes U+FFFD.
  fileprivate var xmlEscaped: String {
    switch self {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case _ where columns < 0: "\u{FFFD}"
    default: String(self)
    }
  }
}
