import Testing

@testable import Pose

@Suite("Joints of networks and sets")
struct JointMatchTests {
  private func known(_ name: String) throws -> Skeleton { try #require(Skeleton.known(as: name)) }

  @Test(
    "joints with one name are compared, whatever their order",
    arguments: [
      ("lsp14", "crowdpose14", 14), ("crowdpose14", "lsp14", 14), ("coco17", "crowdpose14", 12), ("lsp14", "aic14", 14),
      ("coco17", "wholebody133", 17), ("mpii16", "lsp14", 13), ("h36m17", "coco17", 10), ("ap10k17", "coco17", 11),
    ])
  func byName(network: String, set: String, count: Int) throws {
    let (network, set) = (try known(network), try known(set))
    let match = try JointMatch(network: network, set: set, count: set.jointNames.count)
    #expect(match.basis == .name && match.network.count == count && match.note != nil)
    for (a, b) in zip(match.network, match.set) { #expect(network.canonicalNames[a] == set.canonicalNames[b]) }
    #expect(match.skeleton.sigmas == match.set.map { set.sigmas[$0] } && match.skeleton.sigmaOrigin == set.sigmaOrigin)
    #expect(match.skeleton.jointNames == match.network.map { network.jointNames[$0] })
  }

  @Test(
    "sets of other joints are refused",
    arguments: [
      ("lsp14", "hand21"), ("face68", "coco17"), ("coco17", "wflw98"), ("face68", "wflw98"), ("cofw29", "aflw19"),
    ])
  func other(network: String, set: String) throws {
    let (network, set) = (try known(network), try known(set))
    #expect(throws: JointMismatch.self) { try JointMatch(network: network, set: set, count: set.jointNames.count) }
  }

  @Test("equal joints need no word")
  func equal() throws {
    let written = Skeleton(stating: ["R_Ankle", "rightKnee"] + Skeleton.lsp14.jointNames[2...])
    let match = try JointMatch(network: .lsp14, set: written, count: 14)
    #expect(match.note == nil && match.network == Array(0..<14) && match.set == match.network)
  }

  @Test("without names joints are compared by their order, where there are as many")
  func byOrder() throws {
    let match = try JointMatch(network: .lsp14, set: nil, count: 14)
    #expect(match.basis == .order && match.skeleton == .lsp14 && match.note != nil)
    let numbered = try JointMatch(network: Skeleton(numbered: 17), set: .coco17, count: 17)
    #expect(numbered.basis == .order && numbered.skeleton == .coco17 && numbered.note != nil)
    for (network, set, count) in [(Skeleton.lsp14, nil, 17), (Skeleton(numbered: 16), Skeleton.coco17, 17)] {
      #expect(throws: JointMismatch.self) { try JointMatch(network: network, set: set, count: count) }
    }
  }

  @Test("σ that nobody publishes are spoken of")
  func sigmas() throws {
    #expect(Skeleton.coco17.sigmaNote == nil && Skeleton.lsp14.sigmaNote != nil)
    #expect(try known("wflw98").sigmaNote != nil && Skeleton(numbered: 3).sigmaNote != nil)
  }
}
