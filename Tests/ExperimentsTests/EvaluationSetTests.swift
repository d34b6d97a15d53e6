import Experiments
import Foundation
import Pose
import TestSupport
import Testing

@Suite("Sets that a network is measured on")
struct EvaluationSetTests {
  private func list(_ count: Int, image: String = "a.jpg") -> String {
    let joints = (1...count).map { "[\($0), \($0)]" }.joined(separator: ", ")
    return #"{"image": "\#(image)", "bbox": [0, 0, 9, 9], "joints": [\#(joints)]}"#
  }

  private func read(_ text: String, path: String = "set", network: Skeleton) throws -> EvaluationSet {
    try EvaluationSet(decoding: Array(text.utf8), path: path, network: network)
  }

  @Test("14 joints that neither set nor network names are LSP's, with a word")
  func nameless() throws {
    let set = try read("[\(list(14))]", network: Skeleton(numbered: 14))
    #expect(set.skeleton == .lsp14 && set.match?.basis == .order && set.notes.count == 1)
    // A network that names its joints is believed.
    let crowdPose = try #require(Skeleton.known(as: "crowdpose"))
    #expect(try read("[\(list(14))]", network: crowdPose).skeleton == crowdPose)
  }

  @Test("PCK needs a torso")
  func torso() throws {
    for network in [Skeleton(numbered: 21), try #require(Skeleton.known(as: "hand21"))] {
      let error = try #require(throws: SideCarError.self) { try read("[\(list(21))]", network: network) }
      #expect(!error.isUnreadable && error.description.contains("PCK is measured by the torso"))
    }
  }

  @Test("pictures are found in folders, behind backslashes, or by a last name that no other has")
  func pictures() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "val", withIntermediateDirectories: false)
      for name in ["val/a.jpg", "b.jpg", "c.jpg"] { try Data().write(to: URL(filePath: folder + name)) }
      let names = ["val/a.jpg", "val\\\\a.jpg", "train/b.jpg", "x/c.jpg", "y\\\\c.jpg", "d/e.jpg"]
      let set = try read(
        "[\(names.map { list(14, image: $0) }.joined(separator: ", "))]", path: folder + "set.json", network: .lsp14)
      let found = set.pictures.map { $0.path.replacing(folder, with: "") }
      #expect(found == ["val/a.jpg", "val/a.jpg", "b.jpg", "x/c.jpg", "y\\c.jpg", "d/e.jpg"])
    }
  }
}
