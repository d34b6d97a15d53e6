import Cells
import Explorer
import HRNet
import Testing

@Suite("Levels of pyramids")
struct PyramidTests {
  private static func architecture(_ head: any Head) -> Architecture {
    Architecture(
      width: 16, stemWidth: 32, stage1Units: 2, stage1Width: 32, modules: [1, 1, 1], unitsPerStream: 2, head: head)
  }

  @Test(
    "each has a row of the map, a map of its own and a colour of its own",
    arguments: [
      (PyramidHead(channels: 16) as any Head, ["1/4", "1/8", "1/16", "1/32", "1/64"]),
      (
        FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, levels: 5, stride: 2), units: 1) as any Head,
        ["1/8", "1/16", "1/32", "1/64", "1/128"]
      ),
    ])
  func rows(head: any Head, levels: [String]) throws {
    for size in [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 200, height: 60)] {
      var session = try SyntheticSession(size: size, architecture: Self.architecture(head))
      let lines = session.frame.text.split(separator: "\n")
      for level in levels {
        #expect(lines.contains { $0.hasPrefix("│") && $0.dropFirst().drop { $0 == " " }.hasPrefix(level) }, "\(level)")
      }
      // The labels of the maps, with their shapes or without.
      let labels = try #require(lines.first { line in levels.allSatisfy { line.contains($0) } })
      #expect(labels.contains("│"))
      // Down the levels, and no further.
      for level in levels {
        #expect(session.model.stream == level)
        try session.press("Down")
      }
      #expect(session.model.stream == levels.last)
    }
  }

  @Test("no two levels have one colour")
  func colors() throws {
    let session = try SyntheticSession(
      size: Size(width: 200, height: 60), appearance: .trueColor,
      architecture: Self.architecture(FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, stride: 2), units: 1)))
    let frame = session.frame
    var colors: [String: Color] = [:]
    for y in 0..<frame.size.height {
      let line = (1..<6).map { String(frame[x: $0, y: y].scalar) }.joined()
      guard let start = line.range(of: "1/") else { continue }
      let name = String(line[start.lowerBound...].prefix { $0 != " " })
      guard colors[name] == nil else { continue }
      let x = 1 + line.distance(from: line.startIndex, to: start.lowerBound)
      colors[name] = frame[x: x, y: y].style.foreground
    }
    #expect(colors.count == 6 && Set(colors.values).count == 6, "\(colors)")
  }
}

extension Model {
  /// The name of the resolution under the cursor.
  fileprivate var stream: String? {
    let index = min(screen.cursor.stream, column.nodes.count - 1)
    return "\(column.streams[index])"
  }
}
