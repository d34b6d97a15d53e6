import Foundation
import Pictures
import Pose

/// A file made by `Fixtures/make_fixtures.py`.
func fixture(_ name: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
}

func fixtureBytes(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(filePath: fixture(name))))
}

/// The bytes with one of them wrong: each of them in turn, in three ways.
func wrongBytes(of bytes: [UInt8]) -> some Sequence<(damaged: [UInt8], index: Int, flip: UInt8)> {
  bytes.indices.lazy.flatMap { index in
    [0x01, 0x80, 0xFF].lazy.map { (flip: UInt8) in
      var damaged = bytes
      damaged[index] ^= flip
      return (damaged: damaged, index: index, flip: flip)
    }
  }
}

/// Data beside the package that is not part of it: pictures for measuring and PyTorch's predictions. Suites that need
/// it are disabled where it is absent, so that a clone of the package alone still passes.
enum Shared {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared").standardized.path
  static let isPresent = FileManager.default.fileExists(atPath: folder + "/weights/sample-predictions.json")

  static func json<Value: Decodable>(_ path: String, as: Value.Type) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
  }
}

/// The largest and the mean difference of two pictures' bytes; nil where their sizes differ.
func difference(_ a: Picture, _ b: Picture) -> (largest: Int, mean: Double)? {
  guard a.width == b.width, a.height == b.height else { return nil }
  let differences = zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }
  return (differences.max() ?? 0, Double(differences.reduce(0, +)) / Double(differences.count))
}

/// Runs `body` in a new folder, which is gone afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "hrscope-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
