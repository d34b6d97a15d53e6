import CKernels
import Engine
import Foundation
import TestSupport
import Testing

/// The kernels of heads, at every CPU level this machine can run, against plain loops in double precision.
@Suite("Kernels of heads")
struct HeadKernelTests {
  private static func random(_ count: Int, _ range: ClosedRange<Float>, seed: UInt64) -> [Float] {
    var generator = SplitMix64(state: seed)
    return (0..<count).map { _ in Float.random(in: range, using: &generator) }
  }

  @Test("softmax over channels: every number of them from 1 to 40", arguments: CPULevel.supported)
  func softmaxChannels(level: CPULevel) {
    for channels in 1...40 {
      let positions = 7
      let input = Self.random(positions * channels, -30...30, seed: UInt64(channels))
      var output = [Float](repeating: .nan, count: input.count + 1)
      // In two pieces, as a team would.
      for (first, last) in [(0, 3), (3, 7)] {
        hrs_softmax_channels(level.kernelLevel, input, Int32(channels), Int32(first), Int32(last), &output)
      }
      for position in 0..<positions {
        let values = input[position * channels..<(position + 1) * channels].map(Double.init)
        let sum = values.reduce(0) { $0 + exp($1) }
        for channel in 0..<channels {
          let expected = exp(values[channel]) / sum
          #expect(abs(Double(output[position * channels + channel]) - expected) <= 1e-6 * max(expected, 1e-3))
        }
      }
      #expect(output[input.count].isNaN)
    }
  }

  @Test(
    "exponentials of large, small and odd numbers", arguments: CPULevel.supported)
  func exponentials(level: CPULevel) {
    let values: [Float] = [0, -0.0, 1, -1, 0.3465, 0.3466, 20, -20, 80, -80, 88, 88.5, 88.7, -86, -87]
    let maxima = [Float](repeating: 0, count: values.count)
    var output = [Float](repeating: .nan, count: values.count)
    var sums = [Double](repeating: 1, count: values.count)
    hrs_exponentials(level.kernelLevel, values, maxima, Int32(values.count), 0, 1, &output, &sums)
    // What has no room for all its digits is zero.
    for (index, value) in values.enumerated() {
      let expected = exp(Double(value))
      #expect(abs(Double(output[index]) - expected) <= 3e-7 * expected + 2e-38, "\(value)")
      #expect(sums[index] == 1 + Double(output[index]))
    }
    let extremes: [Float] = [.infinity, 100, -.infinity, -200, .nan]
    var results = [Float](repeating: 7, count: extremes.count)
    hrs_exponentials(
      level.kernelLevel, extremes, Array(repeating: 0, count: extremes.count), Int32(extremes.count), 0, 1, &results,
      &sums)
    #expect(results[0] == .infinity && results[1] == .infinity)
    #expect(results[2] == 0 && results[3] == 0 && results[4].isNaN)
  }

  @Test("sums and squared departures of channels, over short and long stretches", arguments: CPULevel.supported)
  func moments(level: CPULevel) {
    for (channels, positions) in [(1, 1), (3, 127), (16, 128), (17, 129), (40, 1000), (5, 20_000)] {
      let input = Self.random(channels * positions, -1...3, seed: UInt64(channels))
      let means = Self.random(channels, -1...1, seed: 3)
      for withMeans in [false, true] {
        var sums = [Double](repeating: -1, count: channels)
        let middle = Int32(min(16, channels))
        for (first, last) in [(Int32(0), middle), (middle, Int32(channels))] where first < last {
          means.withUnsafeBufferPointer { means in
            hrs_channel_sums(
              level.kernelLevel, input, positions, Int32(channels), withMeans ? means.baseAddress : nil, first, last,
              &sums)
          }
        }
        for channel in 0..<channels {
          let expected = (0..<positions).reduce(0.0) { sum, position in
            let value = Double(input[position * channels + channel])
            let departure = value - Double(means[channel])
            return sum + (withMeans ? departure * departure : value)
          }
          #expect(abs(sums[channel] - expected) <= 4e-6 * Double(positions), "\(channels) \(positions) \(channel)")
        }
      }
    }
  }

  @Test("means over squares; what is left over is not read", arguments: CPULevel.supported)
  func pool(level: CPULevel) {
    for (height, width, channels, side) in [(2, 2, 1, 2), (7, 9, 5, 2), (9, 13, 17, 4), (16, 16, 33, 8), (5, 5, 3, 1)] {
      var input = Self.random(height * width * channels, -1...1, seed: UInt64(side))
      for y in 0..<height {
        for x in 0..<width where y >= height / side * side || x >= width / side * side {
          for channel in 0..<channels { input[(y * width + x) * channels + channel] = .nan }
        }
      }
      let (rows, columns) = (height / side, width / side)
      var output = [Float](repeating: .nan, count: rows * columns * channels)
      hrs_average_pool(
        level.kernelLevel, input, Int32(width), Int32(channels), Int32(side), &output, 0, Int32(rows))
      for index in output.indices {
        let (pixel, channel) = (index / channels, index % channels)
        var sum = 0.0
        for y in 0..<side {
          for x in 0..<side {
            let place = (pixel / columns * side + y) * width + pixel % columns * side + x
            sum += Double(input[place * channels + channel])
          }
        }
        #expect(abs(Double(output[index]) - sum / Double(side * side)) <= 1e-6)
      }
    }
  }

  @Test("positions weighed by channels: odd rows, columns beyond a panel, long sums", arguments: CPULevel.supported)
  func gather(level: CPULevel) {
    for (rows, columns, positions) in [
      (1, 1, 1), (7, 24, 384), (6, 32, 255), (19, 33, 257), (5, 70, 300), (171, 16, 40), (2, 3, 100_000),
    ] {
      let weights = Self.random(positions * rows, 0...1, seed: 1)
      let features = Self.random(positions * columns, -1...1, seed: 2)
      var output = [Float](repeating: .nan, count: rows * columns + 1)
      let panels = (columns + Int(hrs_gather_panel) - 1) / Int(hrs_gather_panel)
      for panel in (0..<panels).reversed() {
        hrs_gather(
          level.kernelLevel, weights, Int32(rows), features, Int32(columns), positions, &output, Int32(panel),
          Int32(panel + 1))
      }
      #expect(output[rows * columns].isNaN)
      var worst = 0.0
      for row in 0..<rows {
        for column in 0..<columns {
          let sum = (0..<positions).reduce(0.0) {
            $0 + Double(weights[$1 * rows + row]) * Double(features[$1 * columns + column])
          }
          worst = max(worst, abs(Double(output[row * columns + column]) - sum))
        }
      }
      #expect(worst <= 1e-6 * Double(positions).squareRoot() * 4, "\(rows) \(columns) \(positions)")
    }
  }

  @Test("scale and shift, and channels side by side", arguments: CPULevel.supported)
  func copies(level: CPULevel) {
    for channels in [1, 4, 15, 16, 17, 40] {
      let input = Self.random(5 * channels, -1...1, seed: 5)
      let (scale, shift) = (Self.random(channels, -2...2, seed: 6), Self.random(channels, -2...2, seed: 7))
      var output = [Float](repeating: .nan, count: input.count)
      for (first, last) in [(3, 5), (0, 3)] {
        hrs_scale_and_shift(level.kernelLevel, input, scale, shift, Int32(channels), false, first, last, &output)
      }
      for (index, value) in output.enumerated() {
        let expected = Double(input[index]) * Double(scale[index % channels]) + Double(shift[index % channels])
        #expect(abs(Double(value) - expected) <= 1e-6)
      }
      let other = Self.random(5 * 3, 5...6, seed: 8)
      var both = [Float](repeating: .nan, count: 5 * (channels + 3))
      input.withUnsafeBufferPointer { input in
        other.withUnsafeBufferPointer { other in
          hrs_concatenate([input.baseAddress, other.baseAddress], [Int32(channels), 3], 2, 0, 5, &both)
        }
      }
      for position in 0..<5 {
        let row = both[position * (channels + 3)..<(position + 1) * (channels + 3)]
        #expect(row.prefix(channels).elementsEqual(input[position * channels..<(position + 1) * channels]))
        #expect(row.suffix(3).elementsEqual(other[position * 3..<position * 3 + 3]))
      }
    }
  }

  @Test("nearest to any size takes the value a position lies on")
  func nearest() {
    for (size, grown) in [(1, 1), (2, 3), (5, 19), (4, 8), (3, 9), (15, 119)] {
      let input = (0..<size * size).map { Float($0) }
      var output = [Float](repeating: .nan, count: grown * grown)
      hrs_upsample_nearest(input, Int32(size), Int32(size), 1, Int32(grown), Int32(grown), &output, 0, Int32(grown))
      for y in 0..<grown {
        for x in 0..<grown {
          #expect(output[y * grown + x] == Float(y * size / grown * size + x * size / grown))
        }
      }
    }
  }
}

extension CPULevel {
  fileprivate var kernelLevel: hrs_cpu_level {
    switch self {
    case .baseline: hrs_cpu_baseline
    case .avx2: hrs_cpu_avx2
    case .avx512: hrs_cpu_avx512
    }
  }
}
