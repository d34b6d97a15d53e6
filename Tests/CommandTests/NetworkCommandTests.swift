import Foundation
import TestSupport
import Testing

@Suite("hrscope network", .waitsForPrograms)
struct NetworkCommandTests {
  /// What `--json` prints (`Documentation/CommandLine.md`).
  struct Document: Decodable {
    struct Unit: Decodable {
      let name: String
      let shape: [Int]
      let parameters: Int
      let macs: Int
    }

    struct ExchangeUnit: Decodable {
      struct Edge: Decodable {
        let name: String
        let parameters: Int
        let macs: Int
      }

      let name: String
      let kind: String
      let edges: [Edge]
    }

    let model: String
    let input: [Int]
    let parameters: Int
    let macs: Int
    let units: [Unit]
    let exchangeUnits: [ExchangeUnit]
  }

  private func network(_ arguments: String...) throws -> Document {
    try HRScope.json(Document.self, ["network", "--json"] + arguments)
  }

  @Test("W32 has the published size")
  func w32() throws {
    let network = try network("--model", "w32")
    #expect(network.input == [256, 192])
    #expect(network.parameters == 28_536_113)
    #expect(Self.billions(network.macs) == "7.645")
    #expect(network.parameters == network.units.reduce(0) { $0 + $1.parameters })
    #expect(network.macs == network.units.reduce(0) { $0 + $1.macs })
  }

  @Test("W48 has the published size")
  func w48() throws {
    let network = try network("--model", "w48")
    #expect(String(format: "%.1f", Double(network.parameters) / 1e6) == "63.6")
    #expect(Self.billions(network.macs) == "15.692")
  }

  @Test("W32 has 8 exchange units with 76 edges, identity edges among them")
  func edges() throws {
    let units = try network("--model", "w32").exchangeUnits
    #expect(units.map(\.name) == ["s2.m1", "s3.m1", "s3.m2", "s3.m3", "s3.m4", "s4.m1", "s4.m2", "s4.m3"])
    // The last one of a stage leads to the next (paper, Table 12); the very last fuses into the finest stream only.
    let kinds = units.map(\.kind)
    #expect(kinds.count { $0 == "final" } == 1 && kinds.last == "final")
    #expect(kinds.count { $0 == "across" } == 2 && kinds.count { $0 == "within" } == 5)
    #expect(units.map(\.edges.count) == [4, 9, 9, 9, 9, 16, 16, 4])
    let edges = units.flatMap(\.edges)
    #expect(Set(edges.map(\.name)).count == 76)
    #expect(edges.count { $0.parameters == 0 && $0.macs == 0 } == 2 + 4 * 3 + 2 * 4 + 1)
  }

  @Test("the default is the embedded model, and --input is heeded")
  func embedded() throws {
    let network = try network()
    #expect(network.input == [192, 160])
    #expect(network.units.last?.shape == [14, 48, 40])
    #expect(String(format: "%.2f", Double(network.parameters) / 1e6) == "2.97")
    #expect(String(format: "%.3f", Double(network.macs) / 1e9) == "0.653")
    let larger = try self.network("--input", "384x320")
    #expect(larger.input == [384, 320])
    // Every unit is a convolution over four times as many places.
    #expect(larger.macs == 4 * network.macs && larger.parameters == network.parameters)
  }

  @Test("every edge can be cut under the name it has here")
  func names() throws {
    let names = try network().exchangeUnits.flatMap(\.edges).map(\.name)
    let cuts = names.flatMap { ["--cut", $0] }
    let result = try HRScope.run(["pose", SamplePictures.runner] + cuts)
    #expect(result.status == 0, "\(result.errorText)")
  }

  @Test("as text: the totals, and a line for every unit")
  func text() throws {
    let result = try HRScope.run("network", "--model", "w32")
    #expect(result.status == 0)
    #expect(result.outputText.contains("28536113 parameters"))
    #expect(result.outputText.contains("7.645 GMAC"))
    #expect(result.outputText.contains("8 exchange units, 76 edges"))
    let lines = result.outputText.split(separator: "\n")
    for unit in try network("--model", "w32").units {
      #expect(lines.contains { $0.hasPrefix(unit.name + " ") && $0.contains(" \(unit.parameters) ") }, "\(unit.name)")
    }
  }

  private static func billions(_ macs: Int) -> String { String(format: "%.3f", Double(macs) / 1e9) }
}
