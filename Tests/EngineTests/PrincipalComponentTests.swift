import Checkpoints
import Engine
import HRNet
import TestSupport
import Testing

@Suite("Principal components")
struct PrincipalComponentTests {
  /// An activation of 32×32 positions with 3 channels, by way of a network's input.
  private func activation(_ pixel: (Int) -> [Float]) throws -> Activation {
    let checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    let network = try Network(checkpoint.architecture, input: InputSize(height: 32, width: 32))
    let executor = try Executor(network, weights: checkpoint, threads: 1)
    return executor.input((0..<32 * 32).flatMap(pixel))
  }

  private func variance(_ map: FeatureMap) -> Float {
    let mean = map.values.reduce(0, +) / Float(map.values.count)
    return map.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(map.values.count)
  }

  @Test("independent directions of known variance are found, largest first")
  func knownDirections() throws {
    // Along (1, 1, 0)/√2 from −16 to 15.5, along (0, 0, 1) from −4 to 3.75, nothing along (1, −1, 0).
    let maps = try activation { place in
      let (a, b) = (Float(place % 32) - 16, (Float(place / 32) - 16) / 4)
      return [5 + a, 7 + a, b]
    }.principalComponents()
    // a is uniform over 32 whole numbers: variance (32² − 1)/12; both channels carry it.
    #expect(abs(variance(maps[0]) / (2 * 1023 / 12) - 1) < 1e-3)
    #expect(abs(variance(maps[1]) / (1023 / 12 / 16) - 1) < 1e-3)
    #expect(variance(maps[2]) < 1e-3)
    // Signs: the largest weight is positive, so scores grow with a and with b.
    #expect(maps[0][x: 31, y: 0] > maps[0][x: 0, y: 0])
    #expect(maps[1][x: 0, y: 31] > maps[1][x: 0, y: 0])
  }

  @Test("the components of a real layer are uncorrelated, in the order of their variance, and the largest there are")
  func realLayer() throws {
    let checkpoint = try Checkpoint(FileBytes(embedded: embeddedModel), name: "embedded model")
    let network = try Network(checkpoint.architecture, input: InputSize(height: 96, width: 64))
    let executor = try Executor(network, weights: checkpoint, threads: 1)
    var generator = SplitMix64(state: 3)
    let input = executor.input((0..<96 * 64 * 3).map { _ in Float.random(in: -2...2, using: &generator) })
    let pass = try executor.run(input)
    let activation = try #require(pass[network.columns[4].nodes[0]])
    let maps = try activation.principalComponents()
    // No direction that was tried holds more than the first.
    for _ in 0..<100 {
      let tried = (0..<activation.shape.channels).map { _ in Float.random(in: -1...1, using: &generator) }
      let length = tried.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let scores = (0..<activation.shape.height * activation.shape.width).map { place in
        zip(activation.values(x: place % activation.shape.width, y: place / activation.shape.width), tried)
          .reduce(0) { $0 + $1.0 * $1.1 } / length
      }
      let map = FeatureMap(height: activation.shape.height, width: activation.shape.width, values: scores)
      #expect(variance(map) <= variance(maps[0]) * 1.0001)
    }
    #expect(variance(maps[0]) >= variance(maps[1]))
    #expect(variance(maps[1]) >= variance(maps[2]))
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
      let covariance = zip(maps[one].values, maps[other].values).reduce(0) { $0 + $1.0 * $1.1 }
      let scale = (variance(maps[one]) * variance(maps[other])).squareRoot() * Float(maps[one].values.count)
      #expect(abs(covariance) < 1e-4 * scale)
    }
  }

  @Test("nothing differs, or nothing is finite: zeros, and no crash")
  func flat() throws {
    #expect(try activation { _ in [1, 2, 3] }.principalComponents().allSatisfy { $0.range == 0...0 })
    #expect(try activation { _ in [.nan, .infinity, 3] }.principalComponents().allSatisfy { $0.range == 0...0 })
  }
}
