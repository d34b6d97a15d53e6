import Experiments
import Explorer
import Pictures
import TestSupport
import Testing

@testable import Runner

@Suite("Built-in pictures")
struct BuiltInPictureTests {
  @Test("have short names, and are the files of SampleImages with the people in them")
  func names() throws {
    #expect(EmbeddedFiles.pictures.map(\.name) == ["serve", "runner", "cartwheel", "two-people"])
    for picture in EmbeddedFiles.pictures {
      #expect(picture.path == "built-in:\(picture.name)" && BuiltInPicture(path: picture.path) == picture)
      let scene = try Scene(contentsOf: picture.path)
      #expect(scene.path == picture.path && scene.name.hasSuffix("-\(picture.name).jpg"))
      #expect(scene.people(.people).count == (picture.name == "two-people" ? 2 : 1))
      let file = try Scene(contentsOf: Shared.inRepository("SampleImages/\(scene.name)"))
      #expect(scene.picture == file.picture && scene.people(.people).map(\.box) == file.people(.people).map(\.box))
    }
    #expect(try EmbeddedFiles.scene().path == EmbeddedFiles.pictures.first?.path)
    #expect(EmbeddedFiles.pictures.contains(.ofSessions))
  }

  @Test(
    "a name that is none lists those there are; files are never taken for one", arguments: ["", "nobody", "../runner"])
  func unknown(name: String) {
    #expect { try Scene(contentsOf: "built-in:\(name)") } throws: { error in
      "\(error)".hasPrefix("built-in:\(name): no picture of this name is built in (expected one of serve, runner,")
    }
    #expect(BuiltInPicture(path: "./built-in:\(name)") == nil && BuiltInPicture(path: "runner") == nil)
  }

  /// So that whoever begins sees what the network can do before what it cannot.
  @Test("on the first one every joint is right")
  func right() throws {
    let session = try RealSession()
    let study = session.model.study
    let truth = try #require(study.truth)
    let score = try #require(study.current?.reading.comparison(with: truth))
    #expect(score.count.right == 14 && score.count.total == 14)
  }
}
