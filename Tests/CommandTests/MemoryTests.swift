import Foundation
import TestSupport
import Testing

/// The system gives less memory than a command wants: one line that says how much, exit 70, and never an account of a crash
/// or a program that waits for ever.
@Suite("Too little memory", .waitsForPrograms)
struct MemoryTests {
  /// Limits of everything the program may map, in KB: from just enough to start to too little for the largest inputs.
  static let limits = [118_000, 125_000, 140_000, 180_000, 240_000, 400_000]

  static let commands: [[String]] = [
    ["pose", SamplePictures.runner],
    ["activations", SamplePictures.runner, "--input", "2048x2048", "--output", "OUTPUT.npz"],
    ["bench", "--model", "w32", "--runs", "1", "--input", "2048x2048"],
    ["capture", "--output", "OUTPUT.png"],
    ["evaluate", "SET", "--threads", "2"],
    ["sweep", SamplePictures.runner, "--input", "1024x1024"],
    ["checkpoint", embeddedModelFile, "--convert", "OUTPUT.safetensors"],
  ]

  @Test("whatever runs out of it says so", arguments: commands)
  func limited(command: [String]) throws {
    var failures = 0
    for limit in Self.limits {
      try withTemporaryFolder { folder in
        let arguments = try command.map { try argument($0, folder) }
        let result = try Self.run(arguments, limit: limit)
        guard result.status != 0 else { return }
        failures += 1
        #expect(result.status == 70, "\(limit): \(result.errorText)")
        HRScope.expectOneLine(result)
        #expect(
          result.errorText.contains(#/not enough memory .*\d+(\.\d)? (MB|bytes) (more )?were wanted/#),
          "\(limit): \(result.errorText)")
      }
    }
    // A checkpoint is read piece by piece, and a small one converted, with what the program needs to start.
    #expect(failures > 0 || command[0] == "checkpoint")
  }

  private func argument(_ word: String, _ folder: String) throws -> String {
    guard word == "SET" else { return word.replacing("OUTPUT", with: folder + "output") }
    try FileManager.default.copyItem(atPath: SamplePictures.runner, toPath: folder + "a.jpg")
    let joints = (0..<14).map { "[\(50 + 9 * $0), \(40 + 37 * ($0 % 5))]" }.joined(separator: ", ")
    let entry = "{\"image\": \"a.jpg\", \"bbox\": [40, 30, 200, 220], \"joints\": [\(joints)]}"
    try Data("[\(entry)]".utf8).write(to: URL(filePath: folder + "joints.json"))
    return folder
  }

  /// A header of 100 megapixels is a file of a few hundred kilobytes.
  @Test("a picture that is too large does not take the others with it")
  func picture() throws {
    try withTemporaryFolder { folder in
      let path = folder + "large.png"
      let script = """
        import struct, sys, zlib
        side = 9000
        def chunk(kind, data): return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
        row = b'\\0' * (1 + 3 * side)
        data = zlib.compress(row * side, 1)
        sys.stdout.buffer.write(b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', side, side, 8, 2, 0, 0, 0))
          + chunk(b'IDAT', data) + chunk(b'IEND', b''))
        """
      let made = try Subprocess.run("/usr/bin/env", ["python3", "-c", script])
      try made.output.write(to: URL(filePath: path))
      for limit in [350_000, 500_000] {
        let result = try Self.run(["pose", path, SamplePictures.runner, "--json"], limit: limit)
        #expect(result.status == 70)
        HRScope.expectOneLine(result)
        #expect(result.errorText.contains("\(path): not enough memory for a picture of 9000 × 9000 pixels (486 MB"))
        #expect(result.outputText.contains("01-runner.jpg"))
      }
    }
  }

  private static func run(_ arguments: [String], limit: Int) throws -> Finished {
    let command = "ulimit -v \(limit); ulimit -t 100; exec \"$0\" \"$@\""
    return try Subprocess.run("/bin/bash", ["-c", command, Subprocess.hrscope] + arguments, timeout: 120)
  }
}
