import Cells

/// The kinds of files that a frame is written to.
public enum CaptureFormat: String, CaseIterable, Sendable {
  /// The glyphs.
  case text = "txt"
  /// The glyphs with control sequences for colours, for `cat`.
  case ansi = "ans"
  case svg
  case png

  /// The format a file's name asks for; nil for other names.
  public init?(path: String) {
    guard let format = Self.allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) else {
      return nil
    }
    self = format
  }

  /// A frame as a file of this format.
  ///
  /// - Parameters:
  ///   - frame: composed with the full means.
  ///   - appearance: what the frame is reduced to first, as a terminal would show it.
  ///   - title: of the document, where the format has a place for it.
  /// - Throws: `CaptureError` where memory for the font is short; only `png` does.
  public func encode(_ frame: Canvas, appearance: Appearance, title: String) throws(CaptureError) -> [UInt8] {
    let frame = frame.degraded(for: appearance)
    switch self {
    case .text: return Array((frame.text + "\n").utf8)
    case .ansi: return Array(frame.ansi(depth: appearance.depth).utf8)
    case .svg: return Array(frame.svg(title: title).utf8)
    case .png: return try Raster(Drawing(frame), scale: Self.scale).picture.pngData()
    }
  }

  /// Pixels of a PNG to one of the drawing: a projector's 1920 are 100 columns.
  private static let scale = 2
}

/// Why a frame cannot be drawn.
public enum CaptureError: Error, Hashable, CustomStringConvertible {
  case noFont

  public var description: String { "the built-in font cannot be opened (out of memory)" }
}
