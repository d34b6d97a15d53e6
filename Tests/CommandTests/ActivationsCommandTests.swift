import Foundation
import TestSupport
import Testing

@Suite("hrscope activations", .waitsForPrograms)
struct ActivationsCommandTests {
  private func write(_ path: String, _ arguments: String...) throws {
    let result = try HRScope.run(["activations", SamplePictures.runner, "--output", path] + arguments)
    #expect(result.status == 0)
    #expect(result.output.isEmpty && result.errors.isEmpty)
  }

  @Test("a safetensors file is a reference that verify accepts, to the last bit")
  func verify() throws {
    try withTemporaryFolder { folder in
      try write(folder + "a.safetensors")
      struct Document: Decodable {
        struct Unit: Decodable {
          let name: String
          let maxError: Double
        }
        let units: [Unit]
      }
      let document = try HRScope.json(Document.self, ["verify", "--reference", folder + "a.safetensors", "--json"])
      #expect(document.units.count > 100)
      #expect(document.units.last?.name == "heatmaps")
      #expect(document.units.contains { $0.name == "stage4.1.fuse.0.3" })
      #expect(document.units.allSatisfy { $0.maxError == 0 })
    }
  }

  @Test("under a cut, verify finds where it begins to matter, and the cut term is not there")
  func cut() throws {
    try withTemporaryFolder { folder in
      try write(folder + "a.safetensors", "--cut", "s3.m1:16>4")
      let result = try HRScope.run(["verify", "--reference", folder + "a.safetensors"])
      #expect(result.status == 1)
      #expect(result.errorText.contains("first departure: stage3.0.out.0 "))
      #expect(!result.outputText.contains("stage3.0.fuse.0.2 "))
      #expect(result.outputText.contains("stage3.0.fuse.0.1 "))
    }
  }

  @Test("--select chooses by a shell's patterns")
  func select() throws {
    try withTemporaryFolder { folder in
      try write(folder + "a.safetensors", "--select", "*.fuse.0.*", "--select", "input")
      let names = try HRScope.run("verify", "--reference", folder + "a.safetensors").outputText.split(separator: "\n")
        .dropLast().map { $0.prefix(while: { $0 != " " }) }
      #expect(names.count == 2 + 2 * 3 + 3 + 4 * 2)
      #expect(names.allSatisfy { $0.contains(".fuse.0.") })
    }
  }

  @Test(
    "numpy opens the npz; it holds the numbers of the safetensors file", .enabled(if: Python.hasNumPy, "needs NumPy"))
  func numpy() throws {
    try withTemporaryFolder { folder in
      try write(folder + "a.npz")
      try write(folder + "a.safetensors")
      let script = """
        import json, struct, sys, zipfile, numpy
        folder = sys.argv[1]
        assert zipfile.ZipFile(folder + 'a.npz').testzip() is None
        arrays = numpy.load(folder + 'a.npz')
        with open(folder + 'a.safetensors', 'rb') as file: data = file.read()
        size = struct.unpack('<Q', data[:8])[0]
        header = json.loads(data[8:8 + size])
        del header['__metadata__']
        assert set(arrays.files) == set(header), set(arrays.files) ^ set(header)
        for name, entry in header.items():
          array = arrays[name]
          start, end = entry['data_offsets']
          assert array.dtype == '<f4' and list(array.shape) == entry['shape'], name
          assert array.tobytes() == data[8 + size + start:8 + size + end], name
        print(len(header), *arrays['input'].shape, *arrays['heatmaps'].shape)
        """
      let result = try Subprocess.run(Python.path ?? "", ["-c", script, folder])
      #expect(result.errorText == "")
      #expect(result.outputText == "141 1 3 192 160 1 14 48 40\n")
    }
  }

  @Test("what cannot be read or written")
  func failures() throws {
    let unwritable = ["activations", SamplePictures.runner, "--output", "/nowhere/a.npz"]
    #expect(try HRScope.failure(unwritable, status: 73).contains("/nowhere/a.npz"))
    let missing = ["activations", "/nowhere/picture.jpg", "--output", "/tmp/never.npz"]
    #expect(try HRScope.failure(missing, status: 66).contains("/nowhere/picture.jpg"))
  }
}

/// The Python that a shell would find.
enum Python {
  static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  static let hasNumPy: Bool = path.map { has("numpy", $0) } ?? false

  private static func has(_ module: String, _ path: String) -> Bool {
    (try? Subprocess.run(path, ["-c", "import \(module)"]).status) == 0
  }
}
