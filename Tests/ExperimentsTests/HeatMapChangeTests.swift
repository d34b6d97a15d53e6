import Foundation
import Pictures
import Pose
import Testing

@testable import Experiments

/// Cuts are ranked by what became of the heat maps, not by a coin that fell over.
@Suite("What a cut did to heat maps")
struct HeatMapChangeTests {
  /// Heat maps of 24×32 with Gaussians of deviation 2.
  private static func maps(_ joints: [[(x: Double, y: Double, height: Double)]]) -> HeatMaps {
    let (width, height) = (24, 32)
    var values: [Float] = []
    for peaks in joints {
      for y in 0..<height {
        for x in 0..<width {
          let value = peaks.map { peak in
            let square = (Double(x) - peak.x) * (Double(x) - peak.x) + (Double(y) - peak.y) * (Double(y) - peak.y)
            return peak.height * exp(-square / 8)
          }.max()
          values.append(Float(value ?? 0))
        }
      }
    }
    return HeatMaps(joints: joints.count, height: height, width: width, values: values)
  }

  /// A pose as it is read: a heat-map pixel is four of the picture.
  private static func pose(_ maps: HeatMaps) -> PoseReading {
    let joints = (0..<maps.joints).map { joint in
      let peak = maps.peak(of: joint)
      return Joint(
        name: "joint \(joint)", position: PicturePoint(x: 4 * Double(peak.x), y: 4 * Double(peak.y)),
        score: peak.value.isNaN ? 0 : Double(peak.value), isFound: peak.value > 0)
    }
    return PoseReading(
      joints: joints, heatMaps: maps, skeleton: .named(nil, joints: maps.joints),
      box: Box(x: 0, y: 0, width: 96, height: 128))
  }

  private static let still: [(x: Double, y: Double, height: Double)] = [(12, 16, 0.9)]

  @Test("of two peaks as high the other one wins: far, next to no change, and marked; what really moves ranks before")
  func coin() throws {
    let before = Self.pose(Self.maps([Self.still, [(4, 28, 0.5), (20, 4, 0.49)]]))
    let flipped = Self.pose(Self.maps([Self.still, [(4, 28, 0.48), (20, 4, 0.5)]]))
    let moved = Self.pose(Self.maps([[(15, 16, 0.9)], [(4, 28, 0.5), (20, 4, 0.49)]]))
    let fallen = Self.pose(Self.maps([[(12, 16, 0.3)], [(4, 28, 0.5), (20, 4, 0.49)]]))
    let changes = try [flipped, moved, fallen].map { try #require($0.change(from: before)) }
    // The coin goes much further than anything else…
    #expect(changes[0].largest.value ?? 0 > 100 && changes[1].largest.value ?? 0 < 20 && changes[2].largest.value == 0)
    // …and changes next to nothing.
    #expect(changes[0].effect < 5 && changes[1].effect > 40 && changes[2].effect > 40)
    #expect(changes[0].jumps == [1] && changes[1].jumps.isEmpty && changes[2].jumps.isEmpty)
    #expect(Array(changes.indices).strongestFirst { changes[$0] }.last == 0)
    #expect(changes[1].isStronger(than: changes[0]) && changes[2].isStronger(than: changes[0]))
    #expect(changes[0].ranking.unit == "%" && changes[0].headline.unit == "px")
  }

  @Test(
    "a jump needs two peaks, nearly as high, in both maps",
    arguments: [
      // Nearly as high before and after.
      ([(4.0, 28.0, 0.5), (20.0, 4.0, 0.45)], [(4.0, 28.0, 0.45), (20.0, 4.0, 0.5)], true),
      // The other one was low before.
      ([(4.0, 28.0, 0.5), (20.0, 4.0, 0.2)], [(4.0, 28.0, 0.45), (20.0, 4.0, 0.5)], false),
      // The one before has gone.
      ([(4.0, 28.0, 0.5), (20.0, 4.0, 0.45)], [(4.0, 28.0, 0.1), (20.0, 4.0, 0.5)], false),
      // One peak that has gone a little.
      ([(12.0, 16.0, 0.9)], [(13.0, 16.0, 0.9)], false),
      // It stays.
      ([(4.0, 28.0, 0.5), (20.0, 4.0, 0.49)], [(4.0, 28.0, 0.5), (20.0, 4.0, 0.47)], false),
    ])
  func jumps(before: [(Double, Double, Double)], after: [(Double, Double, Double)], isJump: Bool) throws {
    func maps(_ peaks: [(Double, Double, Double)]) -> HeatMaps { Self.maps([peaks.map { ($0.0, $0.1, $0.2) }]) }
    let change = try #require(HeatMapChange(from: maps(before), to: maps(after)))
    #expect(change.jumps == (isJump ? [0] : []))
  }

  @Test("half as high is a change of half, gone is all, nothing is nothing; a joint counts by what there was of all")
  func amounts() throws {
    let before = Self.maps([[(6, 6, 0.8)], [(16, 20, 0.8)]])
    #expect(try #require(HeatMapChange(from: before, to: before)).whole == 0)
    let half = try #require(HeatMapChange(from: before, to: Self.maps([[(6, 6, 0.4)], [(16, 20, 0.4)]])))
    #expect(abs((half.whole ?? 0) - 50) < 1e-3)
    let gone = try #require(HeatMapChange(from: before, to: Self.maps([[], []])))
    #expect(abs((gone.whole ?? 0) - 100) < 1e-3)
    let one = try #require(HeatMapChange(from: before, to: Self.maps([[], [(16, 20, 0.8)]])))
    #expect(abs((one.joints[0] ?? 0) - 100) < 1 && one.joints[1] == 0)
    #expect(abs((one.whole ?? 0) - 100 * 0.5.squareRoot()) < 1)
    // A joint that held next to nothing is not the one that changed most because twice nothing is twice as much.
    let weak = Self.maps([[(6, 6, 0.8)], [(16, 20, 0.02)]])
    let twice = try #require(HeatMapChange(from: weak, to: Self.maps([[(6, 6, 0.7)], [(16, 20, 0.04)]])))
    #expect(try #require(twice.joints[0]) > #require(twice.joints[1]))
  }

  @Test("without a map before, or with values that are no numbers, nothing is measured; other shapes are not compared")
  func unmeasured() throws {
    let (some, none) = (Self.maps([Self.still]), Self.maps([[]]))
    #expect(try #require(HeatMapChange(from: none, to: some)).whole == nil)
    var values = some.values
    values[5] = .nan
    let broken = HeatMaps(joints: 1, height: 32, width: 24, values: values)
    #expect(try #require(HeatMapChange(from: some, to: broken)).whole == nil)
    #expect(HeatMapChange(from: some, to: Self.maps([Self.still, Self.still])) == nil)
    // What is broken is what to look for: it comes first.
    let fine = try #require(Self.pose(none).change(from: Self.pose(some)))
    let odd = try #require(Self.pose(broken).change(from: Self.pose(some)))
    #expect(odd.isStronger(than: fine) && !fine.isStronger(than: odd))
  }

  @Test("a joint whose peak falls below a tenth is lost, and counted so; where it is stays what it is")
  func lost() throws {
    let before = Self.pose(Self.maps([Self.still, [(6, 6, 0.5)], [(16, 24, 0.05)]]))
    let after = Self.pose(Self.maps([[(12, 16, 0.1001)], [(6, 7, 0.09)], [(16, 24, 0.05)]]))
    #expect(before.items.map(\.isLost) == [false, false, true] && after.items.map(\.isLost) == [false, true, true])
    let change = try #require(after.change(from: before))
    // One that was lost before is not lost by this.
    #expect(change.lost == 1)
    #expect(change.items == [0, 4, 0] && after.items[1].isFound && after.items[1].place == PicturePoint(x: 24, y: 28))
  }
}
