import Foundation
import TestSupport
import Testing

private let python = Shared.root + "../venv/bin/python"
private let isPossible = Shared.isPresent && FileManager.default.isExecutableFile(atPath: python)

/// Files as `torch.save` writes them in every family's layout, zip and legacy, by `Scripts/make_heads.py`.
@Suite("Heads in files of torch.save", .enabled(if: isPossible, "needs ../shared and ../venv with PyTorch"))
struct HeadFilesTests {
  struct Entry: Decodable {
    let file: String
    let folder: String
    let activations: String
    let options: [String]
    let head: String
  }

  private struct Document: Decodable {
    struct Head: Decodable {
      let name: String
      let codes: [String]
      let obstacle: String?
      let commands: [String]
    }
    let head: Head
  }

  @Test("verify passes for every one, and checkpoint names the head")
  func verify() throws {
    try withTemporaryFolder { folder in
      let script = Shared.inRepository("Tests/CheckpointsTests/Scripts/make_heads.py")
      let made = try Subprocess.run(python, [script, Shared.path("reference/heads"), folder], timeout: 300)
      try #require(made.status == 0, "\(made.errorText)")
      let manifest = try Data(contentsOf: URL(filePath: folder + "manifest.json"))
      let entries = try JSONDecoder().decode([Entry].self, from: manifest)
      #expect(entries.count >= 36)
      for entry in entries {
        let reference = Shared.path("reference/heads/\(entry.folder)/\(entry.activations).safetensors")
        let result = try HRScope.run(
          ["verify", "--weights", folder + entry.file, "--reference", reference] + entry.options)
        #expect(result.status == 0, "\(entry.file): \(result.errorText)")
        let head = try HRScope.json(Document.self, ["checkpoint", folder + entry.file, "--json"]).head
        #expect(head.name == entry.head && head.obstacle == nil && head.codes.count == 1, "\(entry.file)")
        #expect(head.commands.contains("explore"))
      }
    }
  }
}
