import Foundation
import TestSupport
import Testing

@testable import Checkpoints

/// A model whose numbers lie in a file beside it, as exporters write it.
@Suite("Files of numbers beside a model are inputs", .waitsForPrograms)
struct NumberFileTests {
  private static func bytes(_ name: String) throws -> Data {
    let zip = try ZipArchive(FileBytes(opening: Shared.inRepository("Tests/CheckpointsTests/Fixtures/graphs.zip")))
    let entry = try #require(zip.entries.first { $0.name == name })
    var budget = 1 << 24
    let (inflated, range) = try zip.bytes(of: entry, budget: &budget)
    return Data(inflated[range])
  }

  /// A folder with a picture, a set, a model, and its numbers under names of every ending.
  private func withModel(_ body: (OutputFixture) throws -> Void) throws {
    try OutputFixture.with { fixture in
      try Self.bytes("external.onnx").write(to: URL(filePath: fixture.folder + "graph.onnx"))
      let numbers = fixture.folder + "graph.onnx.data"
      try Self.bytes("graph.onnx.data").write(to: URL(filePath: numbers))
      for ending in ["png", "npz", "safetensors", "txt"] {
        #expect(link(numbers, fixture.folder + "out." + ending) == 0)
      }
      try body(fixture)
    }
  }

  private func expectRefusal(_ result: Finished, _ words: [String]) {
    #expect(result.status == 73 && result.output.isEmpty, "\(words): \(result.errorText)")
    HRScope.expectOneLine(result)
    #expect(result.errorText.contains("is the input"), "\(words): \(result.errorText)")
  }

  @Test("no output is one of them")
  func outputs() throws {
    try withModel { fixture in
      let (before, graph) = (fixture.contents, fixture.folder + "graph.onnx")
      for words in [
        ["pose", "PICTURE", "--weights", graph, "--overlay", "out.png"],
        ["activations", "PICTURE", "--weights", graph, "--output", "out.npz"],
        ["activations", "PICTURE", "--weights", graph, "--output", "out.safetensors"],
        ["capture", "PICTURE", "--weights", graph, "--output", "out.txt"],
        ["explore", "PICTURE", "--weights", graph, "--record", "out.txt"],
        ["checkpoint", graph, "--force", "--convert", "out.safetensors"],
      ] {
        let output = fixture.folder + (words.last ?? "")
        expectRefusal(try HRScope.run(fixture.arguments(words.dropLast() + ["OUTPUT"], output: output)), words)
        #expect(fixture.contents == before)
      }
    }
  }

  @Test("nor is standard output, of any command, and neither the model nor partial results")
  func standardOutput() throws {
    try withModel { fixture in
      let (before, graph) = (fixture.contents, fixture.folder + "graph.onnx")
      for words in [
        ["network", "--weights", graph], ["bench", "--weights", graph, "--runs", "1"], ["checkpoint", graph],
        ["pose", "PICTURE", "--weights", graph], ["sweep", "PICTURE", "--weights", graph],
        ["evaluate", "SET", "--weights", graph], ["verify", "--weights", graph, "--reference", "r"],
      ] {
        for file in ["graph.onnx", "graph.onnx.data"] {
          let result = try HRScope.shell(
            "exec \"$0\" \"$@\" >>'\(fixture.folder)\(file)'", fixture.arguments(words))
          expectRefusal(result, words)
          #expect(fixture.contents == before)
        }
      }
      let part = fixture.folder + "part"
      #expect(try HRScope.run(fixture.arguments(["evaluate", "SET", "--output", part])).status == 0)
      let kept = fixture.contents
      expectRefusal(try HRScope.shell("exec \"$0\" \"$@\" >>'\(part)'", ["evaluate", "--merge", part]), ["--merge"])
      #expect(fixture.contents == kept)
    }
  }

  @Test("they are found in folders of any name", arguments: NameTests.names + ["\\314\\201x", "a\\\\b"])
  func names(name: String) throws {
    try withModel { fixture in
      let result = try HRScope.shell(
        """
        set -e; cd '\(fixture.folder)'; n=$(printf '\(name)'); mkdir "$n"; cp graph.onnx graph.onnx.data "$n"
        "$0" checkpoint "$n/graph.onnx" >all; grep -q graph.onnx.data all
        cd "$n"; "$0" checkpoint graph.onnx >all; grep -q graph.onnx.data all
        if "$0" checkpoint graph.onnx --force --convert graph.onnx.data 2>/dev/null; then exit 9; fi
        cmp graph.onnx.data ../graph.onnx.data
        """, [])
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errorText)")
    }
  }
}
