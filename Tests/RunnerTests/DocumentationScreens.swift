import Cells
import Explorer
import Foundation
import TestSupport
import Testing

@testable import Runner

/// The screens in README.md and Documentation: the real network on the default picture.
/// `HRSCOPE_RECORD=1 swift test --filter DocumentationScreens` draws them anew.
@Suite("Screens in the documentation")
struct DocumentationScreens {
  static let screens: [(name: String, title: String, keys: [String], says: String)] = [
    ("streams", "hrscope: the streams before the last exchange unit", ["{", "Left"], "1/32"),
    ("exchange", "hrscope: one edge of an exchange unit is cut", ["{", "{", "Enter", "Right", "f"], "cut"),
    ("within", "hrscope: the exchange units within stages are cut", ["3", "{", "Left", "n"], "OKS"),
    ("mosaic", "hrscope: the strongest channels, zoomed", ["{", "Left", "n", "n", "Tab", "z"], "strongest"),
    (
      "read-out", "hrscope: the pose is read early, three modules before the end", ["e", "{", "{", "{"],
      "early read-out"
    ),
    (
      "trace", "hrscope: where the right knee's score comes from, and what it hangs on", ["t", "J", "B", "{", "Left"],
      "score falls by up to"
    ),
    ("rewound", "hrscope: rewound to stage 2", ["Home", "}", "}", "Right", "Right"], "s2.m1"),
  ]

  @Test("show what they are there for", arguments: screens.map(\.name))
  func screen(name: String) throws {
    let screen = try #require(Self.screens.first { $0.name == name })
    var session = try RealSession(appearance: .trueColor)
    try session.press(screen.keys)
    let frame = view(session.model)
    #expect(frame.text.contains(screen.says))
    guard ProcessInfo.processInfo.environment["HRSCOPE_RECORD"] != nil else { return }
    let folder = URL(filePath: Shared.inRepository("Documentation/Screens"))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(frame.svg(title: screen.title).utf8).write(to: folder.appending(path: "\(name).svg"))
  }
}
