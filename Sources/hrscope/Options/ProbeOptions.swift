import ArgumentParser
import Engine
import Experiments
import Files
import HRNet
import Runner

/// Which linear read-outs there are to read through.
struct ProbeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Linear read-outs that 'probe' has fitted to this network; by default those of the built-in model.",
      valueName: "FILE"))
  var probes: [String] = []
}

extension ProbeOptions {
  /// The place that `--read-out` names: `probe:NODE`, or a unit behind which a head is applied early.
  ///
  /// - Parameters:
  ///   - text: nil for the network's end.
  ///   - kind: what is to be read.
  /// - Throws: `CommandFailure` where nothing can be read there; `ProbeFileError` where a file of probes is none of this
  ///   network's.
  func place(
    _ text: String?, of kind: ProbeTargets.Kind, in opened: OpenedNetwork, _ weights: WeightsOptions
  ) throws -> ReadingPlace? {
    guard let text else {
      guard probes.isEmpty else {
        throw CommandFailure(status: .usage, text: "--probes needs --read-out probe:NODE")
      }
      return nil
    }
    guard let node = Self.node(text) else {
      guard probes.isEmpty else {
        throw CommandFailure(status: .usage, text: "--probes: --read-out \(text) names none (expected probe:NODE)")
      }
      return .head(try Self.head(text, of: kind, in: opened))
    }
    let all = try sets(for: opened, weights)
    let sets = all.filter { $0.targets.kind == kind }
    guard let fitted = sets.lazy.compactMap({ $0[node] }).first else {
      let known = sets.flatMap { $0.entries.map(\.node) }
      throw CommandFailure(
        status: .usage,
        text: "--read-out \(text): no probe of \(kind.rawValue) for it (expected "
          + (known.last.map { "one of \(known.count) nodes, e.g. probe:\($0)" } ?? "probes of \(kind.rawValue)") + ")")
    }
    return .probe(fitted, by: try BLAS())
  }

  /// The node of `probe:NODE`; nil for what names no probe.
  static func node(_ text: String) -> String? { text.hasPrefix("probe:") ? String(text.dropFirst(6)) : nil }

  private static func head(
    _ text: String, of kind: ProbeTargets.Kind, in opened: OpenedNetwork
  ) throws -> ReadOut {
    let output = kind == .joints ? opened.network.heatMaps.map { .heatMaps($0) } : opened.network.output(framing: kind)
    guard let readOut = output.flatMap({ opened.network.earlyReadOut(of: $0, after: text) }) else {
      throw CommandFailure(
        status: .usage,
        text:
          "--read-out \(text): the head reads stream 1/4 of stages 2 to 4 only (expected e.g. s2.m1, s2.m1.1/4.u1, or "
          + "probe:NODE)")
    }
    return readOut
  }

  /// The read-outs of a network: those in the files given, else the built-in model's where it is that.
  private func sets(for opened: OpenedNetwork, _ weights: WeightsOptions) throws -> [FittedProbes] {
    guard probes.isEmpty else {
      let digest = try weights.digest(of: opened.checkpoint)
      return try probes.map { path in
        let probes = try FittedProbes(contentsOf: path)
        try probes.check(for: opened.network, digest: digest, path: path)
        return probes
      }
    }
    // Of the built-in model's own weights nobody needs to ask.
    let digest = try weights.weights == nil ? nil : weights.digest(of: opened.checkpoint)
    let fitting = EmbeddedFiles.probes.filter { probes in
      (try? probes.check(for: opened.network, digest: digest ?? probes.network, path: "")) != nil
    }
    guard fitting.isEmpty else { return fitting }
    throw CommandFailure(
      status: .usage,
      text:
        "\(opened.checkpoint.name): no probes of this network are built in (expected --probes FILE; 'hrscope probe SET "
        + "--output FILE' fits some)")
  }

  /// What they are, for a plan: the file's content.
  func recorded() throws -> [String] { try probes.map { "probes \(try LabelledFile.digest($0))" } }
}
