import Cells
import Explorer
import Foundation
import HRNet
import Testing

@testable import Runner

@Suite("Sessions without a terminal")
struct HeadlessTests {
  private func session(size: Size = Size(width: 120, height: 40)) throws -> HeadlessSession {
    let checkpoint = try EmbeddedFiles.model()
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    let subject = Subject(
      network: network, modelName: checkpoint.architecture.name, skeleton: checkpoint.jointSkeleton,
      framing: checkpoint.framing())
    return try HeadlessSession(
      subject, scene: EmbeddedFiles.scene(), checkpoint: checkpoint, interventions: .none, threads: 2, size: size,
      appearance: .trueColor)
  }

  @Test("everything is answered before the next key: nothing is ever computing")
  func settled() throws {
    var session = try session()
    #expect(session.model.study.current != nil && session.model.study.summary != nil)
    for name in ["1", "Home", "}", "m", "O", "Escape", "b", "Right", "Enter", "Space"] {
      #expect(try session.take(.key(try #require(Key(name: name)))))
      #expect(!session.model.study.isComputing && session.model.study.current?.milliseconds == nil, "\(name)")
    }
    #expect(session.model.playing.isOn)
    // Playing goes on with ticks alone.
    let column = session.model.screen.cursor.column
    #expect(try session.take(.tick))
    #expect(session.model.screen.cursor.column == column + 1)
  }

  @Test("leaving and writing do nothing but say so")
  func leaving() throws {
    var session = try session()
    for name in ["w", "Enter"] { #expect(try session.take(.key(try #require(Key(name: name))))) }
    #expect(session.model.menu == nil)
    #expect(try !session.take(.key(Key("q"))))
  }

  @Test("files are named after the picture, without what a shell would trip over")
  func names() {
    func stem(_ picture: String) -> String { OutputName(picture: picture, what: "screen", ending: "svg").stem }
    #expect(stem("01-runner.jpg") == "01-runner-screen")
    #expect(stem("a b$(rm -rf)\u{1B}[31m'\"/x.png") == "x-screen")
    #expect(stem("ein Bild;über.png") == "einBildüber-screen")
    #expect(stem("-rf.png") == "hrscope-screen" && stem("") == "hrscope-screen" && stem("...") == "hrscope-screen")
    #expect(stem(String(repeating: "x", count: 300)).count < 60)
  }
}
