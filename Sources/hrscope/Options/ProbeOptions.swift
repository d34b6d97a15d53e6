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
  /// For commands that look at nothing.
  static var none: ProbeOptions {
    var options = ProbeOptions()
    options.probes = []
    return options
  }

  /// The place that `--read-out` names: `probe:NODE`, or a unit behind which a head is applied early.
  ///
  /// - Parameters:
  ///   - text: nil for the network's end.
  ///   - kind: what is to be read.
  /// - Throws: `CommandFailure` where nothing can be read there; `ProbeFileError` where a file of probes is none of this
  ///   network's.
  func place(
    _ text: String?, of kind: ProbeTargets.Kind, in opened: OpenedNetwork
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
    let all = try sets(for: opened)
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
  private func sets(for opened: OpenedNetwork) throws -> [FittedProbes] {
    guard probes.isEmpty else { return try sets(for: [opened])[0] }
    let builtIn = try opened.builtInProbes()()
    guard builtIn.isEmpty else { return builtIn }
    throw CommandFailure(
      status: .usage,
      text:
        "\(opened.checkpoint.name): no probes of this network are built in (expected --probes FILE; 'hrscope probe SET "
        + "--output FILE' fits some)")
  }

  /// The read-outs of one or two networks that are looked at: those in the files given, each of the network that it was fitted
  /// to; for a network of which no file is, the built-in model's where it is that.
  ///
  /// - Parameter networks: at least one.
  /// - Throws: `ProbeFileError` where a file is none of theirs; `CommandFailure` where two files of one network do not say
  ///   the same.
  func read(for networks: [OpenedNetwork]) throws -> [NetworkProbes] {
    try zip(networks, sets(for: networks)).map { opened, sets in
      guard sets.isEmpty else { return NetworkProbes(sets, of: opened.network) }
      return NetworkProbes(of: opened.network, opening: try opened.builtInProbes())
    }
  }

  /// What is in the files, by the network that it belongs to.
  private func sets(for networks: [OpenedNetwork]) throws -> [[FittedProbes]] {
    var result = [[FittedProbes]](repeating: [], count: networks.count)
    guard !probes.isEmpty else { return result }
    let digests = try networks.map { try $0.digest() }
    for path in probes {
      let file = try FittedProbes(contentsOf: path)
      // Of two networks, it is compared with the one that has its weights; what else it may lack is said of that.
      let own = digests.indices.filter { digests[$0] == file.network }
      for place in own.isEmpty ? [0] : own {
        try file.check(for: networks[place].network, digest: digests[place], path: path)
        if let other = result[place].first(where: { $0.targets.kind == file.targets.kind }),
          other.targets != file.targets
        {
          throw CommandFailure(
            status: .usage,
            text: "--probes '\(path)': other \(file.targets.kind.rawValue) than in the file before (expected "
              + "\(other.targets.count), '\(other.targets.names[0])' …, found \(file.targets.count), "
              + "'\(file.targets.names[0])' …)")
        }
        result[place].append(file)
      }
    }
    return result
  }

  /// What they are, for a plan: the file's content.
  func recorded() throws -> [String] { try probes.map { "probes \(try LabelledFile.digest($0))" } }
}

extension OpenedNetwork {
  /// The read-outs that are built in, where this is the built-in model, from a file too; else none.
  ///
  /// - Returns: what opens them.
  fileprivate func builtInProbes() throws -> @Sendable () -> [FittedProbes] {
    guard checkpoint.container != .random else { return { [] } }
    var digest: String?
    if let file = files.first {
      // Of a file of another size nobody needs to ask.
      guard FileStatus(file)?.size == EmbeddedFiles.modelSize else { return { [] } }
      digest = try self.digest()
    }
    return { [network, digest] in
      EmbeddedFiles.probes.filter {
        (try? $0.check(for: network, digest: digest ?? $0.network, path: "")) != nil
      }
    }
  }
}
