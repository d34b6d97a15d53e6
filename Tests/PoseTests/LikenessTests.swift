import Foundation
import Pictures
import Testing

@testable import Pose

@Suite("How alike joints are")
struct LikenessTests {
  private func maps(_ values: [[Float]], width: Int) -> HeatMaps {
    HeatMaps(joints: values.count, height: values[0].count / width, width: width, values: values.flatMap { $0 })
  }

  @Test("the same but for scale and offset is 1, turned over is −1, and what numpy says in between")
  func correlation() throws {
    let map: [Float] = [0.1, 0.9, 0.3, 0.2, -0.4, 0.7]
    let other: [Float] = [0.5, 0.1, 0.2, 0.9, 0.3, 0.8]
    let found = maps([map, map.map { 3 * $0 + 7 }, map.map { -$0 }, other], width: 3).correlations()
    #expect(found.count == JointPair.count(of: 4))
    // numpy.corrcoef of the two in float64.
    let expected = [1, -1, -0.0266, -1, -0.0266, 0.0266]
    for (found, expected) in zip(found, expected) { #expect(abs(try #require(found) - expected) < 1e-6) }
  }

  @Test("maps that are the same everywhere, or not finite, correlate with nothing", arguments: [0.1, 0, -3, 1e30])
  func undefined(constant: Float) {
    let map: [Float] = [0.1, 0.9, 0.3, 0.2, -0.4, 0.7]
    let flat = [Float](repeating: constant, count: 6)
    for strange in [flat, [.nan] + map.dropFirst(), map.dropLast() + [.infinity]] {
      let found = maps([map, strange, map], width: 2)
      #expect(found.correlations() == [nil, 1, nil] || found.correlations()[0] == nil)
      #expect(found.correlations()[2] == nil && found.correlations()[1] != nil)
    }
    #expect(maps([flat], width: 2).correlations().isEmpty)
  }

  @Test("very large and very small maps are no others")
  func scale() throws {
    let map: [Float] = [0.1, 0.9, 0.3, 0.2, -0.4, 0.7]
    for scale in [Float(1e-30), 1e-6, 1e30] {
      let found = maps([map, map.map { scale * $0 }], width: 3).correlations()
      #expect(abs(try #require(found[0]) - 1) < 1e-6)
    }
  }

  @Test("pairs are each once, in the order of the first joint")
  func pairs() {
    #expect(JointPair.all(of: 0).isEmpty && JointPair.all(of: 1).isEmpty)
    for joints in [2, 5, 17, 133] {
      let pairs = JointPair.all(of: joints)
      #expect(pairs.count == JointPair.count(of: joints) && Set(pairs).count == pairs.count)
      #expect(pairs.allSatisfy { $0.first < $0.second && $0.second < joints })
    }
  }

  @Test("where a joint lies: its own place, then the other side's, then elsewhere; unlabelled ones count nowhere")
  func places() {
    let skeleton = Skeleton.lsp14
    var truth = skeleton.jointNames.indices.map {
      GroundTruthJoint(position: PicturePoint(x: 100 * Double($0), y: 0))
    }
    var found = truth.map(\.position)
    found[0] = truth[5].position
    found[1] = PicturePoint(x: 160, y: 0)
    found[5] = PicturePoint(x: 500, y: 10)
    found[12] = PicturePoint(x: 0, y: 900)
    truth[3].isLabelled = false
    // Where nobody knows where the other side is, nothing is there.
    found[2] = PicturePoint(x: 300, y: 0)
    let places = Metrics.places(found: found, truth: truth, skeleton: skeleton) { $0 == 13 ? nil : 10 }
    #expect(places[0] == .mirror && places[1] == .elsewhere && places[2] == .elsewhere && places[3] == nil)
    #expect(places[4] == .own && places[5] == .own && places[12] == .elsewhere && places[13] == nil)
    // Both near: right.
    truth[5].position = PicturePoint(x: 5, y: 0)
    found[0] = PicturePoint(x: 5, y: 0)
    #expect(Metrics.places(found: found, truth: truth, skeleton: skeleton) { _ in 10 }[0] == .own)
  }

  @Test("sides stay known when a set's joints are compared by name", arguments: ["aic14", "crowdpose14", "mpii16"])
  func mirrors(set name: String) throws {
    let set = try #require(Skeleton.known(as: name))
    let match = try JointMatch(network: .lsp14, set: set, count: set.jointNames.count)
    let names = match.skeleton.jointNames
    for (joint, mirror) in match.skeleton.mirrors.enumerated() {
      let side = names[joint].split(separator: " ").first
      guard side == "left" || side == "right" else { continue }
      let other = try #require(mirror, "\(names[joint])")
      #expect(names[other] != names[joint])
      #expect(names[other].split(separator: " ").last == names[joint].split(separator: " ").last)
    }
    #expect(match.skeleton.mirrors.contains(nil))
    #expect(Skeleton(numbered: 4).mirrors == [nil, nil, nil, nil])
    #expect(try #require(Skeleton.known(as: "hand21")).mirrors.allSatisfy { $0 == nil })
    // Faces have numbers for names, and sides all the same.
    #expect(try #require(Skeleton.known(as: "face68")).mirrors[0] == 16)
  }
}
