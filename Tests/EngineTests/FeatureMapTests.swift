import Checkpoints
import Engine
import HRNet
import TestSupport
import Testing

@Suite("Feature maps and statistics")
struct FeatureMapTests {
  /// An activation of 2×2 positions with 3 channels, by way of a network's input.
  private func activation(_ pixel: (Int) -> [Float]) throws -> Activation {
    let bytes = embeddedModel
    let checkpoint = try Checkpoint(FileBytes(embedded: bytes), name: "embedded model")
    let network = try Network(checkpoint.architecture, input: InputSize(height: 32, width: 32))
    let executor = try Executor(network, weights: checkpoint, threads: 1)
    return executor.input((0..<32 * 32).flatMap(pixel))
  }

  @Test("mean |x|, maximum, one channel")
  func reductions() throws {
    let activation = try activation { [Float($0), -3, 0] }
    #expect(activation.meanAbsolute()[x: 6, y: 0] == 3)
    #expect(activation.maximum()[x: 1, y: 1] == 33)
    #expect(activation.channel(1).values.allSatisfy { $0 == -3 })
    #expect(activation.channel(0).range == 0...1023)
  }

  @Test("difference is the mean over channels, and zero from itself")
  func difference() throws {
    let one = try activation { _ in [1, 2, 3] }
    let other = try activation { _ in [0, 2, 7] }
    #expect(other.difference(from: one).values.allSatisfy { $0 == 1 })
    #expect(one.difference(from: one).values.allSatisfy { $0 == 0 })
  }

  @Test("strongest channels by mean |x|; NaN comes last")
  func strongest() throws {
    #expect(try activation { _ in [1, -5, 3] }.strongestChannels(2) == [1, 2])
    #expect(try activation { _ in [1, .nan, 3] }.strongestChannels(3) == [2, 0, 1])
  }

  @Test("statistics of known values")
  func statistics() throws {
    let statistics = try activation { [0, $0 < 512 ? 4 : 2, -1] }.statistics()
    #expect(statistics.minimum == -1)
    #expect(statistics.maximum == 4)
    #expect(abs(statistics.mean - 2.0 / 3) < 1e-6)
    #expect(abs(statistics.zeroShare - 1.0 / 3) < 1e-6)
    #expect(statistics.notFinite == 0)
    #expect(statistics.histogram.reduce(0, +) == 3 * 1024)
    #expect(statistics.histogram[0] == 1024)
    #expect(statistics.histogram[15] == 512)
  }

  @Test("values no picture can show are counted, never a crash")
  func notFinite() throws {
    let statistics = try activation {
      $0 == 0 ? [.nan, .infinity, -.infinity] : [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0]
    }
    .statistics()
    #expect(statistics.notFinite == 3)
    #expect(statistics.histogram.reduce(0, +) == 3 * 1023)
    #expect(try activation { _ in [.nan, .nan, .nan] }.statistics().notFinite == 3 * 1024)
  }
}
