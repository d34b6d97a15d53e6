import Checkpoints
import Engine
import Files
import Foundation
import HRNet
import Pose
import Recognition
import TestSupport
import Testing

@testable import Experiments

@Suite("Files of probes")
struct ProbeFileTests {
  private static let node = "s4.m2>1/32"

  private func probes(_ targets: ProbeTargets = .joints(.lsp14), network: String = "abc") -> FittedProbes {
    let entries = [("s4.m1.1/8.u1", 32), (Self.node, 128)].map { node, channels in
      FittedProbes.Entry(
        node: node, channels: channels, height: 6, width: 5, ridge: 1e-5, emphasis: 3, fit: 0.75, measured: 0.5,
        limit: nil, weights: (0..<targets.count * channels).map { Double($0 % 7) / 3 - 1 },
        bias: (0..<targets.count).map { Double($0) / 10 })
    }
    return FittedProbes(
      targets: targets, isConcatenated: false, entries: entries, set: "lsp", validation: nil, count: 400, sigma: 2,
      network: network, model: "W16", input: InputSize(height: 192, width: 160), options: ["upsampling nearest"])
  }

  @Test("what is written is read, to the bit; in half precision to eleven bits")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      for targets in [ProbeTargets.joints(.lsp14), .classes(ClassNames(stating: ["background", "head"]))] {
        let written = probes(targets)
        try written.write(to: folder + "p")
        #expect(try FittedProbes(contentsOf: folder + "p") == written)
        try written.write(to: folder + "h", isHalf: true)
        let half = try FittedProbes(contentsOf: folder + "h")
        for (one, other) in zip(half.entries, written.entries) {
          #expect(zip(one.weights, other.weights).allSatisfy { abs($0 - $1) <= 0x1p-11 * abs($1) })
        }
        #expect(half[Self.node]?.probe.channels == 128 && half["s9.m1"] == nil)
      }
    }
  }

  @Test("probes of other weights, other upsampling, other nodes or another width are refused by name")
  func otherNetwork() throws {
    let network = try Subject().network
    let probes = probes()
    func reason(_ probes: FittedProbes, digest: String = "abc") -> ProbeFileReason? {
      do throws(ProbeFileError) {
        try probes.check(for: network, digest: digest, path: "f")
        return nil
      } catch { return error.reason }
    }
    func with(options: [String]? = nil, _ node: String, channels: Int) -> FittedProbes {
      FittedProbes(
        targets: .joints(.lsp14), isConcatenated: false,
        entries: [
          FittedProbes.Entry(
            node: node, channels: channels, height: 1, width: 1, ridge: 0, emphasis: 0, fit: nil, measured: nil,
            limit: nil, weights: Array(repeating: 0, count: 14 * channels), bias: Array(repeating: 0, count: 14))
        ], set: "", validation: nil, count: 1, sigma: 2, network: "abc", model: "", input: network.input,
        options: options ?? [])
    }
    #expect(reason(probes) == nil)
    #expect(reason(probes, digest: "def") == .otherNetwork(expected: "def", found: "abc"))
    #expect(reason(with("s7.m2>1/4", channels: 16)) == .unknownNode("s7.m2>1/4"))
    #expect(reason(with("head", channels: 14)) == .unknownNode("head"))
    #expect(reason(with("s4.m2:1/4>1/8", channels: 32)) == .unknownNode("s4.m2:1/4>1/8"))
    #expect(
      reason(with("s4.m2>1/8", channels: 16)) == .otherChannels(node: "s4.m2>1/8", expected: 32, found: 16))
    let other = reason(with(options: ["upsampling bilinear-corners"], "s4.m2>1/8", channels: 32))
    #expect(other == .otherUpsampling(expected: network.architecture.upsampling.rawValue, found: "bilinear-corners"))
  }

  @Test("a network knows which of its nodes are read, by what, and what is known of that")
  func ofNetwork() throws {
    let network = try Subject().network
    let classes = self.probes(.classes(ClassNames(stating: ["background", "head"])))
    let probes = NetworkProbes([self.probes(), classes], of: network)
    let node = try #require(network.probeInput(Self.node)?.nodes[0])
    #expect(
      probes.kinds == [.joints, .classes] && probes.nodes(.joints).count == 2 && probes.nodes(.joints)[1] == node)
    #expect(probes.nodes(.joints, isConcatenated: true).isEmpty)
    let facts = try #require(probes.facts(of: node, .joints))
    #expect(facts.entry.measured == 0.5 && facts.entry.channels == 128 && facts.set.set == "lsp")
    #expect(probes.facts(of: node, .joints, isConcatenated: true) == nil)
    #expect(probes.facts(of: network.streamEnds[0], .joints) == nil)
    #expect(probes.probe(of: node, .classes)?.targets == classes.targets)
    #expect(probes.probe(of: node, .joints)?.probe.node == Self.node)
    #expect(NetworkProbes.none.kinds.isEmpty && NetworkProbes.none.facts(of: node, .joints) == nil)
    // Of two files the first that reads a node counts.
    let twice = NetworkProbes([classes, self.probes(.classes(ClassNames(stating: ["a", "b"])))], of: network)
    #expect(twice.probe(of: node, .classes)?.targets == classes.targets && twice.targets(.classes) == classes.targets)
  }

  private static let bias = "probe.\(node).bias"
  private static let weight = "probe.\(node).weight"

  /// What may be wrong with a file, and a word of what is said.
  private static let faults: [(String, @Sendable (inout EditedSafetensors) -> Void, String)] = [
    ("another format", { $0.metadata["format"] = "pt" }, "no file of probes"),
    ("no metadata", { $0.metadata = [:] }, "no file of probes"),
    ("a newer version", { $0.metadata["version"] = "2" }, "newer"),
    ("a version of any length", { $0.metadata["version"] = String(repeating: "9", count: 400) }, "newer"),
    ("no version", { $0.metadata["version"] = nil }, "says no 'version'"),
    ("nonsense for a version", { $0.metadata["version"] = "x" }, "version 'x'"),
    ("version nought", { $0.metadata["version"] = "0" }, "version '0'"),
    ("a version with a sign", { $0.metadata["version"] = "+1" }, "version '+1'"),
    ("no bias", { $0.rename { $0 == bias ? nil : $0 } }, "tensors"),
    ("a bias under another name", { $0.rename { $0 == bias ? "b" : $0 } }, "is missing"),
    ("a tensor more", { $0.add("probe.x.weight", [14, 16]) }, "tensors"),
    ("rows that are no targets", { $0.reshape(weight, [7, 256]) }, "shapes"),
    ("a flat weight", { $0.reshape(weight, [1792]) }, "shapes"),
    ("a bias of two axes", { $0.reshape(bias, [7, 2]) }, "shapes"),
    ("more rows", { $0.repeatRows(of: weight, to: 15) }, "shapes"),
    ("no names", { $0.metadata["names"] = "[]" }, "names"),
    ("names that are numbers", { $0.metadata["names"] = "[1, 2]" }, "names"),
    ("nodes twice", { $0.metadata["nodes"] = #"["s4.m2>1/32", "s4.m2>1/32"]"# }, "tensors"),
    ("nodes that are none of its", { $0.metadata["nodes"] = #"["a", "b"]"# }, "size"),
    ("λ below nothing", { $0.metadata["lambda"] = #"{"s4.m2>1/32": -1, "s4.m1.1/8.u1": 0}"# }, "λ"),
    ("more than all right", { $0.metadata["pck"] = #"{"s4.m2>1/32": 1.5}"# }, "PCK"),
    ("N that is no number", { $0.metadata["N"] = "many" }, "N"),
    ("no sigma", { $0.metadata["sigma"] = "nan" }, "sigma"),
    ("neither joints nor classes", { $0.metadata["targets"] = "boxes" }, "targets"),
    ("an input of nothing", { $0.metadata["input"] = "0x0" }, "input"),
  ]

  @Test("a file that may say anything is refused in one line that names it", arguments: faults.indices)
  func odd(_ index: Int) throws {
    let (name, change, word) = Self.faults[index]
    try withTemporaryFolder { folder in
      try probes().write(to: folder + "p")
      var file = try EditedSafetensors(folder + "p")
      change(&file)
      try file.write(to: folder + "q")
      let error = #expect(throws: ProbeFileError.self, "\(name)") { try FittedProbes(contentsOf: folder + "q") }
      let text = error?.description ?? ""
      #expect(text.hasPrefix(folder + "q: ") && text.contains(word) && !text.contains("\n"), "\(name): \(text)")
      #expect(error?.fault == .content)
    }
  }

  @Test(
    "numbers that are not finite, in double or in single precision, are refused",
    arguments: [
      Double.nan, .infinity, 1e300,
    ])
  func notFinite(_ value: Double) throws {
    try withTemporaryFolder { folder in
      let sound = probes()
      let first = sound.entries[0]
      var weights = first.weights
      weights[5] = value
      let entry = FittedProbes.Entry(
        node: first.node, channels: first.channels, height: 6, width: 5, ridge: 0, emphasis: 0, fit: nil, measured: nil,
        limit: nil, weights: weights, bias: first.bias)
      try FittedProbes(
        targets: sound.targets, isConcatenated: false, entries: [entry], set: "", validation: nil, count: 1, sigma: 2,
        network: "", model: "", input: sound.input, options: []
      ).write(to: folder + "p")
      #expect(throws: ProbeFileError.self) { try FittedProbes(contentsOf: folder + "p") }
    }
  }

  @Test("a torn file and one that is none are refused as every file of tensors is")
  func torn() throws {
    try withTemporaryFolder { folder in
      try probes().write(to: folder + "p")
      let bytes = try Data(contentsOf: URL(filePath: folder + "p"))
      for count in [0, 4, 8, 40, bytes.count / 2, bytes.count - 1] {
        try bytes.prefix(count).write(to: URL(filePath: folder + "q"))
        #expect(throws: CheckpointError.self, "\(count)") { try FittedProbes(contentsOf: folder + "q") }
      }
      #expect(throws: CheckpointError.self) { try FittedProbes(contentsOf: folder + "none") }
    }
  }
}
