import HRNet
import Pictures
import Testing

@testable import Experiments
@testable import Explorer

/// What the geometry panel writes of each way to frame a picture, held against the frame's own parts.
@Suite("Geometry of every framing")
struct GeometryTests {
  private static func session(_ head: any Head) throws -> SyntheticSession {
    var session = try SyntheticSession(
      architecture: Architecture(
        width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 1, 1], unitsPerStream: 2, head: head))
    try session.press(":", "g", "e", "o", "m", "Enter")
    return session
  }

  /// The two rows of the matrix, read back.
  private static func matrix(_ panel: GeometryPanel) throws -> [[Double]] {
    let rows = panel.lines.map(\.text).filter { $0.hasPrefix("[") }
    #expect(rows.count == 2)
    return rows.map { row in row.dropFirst().prefix { $0 != "]" }.split(separator: " ").compactMap { Double($0) } }
  }

  /// Holds the printed matrix against where two corners must lie, and the way back against nothing lost.
  private static func expect(
    _ session: SyntheticSession, origin: PicturePoint, corner: PicturePoint, of size: PictureSize, words: String
  ) throws {
    let panel = GeometryPanel(model: session.model)
    let rows = try matrix(panel)
    for (row, begin, end, length) in [
      (rows[0], origin.x, corner.x, size.width), (rows[1], origin.y, corner.y, size.height),
    ] {
      #expect(row.count == 3)
      #expect(abs(row[2] - begin) <= 0.0051, "\(row) begins at \(begin)")
      #expect(abs(row[0] + row[1] - (end - begin) / Double(length)) <= 0.000051, "\(row) ends at \(end)")
    }
    #expect(rows[0][1] == 0 && rows[1][0] == 0)
    #expect(panel.lines.contains { $0.text.contains(words) })
    #expect(panel.lines.contains { $0.lead == "and back" && $0.text.hasPrefix("off by 0.000000000 ") })
  }

  @Test("a padded frame keeps the ratio, and what is filled up lies outside of the picture")
  func padded() throws {
    let head = FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, stride: 2), units: 1)
    let session = try Self.session(head)
    guard case .padded(let input, _) = session.model.study.frame.way else {
      Issue.record("not padded")
      return
    }
    #expect((input.resized.width, input.resized.height) == (144, 192) && input.padded.width == 160)
    let picture = session.model.study.frame.picture
    try Self.expect(
      session, origin: PicturePoint(x: 0, y: 0), corner: PicturePoint(x: 144, y: 192), of: picture,
      words: "whole, to 144×192 with its ratio kept; zeros to the right and below, to 160×192")
  }

  @Test("a stretched frame scales columns and rows apart, whatever part is looked at")
  func stretched() throws {
    var session = try Self.session(V2Head(.classes, count: 4))
    let whole = PicturePoint(x: 160, y: 192)
    try Self.expect(
      session, origin: PicturePoint(x: 0, y: 0), corner: whole, of: session.model.study.frame.picture,
      words: "resized to 160×192 as it is, without padding")
    let lines = GeometryPanel(model: session.model).lines
    #expect(lines.contains { $0.text.contains("one of its pixels spans 0.75×0.83 of the picture's") })
    // A part of the picture, moved and made smaller.
    try session.press("b", "[", "[", "[", "Right", "Right", "Down", "Enter")
    guard case .stretched(let box) = session.model.study.frame.way else {
      Issue.record("not stretched")
      return
    }
    #expect(box.width < 120 && box.x > 0 && box.y > 0)
    try Self.expect(
      session, origin: PicturePoint(x: -box.x * 160 / box.width, y: -box.y * 192 / box.height),
      corner: PicturePoint(x: (120 - box.x) * 160 / box.width, y: (160 - box.y) * 192 / box.height),
      of: session.model.study.frame.picture, words: "without padding")
  }

  @Test("a middle cut out has one scale, and without a map there is no way back")
  func centred() throws {
    let session = try Self.session(ImageNetHead(classes: 9, widths: [2, 3, 4, 5], features: 20))
    let panel = GeometryPanel(model: session.model)
    let rows = try Self.matrix(panel)
    guard case .centred(let box) = session.model.study.frame.way else {
      Issue.record("not centred")
      return
    }
    #expect(abs(rows[0][0] - 160 / box.width) <= 0.000051 && abs(rows[1][1] - 192 / box.height) <= 0.000051)
    #expect(panel.lines.contains { $0.text == "no places: one answer for the whole input" })
    #expect(!panel.lines.contains { $0.lead == "and back" })
  }
}
