import HRNet
import Testing

@Suite("SPEC of the command line")
struct EdgeSelectionTests {
  let network: Network

  init() throws {
    network = try Network(#require(.preset("w32")), input: InputSize(height: 64, width: 64))
  }

  @Test(
    "names edges, units, stages, kinds and all; wider ones leave identity edges out",
    arguments: [
      ("s4.m2:32>4", 1), ("s4.m2:1/32>1/4", 1), ("s4.m1:8>8", 1), ("s4.m2", 12), ("s4.m3", 3), ("s3", 24),
      ("final", 3), ("across", 8), ("within", 42), ("all", 53), ("s4.m1>8", 4), ("s3.m2>1/16", 3), ("s4.m3>4", 4),
      ("s2.m1>4", 2),
    ])
  func counts(spec: String, count: Int) throws {
    #expect(try EdgeSelection(spec, in: network).edges.count == count)
  }

  @Test("the text of an edge's address is its SPEC")
  func roundTrip() throws {
    for edge in network.edges {
      #expect(try EdgeSelection(edge.description, in: network).edges == [edge])
    }
  }

  @Test(
    "what the network does not have", arguments: ["s4.m4", "s5", "s1", "s4.m3:4>8", "s2.m1:16>4", "s4.m3>8", "s9.m1>4"])
  func absent(spec: String) {
    #expect(throws: EdgeSelectionError.absent(spec)) { try EdgeSelection(spec, in: network) }
  }

  @Test(
    "what is no SPEC",
    arguments: [
      "", "s", "s4.", "s4.m", "s4.m2:", "s4.m2:4", "s4.m2:5>4", "s4.m2:4>8>16", "s4.m2>", "s4.m2>5", "s4>8", ">8",
      "Final", "s-1",
      "s4.m99999999999999999999",
    ])
  func malformed(spec: String) {
    #expect(throws: EdgeSelectionError.malformed(spec)) { try EdgeSelection(spec, in: network) }
  }

  @Test("a gain of 1 is no intervention")
  func gainOfOne() throws {
    let edge = try #require(network.edges.first)
    var interventions = Interventions()
    interventions[edge] = 0
    #expect(!interventions.isEmpty)
    interventions[edge] = 1
    #expect(interventions == .none)
  }
}
