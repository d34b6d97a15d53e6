import HRNet
import Testing

@Suite("The same place in another network")
struct NetworkPlaceTests {
  private func network(_ name: String) throws -> Network {
    let model = try #require(PublishedModel(name))
    return try Network(model.architecture, input: InputSize(height: 64, width: 64))
  }

  private static let names = ["w18", "w32", "w48", "w18-small-v1", "w18-small-v2", "w32-v2-pose", "w18-v2p"]

  @Test("a column of the same address, where there is one", arguments: names, names)
  func exact(one: String, other: String) throws {
    let (a, b) = (try network(one), try network(other))
    for index in b.columns.indices {
      let own = a.column(at: index, of: b)
      let address = b[b.columns[index].nodes[0]].address
      if let node = a.node(address), b.columns.count(where: { $0.nodes[0] == b.columns[index].nodes[0] }) == 1,
        a.columns.contains(where: { $0.nodes[0] == node.id })
      {
        #expect(a[a.columns[own].nodes[0]].address == address)
      }
      if one == other { #expect(own == index) }
    }
    // Who walks on in the one never walks back in the other, up to the heads.
    let body = b.columns.indices.filter { b.columns[$0].content != .head }
    let places = body.map { a.column(at: $0, of: b) }
    #expect(places == places.sorted())
    #expect(places.allSatisfy { a.columns[$0].content != .head })
  }

  private static let rivals = ["w18", "simple-baseline-50", "hourglass-8", "single59", "maintained22", "w18-v2p"]

  @Test(
    "of other bodies the same moment: input, stem, body, head, each from its beginning to its end", arguments: rivals,
    rivals)
  func moments(one: String, other: String) throws {
    let (a, b) = (try network(one), try network(other))
    guard a.architecture.body.metadataName != b.architecture.body.metadataName else { return }
    let places = b.columns.indices.map { a.column(at: $0, of: b) }
    #expect(places.first == 0 && places.last == a.columns.count - 1 && places == places.sorted())
    func phase(_ column: Column) -> String { column.section.isPartOfBody ? "body" : "\(column.section)" }
    for (index, place) in places.enumerated() { #expect(phase(b.columns[index]) == phase(a.columns[place])) }
    // Walking through the longer one shows every column of the shorter one's body.
    let body = a.columns.indices.filter { a.columns[$0].section.isPartOfBody }
    if body.count < b.columns.count(where: \.section.isPartOfBody) { #expect(Set(body).isSubset(of: places)) }
  }

  @Test("else the nearest before it by stage, module and unit; results stand at results")
  func nearest() throws {
    let (small, large) = (try network("w18-small-v1"), try network("w32"))
    func place(_ content: Column.Content) throws -> Column.Content {
      let index = try #require(large.columns.firstIndex { $0.content == content })
      return small.columns[small.column(at: index, of: large)].content
    }
    let last = try #require(small.exchangeUnits.last).address
    #expect(try place(.exchange(ExchangeAddress(stage: 4, module: 3))) == .exchange(last))
    #expect(
      try place(.unit(ExchangeAddress(stage: 2, module: 1), 4)) == .unit(ExchangeAddress(stage: 2, module: 1), 2))
    #expect(try place(.transition(2)) == .transition(2))
    let heads = try network("w18-v2p")
    let end = heads.column(at: large.columns.count - 1, of: large)
    #expect(heads.columns[end].nodes.contains(heads.outputs[0].nodes[0]))
  }
}
