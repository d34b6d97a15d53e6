import Foundation
import TestSupport
import Testing

/// Fast kernels must not be seen in a result: every joint of 100 pictures against convolutions computed as written.
@Suite("Joints by fast and by plain kernels", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct KernelAgreementTests {
  /// In picture pixels.
  static let tolerance = 0.1

  /// Every picture's joints by convolutions as they are written, computed once for all kinds of kernels.
  private static let plain = Result { try joints(["HRSCOPE_CPU": "baseline", "HRSCOPE_KERNELS": "direct"]) }

  @Test("no joint of the LSP pictures moves by more than 0.1 pixels", arguments: ["avx512", "avx2", "baseline"])
  func joints(cpu: String) throws {
    let (fast, plain) = (try Self.joints(["HRSCOPE_CPU": cpu]), try Self.plain.get())
    #expect(fast.count == 1400 && plain.count == 1400)
    // Other sums in another order: were they the same to the last bit, the choice of kernels would have no effect.
    #expect(zip(fast, plain).contains { $0.score != $1.score })
    let moves = zip(fast, plain).map { $0.distance(to: ($1.x, $1.y)) }
    #expect(moves.max() ?? .infinity <= Self.tolerance, "\(moves.count { $0 > Self.tolerance }) joints moved")
  }

  private static func joints(_ variables: [String: String]) throws -> [PoseDocument.Joint] {
    struct Entry: Decodable { let image: String }
    let folder = Shared.path("data/lsp-100/")
    let entries = try JSONDecoder().decode(
      [Entry].self, from: Data(contentsOf: URL(filePath: folder + "joints.json")))
    let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    let result = try Subprocess.run(
      Subprocess.hrscope, ["pose", "--json"] + entries.map { folder + $0.image }, environment: environment,
      timeout: 120)
    #expect(result.status == 0 && result.errorText == "")
    return try JSONDecoder().decode([PoseDocument].self, from: result.output).flatMap(\.joints)
  }
}
