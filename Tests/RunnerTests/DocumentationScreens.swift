import Foundation
import TestSupport
import Testing

/// The captures in `Documentation/Screens`; `make screens` draws them anew.
@Suite("Screens in the documentation")
struct DocumentationScreens {
  private static let folder = Shared.inRepository("Documentation/Screens/")

  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + name, encoding: .utf8)
  }

  @Test("the script draws all of them, and the gallery shows each with words for who cannot see it")
  func complete() throws {
    let lines = try Self.text("make.sh").split(separator: "\n").filter { $0.hasPrefix("screen ") }
    let drawn: [String] = lines.map { line in String(line.split(separator: " ")[1]) }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".svg") }
    #expect(Set(drawn).count == drawn.count && drawn.map { $0 + ".svg" }.sorted() == files.sorted())
    let shown = try Self.text("README.md").matches(of: #/!\[(.+)\]\((.+)\)/#).map { match in String(match.2) }
    #expect(shown.sorted() == files.sorted())
  }

  @Test("each frame fits its size, and says which picture it is of")
  func sizes() throws {
    for line in try Self.text("make.sh").split(separator: "\n") where line.hasPrefix("screen ") {
      let words = line.split(separator: " ")
      let size = try #require(words[2].firstMatch(of: #/(\d+)x(\d+)/#))
      let svg = try Self.text("\(words[1]).svg")
      let (width, height) = (try #require(Int(size.1)) * 9 + 28, try #require(Int(size.2)) * 18 + 28)
      #expect(svg.contains("viewBox=\"0 0 \(width) \(height)\"") && svg.contains("<title>hrscope: "), "\(words[1])")
    }
  }
}
