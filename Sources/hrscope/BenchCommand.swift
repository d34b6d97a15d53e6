import ArgumentParser
import Checkpoints
import Engine
import Experiments
import HRNet
import Platform

struct BenchCommand: ParsableCommand, OpensNetwork {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure a whole pass, and the recomputation after cutting one fusion edge.")

  @OptionGroup var file: WeightsOptions
  @OptionGroup var inputSize: SizeOptions
  @OptionGroup var published: ModelOptions

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var changes: ChangeOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("Measured passes of each kind.", valueName: "N"))
  var runs = 20

  @Flag(name: .customLong("no-recompute"), help: "Whole passes only.")
  var isForwardOnly = false

  @Flag(help: "Also print where the time of a pass goes.")
  var profile = false

  @Flag(help: "One JSON document.")
  var json = false

  mutating func validate() throws {
    try published.validate(beside: file)
    if !(1...100_000).contains(runs) { throw ValidationError("--runs must be between 1 and 100000, found \(runs)") }
    if profile, json { throw ValidationError("--profile and --json exclude each other") }
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let (executor, assumptions) = try executor()
    let report = try BenchReport(
      executor, assumptions: assumptions, interventions: changes.interventions(in: executor.network),
      threads: threads.count, runs: runs,
      isForwardOnly: isForwardOnly, prepare: clock.now - start)
    if json {
      try JSONOutput.print(report)
    } else {
      try StandardOutput.print(report.text(executor.network, profile: profile))
    }
  }

  private func executor() throws -> (Executor, assumptions: [String]) {
    let (network, weights, opened) = try published.open(self.network)
    // Nothing is remembered beyond a pass, so that every pass measures the same.
    let executor = try Executor(network, weights: weights, threads: threads.count, cacheBudget: 0)
    if let opened { opened.warn(of: executor.firstNotFiniteWeights) }
    return (executor, opened?.checkpoint.assumptions ?? [])
  }
}

/// Measurements, in milliseconds.
struct BenchReport: Encodable {
  struct Times: Encodable {
    let median: Double
    let min: Double
    let max: Double

    init(_ times: [Double]) {
      let sorted = times.sorted()
      median = sorted[sorted.count / 2].thousandths
      min = sorted[0].thousandths
      max = sorted[sorted.count - 1].thousandths
    }
  }

  struct Recomputation: Encodable {
    let edge: String
    /// Nodes computed anew.
    let units: Int
    let median: Double
  }

  let model: String
  let input: [Int]
  let threads: Int
  let cpu: String
  /// From the start to the first pass: reading weights and preparing them.
  let prepare: Double
  let forward: Times
  /// The same when every activation is kept, as the explorer does.
  let forwardKeeping: Times
  /// 10⁹ floating-point operations a second: of a direct convolution in the median pass, and the most that the
  /// threads can do in registers. Winograd convolutions take fewer, so the first can be above the second.
  let rate: Double
  let peak: Double
  let recompute: [Recomputation]
  /// What the file of weights does not say and is assumed; nil where it says everything.
  let assumptions: [String]?
  /// The shortest time of each node in a whole pass: what it takes when nothing else runs.
  private let nodes: [Node.ID: Double]

  enum CodingKeys: CodingKey {
    case model, input, threads, cpu, prepare, forward, forwardKeeping, rate, peak, recompute, assumptions
  }

  init(
    _ executor: Executor, assumptions: [String], interventions: Interventions, threads: Int, runs: Int,
    isForwardOnly: Bool,
    prepare: Duration
  ) throws(PassCancelled) {
    let network = executor.network
    self.assumptions = assumptions.isEmpty ? nil : assumptions
    model = network.architecture.name
    input = [network.input.height, network.input.width]
    self.threads = threads
    cpu = CPULevel.preferred.rawValue
    self.prepare = prepare.milliseconds.thousandths

    let count = network.input.height * network.input.width * 3
    let picture = (0..<count).map { Float($0 * 7919 % 1009) / 504.5 - 1 }
    var times: [Double] = []
    var keepingTimes: [Double] = []
    var nodes: [Node.ID: [Double]] = [:]
    // Two rounds to fill the pool of buffers and to wake the processor up.
    for run in -2..<runs {
      let pass = try executor.run(executor.input(picture), interventions, keepsActivations: false)
      guard run >= 0 else { continue }
      times.append(pass.duration.milliseconds)
      for (node, duration) in zip(pass.recomputed, pass.nodeDurations) {
        nodes[node, default: []].append(duration.milliseconds)
      }
    }
    forward = Times(times)
    for run in -2..<runs {
      let pass = try executor.run(executor.input(picture), interventions)
      if run >= 0 { keepingTimes.append(pass.duration.milliseconds) }
    }
    forwardKeeping = Times(keepingTimes)
    rate = (2e-6 * Double(network.multiplyAccumulates) / forward.median).thousandths
    peak = (executor.peakRate() / 1e9).thousandths
    self.nodes = nodes.mapValues { Times($0).min }

    let tensor = executor.input(picture)
    var recompute: [Recomputation] = []
    for unit in isForwardOnly ? [] : network.exchangeUnits {
      guard case .edge(let edge)? = unit.edges.first?.dropFirst().first.map({ network[$0].address }) else { continue }
      var cut = interventions
      cut[edge] = 0
      var times: [Double] = []
      var units = 0
      for _ in 0..<runs {
        _ = try executor.run(tensor, interventions)
        let pass = try executor.run(tensor, cut)
        times.append(pass.duration.milliseconds)
        units = pass.recomputed.count
      }
      recompute.append(Recomputation(edge: edge.description, units: units, median: Times(times).median))
    }
    self.recompute = recompute
  }

  func text(_ network: Network, profile: Bool) -> String {
    var lines = [
      "\(model), input \(network.input), \(threads) threads, \(cpu)",
      formatted("prepare   %8.2f ms", prepare),
      formatted(
        "forward   %8.2f ms  (%.2f–%.2f)  %.0f GFLOP/s as a direct convolution counts, %.0f %% of the peak of %.0f",
        forward.median, forward.min, forward.max, rate, 100 * rate / peak, peak),
      formatted(
        "keeping   %8.2f ms  (%.2f–%.2f)  with every activation kept", forwardKeeping.median,
        forwardKeeping.min, forwardKeeping.max),
    ]
    lines += recompute.map {
      formatted("cut       %8.2f ms  %3d units  ", $0.median, $0.units) + $0.edge
    }
    if profile { lines += [""] + profileLines(network) }
    return lines.joined(separator: "\n")
  }

  /// Time by kind of node and shape, most first.
  private func profileLines(_ network: Network) -> [String] {
    var groups: [String: (count: Int, time: Double, macs: Int)] = [:]
    for (id, time) in nodes {
      let node = network[id]
      groups["\(node.operationText), to \(node.shape)", default: (0, 0, 0)].count += 1
      groups["\(node.operationText), to \(node.shape)"]?.time += time
      groups["\(node.operationText), to \(node.shape)"]?.macs += node.multiplyAccumulates
    }
    let total = nodes.values.reduce(0, +)
    let rows = groups.sorted { $0.value.time > $1.value.time }.map { name, group in
      formatted(
        "%8.3f ms %5.1f %%  %3d × %7.1f µs  %6.1f GFLOP/s  ", group.time, 100 * group.time / total, group.count,
        1000 * group.time / Double(group.count), 2e-6 * Double(group.macs) / group.time) + name
    }
    return rows + [formatted("%8.3f ms, the sum of each node's shortest time", total)]
  }
}

extension Duration {
  fileprivate var milliseconds: Double { self / .milliseconds(1) }
}
