import Checkpoints
import Foundation
import TestSupport
import Testing

private let largeFiles = ProcessInfo.processInfo.environment["HRSCOPE_LARGE_FILES"]

/// W32 and W48 in every layout, too large and too slow for every run:
/// `Tests/CheckpointsTests/Scripts/verify_large.sh FOLDER` makes the files and runs this suite.
@Suite("Large files", .enabled(if: largeFiles != nil, "set HRSCOPE_LARGE_FILES (see verify_large.sh)"))
struct LargeFilesTests {
  @Test(
    "agree with PyTorch", arguments: [32, 48],
    ["legacy.pth", "zip.pth", "mmpose0.pth", "mmpose1.pth", "plain.onnx", "folded.onnx"])
  func agrees(width: Int, name: String) throws {
    let start = try #require(largeFiles) + "/w\(width)-"
    let checkpoint = try Checkpoint(contentsOf: start + name)
    #expect(checkpoint.architecture.name == "HRNet-W\(width)")
    #expect(checkpoint.architecture.joints == 17)
    let worst = try #require(try checkpoint.worstDeparture(from: start + "reference.safetensors"))
    #expect(worst.relativeError < 1e-4, "\(worst.name) \(worst.relativeError)")
  }
}
