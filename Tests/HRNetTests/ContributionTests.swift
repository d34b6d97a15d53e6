import HRNet
import Testing

@Suite("Contributions of edges")
struct ContributionTests {
  let network: Network

  init() throws {
    network = try Network(#require(.preset("w32")), input: InputSize(height: 64, width: 64))
  }

  @Test("a gain of 1 is no intervention; a replacement is one, and is multiplied by 1")
  func equality() throws {
    let edge = try #require(network.edges.first)
    var interventions = Interventions()
    interventions[contributionOf: edge] = .mean
    #expect(interventions.isChanged(edge) && interventions[edge] == 1)
    interventions[contributionOf: edge] = .gain(1)
    #expect(interventions == .none && !interventions.isChanged(edge))
  }

  @Test("tells which references a pass needs")
  func references() throws {
    var interventions = Interventions()
    interventions[network.edges[0]] = 0
    #expect(!interventions.hasMeans && interventions.donors.isEmpty)
    interventions[contributionOf: network.edges[1]] = .patch(donor: 3)
    interventions[contributionOf: network.edges[2]] = .patch(donor: 3)
    interventions[contributionOf: network.edges[3]] = .mean
    #expect(interventions.hasMeans && interventions.donors == [3])
  }

  /// The paper's Table 12: (a) only the final exchange unit, (b) final and across, (c) all.
  @Test("the paper's ablation cuts what is off in a row", arguments: [50, 42, 0])
  func ablation(cut: Int) throws {
    let row = try #require(PaperAblation.allCases.first { $0.interventions(in: network).edges.count == cut })
    let units = network.exchangeUnits.filter { !row.kinds.contains($0.kind) }
    let edges = row.interventions(in: network).edges
    #expect(Set(edges) == Set(EdgeSelection.foreignEdges(of: units, in: network)))
    #expect(row.averagePrecision == [50: 70.8, 42: 71.9, 0: 73.4][cut])
  }
}
