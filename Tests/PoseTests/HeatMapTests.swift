import Foundation
import HRNet
import Pictures
import Pose
import Testing

@Suite("Joints are read from heat maps as in the published code")
struct HeatMapTests {
  /// A crop whose picture pixels are its heat map's pixels.
  private func unitCrop(width: Int, height: Int) -> Crop {
    Crop(
      box: Box(x: 0, y: 0, width: Double(width), height: Double(height)),
      input: InputSize(height: height, width: width), padding: 1)
  }

  private func read(_ maps: HeatMaps, _ decoding: HeatMapDecoding, sigma: Double = 2) -> [Joint] {
    maps.joints(
      decoding: decoding, crop: unitCrop(width: maps.width, height: maps.height),
      skeleton: .named(nil, joints: maps.joints), sigma: sigma)
  }

  private func map(width: Int, height: Int, _ values: [(x: Int, y: Int, value: Float)]) -> HeatMaps {
    var all = [Float](repeating: 0, count: width * height)
    for (x, y, value) in values { all[y * width + x] = value }
    return HeatMaps(joints: 1, height: height, width: width, values: all)
  }

  @Test("The first of equal maxima wins")
  func firstMaximum() {
    let maps = map(width: 5, height: 4, [(3, 1, 0.5), (1, 2, 0.5), (4, 1, 0.5)])
    #expect(maps.peak(of: 0) == (3, 1, 0.5))
    #expect(read(maps, .argmax)[0].position == PicturePoint(x: 3, y: 1))
  }

  @Test("A quarter of a pixel towards the larger neighbour, per axis")
  func quarter() {
    let maps = map(width: 8, height: 8, [(4, 3, 1), (5, 3, 0.2), (3, 3, 0.1), (4, 2, 0.3)])
    let joint = read(maps, .quarter)[0]
    #expect(joint.position == PicturePoint(x: 4.25, y: 2.75))
    #expect(joint.score == 1)
    #expect(joint.isFound)
  }

  @Test("Equal neighbours move nothing")
  func quarterOfEqual() {
    let maps = map(width: 8, height: 8, [(4, 3, 1), (5, 3, 0.2), (3, 3, 0.2)])
    #expect(read(maps, .quarter)[0].position == PicturePoint(x: 4, y: 3))
  }

  /// 8 × 7 pixels: columns 2…6 and rows 2…5 lie strictly inside (1, 7) × (1, 6).
  @Test("Near an edge neither axis moves")
  func quarterBorder() {
    for y in 0..<7 {
      for x in 0..<8 {
        var values: [(x: Int, y: Int, value: Float)] = [(x, y, 1)]
        if x + 1 < 8 { values.append((x + 1, y, 0.5)) }
        if y + 1 < 7 { values.append((x, y + 1, 0.5)) }
        let moves = (2...6).contains(x) && (2...5).contains(y)
        let expected = PicturePoint(x: Double(x) + (moves ? 0.25 : 0), y: Double(y) + (moves ? 0.25 : 0))
        #expect(read(map(width: 8, height: 7, values), .quarter)[0].position == expected)
      }
    }
  }

  @Test("A maximum of 0 or less, or a map that is not finite, has no joint", arguments: HeatMapDecoding.allCases)
  func notFound(decoding: HeatMapDecoding) {
    for value in [0, -1, .nan, .infinity, -.infinity] as [Float] {
      var values = [Float](repeating: min(value, 0), count: 12 * 12)
      values[12 * 6 + 6] = value
      let joint = read(HeatMaps(joints: 1, height: 12, width: 12, values: values), decoding)[0]
      #expect(!joint.isFound)
      #expect(joint.position == PicturePoint(x: 0, y: 0))
      #expect(joint.score.isFinite)
    }
  }

  @Test("Joints carry the skeleton's names, and numbers beyond it")
  func names() {
    let maps = HeatMaps(joints: 15, height: 1, width: 1, values: [Float](repeating: 1, count: 15))
    let joints = maps.joints(decoding: .argmax, crop: unitCrop(width: 1, height: 1), skeleton: .lsp14)
    #expect(joints.map(\.name) == Skeleton.lsp14.jointNames + ["joint 14"])
  }

  /// The logarithm of a Gaussian is a paraboloid, whose top one Newton step finds exactly. Blurring with the Gaussian
  /// cut off at five pixels, and single precision, leave a few thousandths of a pixel.
  @Test("DARK finds the middle of a Gaussian", arguments: [(14.0, 15.0), (14.3, 15.4), (13.6, 16.1), (16.45, 12.75)])
  func darkClosedForm(x: Double, y: Double) {
    var values: [Float] = []
    for row in 0..<32 {
      for column in 0..<28 {
        let (dx, dy) = (Double(column) - x, Double(row) - y)
        values.append(Float(0.8 * exp(-(dx * dx + dy * dy) / 8)))
      }
    }
    let joint = read(HeatMaps(joints: 1, height: 32, width: 28, values: values), .dark)[0]
    #expect(abs(joint.position.x - x) < 0.01 && abs(joint.position.y - y) < 0.01)
  }

  private struct DarkCase: Decodable {
    var sigma: Double
    var height: Int
    var width: Int
    var maps: [[Float]]
    var positions: [[Double]]
  }

  /// Noise, two peaks, and peaks at the edges, where the blur's border shows. OpenCV blurs in single precision, we in
  /// double: logarithms differ by 1e-6, and curvatures of about 0.1 make that 1e-4 pixels at the worst.
  @Test("DARK agrees with OpenCV's blur, for both kernels", arguments: [0, 1])
  func darkReference(index: Int) throws {
    let dark = try JSONDecoder().decode([DarkCase].self, from: Data(fixtureBytes("dark.json")))[index]
    let maps = HeatMaps(
      joints: dark.maps.count, height: dark.height, width: dark.width, values: dark.maps.flatMap(\.self))
    let joints = read(maps, .dark, sigma: dark.sigma)
    #expect(joints.count == 6)
    for (joint, position) in zip(joints, dark.positions) {
      #expect(joint.position.distance(to: PicturePoint(x: position[0], y: position[1])) < 1e-3)
    }
  }

  @Test("DARK never leaves the map, whatever is in it")
  func darkOnNoise() {
    for seed in 0..<200 {
      let values = (0..<64).map { Float(($0 * 7919 + seed * 104_729) % 101) / 100 - 0.5 }
      let position = read(HeatMaps(joints: 1, height: 8, width: 8, values: values), .dark)[0].position
      #expect((0...7).contains(position.x) && (0...7).contains(position.y))
    }
  }

  @Test("The flip test mirrors, exchanges left and right, and shifts by one pixel")
  func flip() {
    let skeleton = Skeleton(name: "pair", jointNames: ["left hand", "right hand", "nose"], bones: [])
    let straight = HeatMaps(joints: 3, height: 1, width: 4, values: [Float](repeating: 0, count: 12))
    let flipped = HeatMaps(joints: 3, height: 1, width: 4, values: [1, 2, 3, 4, 10, 20, 30, 40, 5, 6, 7, 8])
    // Mirrored: 4 3 2 1; shifted right with the first column kept: 4 4 3 2; halved.
    #expect(
      straight.averagedWithFlip(flipped, skeleton: skeleton).values
        == [20, 20, 15, 10, 2, 2, 1.5, 1, 4, 4, 3.5, 3])
  }
}
