import Foundation
import TestSupport
import Testing

@Suite("hrscope pose --read-out", .waitsForPrograms)
struct ReadOutCommandTests {
  private struct Document: Decodable {
    let joints: [PoseDocument.Joint]
    let readOut: String?
  }

  private func joints(_ arguments: String...) throws -> Document {
    try HRScope.json(Document.self, ["pose", SamplePictures.runner, "--json"] + arguments)
  }

  @Test("after the last exchange unit the joints are the network's own, before it they are others")
  func units() throws {
    let final = try joints()
    #expect(final.readOut == nil)
    let last = try joints("--read-out", "s4.m2")
    #expect(last.readOut == "s4.m2")
    #expect(last.joints == final.joints)
    let early = try joints("--read-out", "s4.m2.1/4.u1")
    let shifts = zip(early.joints, final.joints).map { $0.distance(to: ($1.x, $1.y)) }
    #expect(shifts.reduce(0, +) / 14 > 20)
  }

  @Test(
    "a unit that the head cannot read is wrong usage, in one line",
    arguments: ["s1.u2", "s3.m2.1/8.u1", "s9.m1", "head"])
  func misfit(unit: String) throws {
    let result = try HRScope.run("pose", SamplePictures.runner, "--read-out", unit)
    #expect(result.status == 64)
    #expect(result.outputText == "")
    #expect(result.errorText.hasPrefix("hrscope: --read-out \(unit): the head reads stream 1/4"))
    #expect(result.errorText.filter { $0 == "\n" }.count == 1)
  }
}
