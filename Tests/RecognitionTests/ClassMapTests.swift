import HRNet
import Pictures
import TestSupport
import Testing

@testable import Recognition

@Suite("Class maps from logits")
struct ClassMapTests {
  struct Case: Decodable {
    let classes, height, width: Int
    let input, picture: [Int]
    let corners: Bool
    let kind: String
    let box: [Double]
    let logits: [Int]
    let labels: [String]

    var map: ClassMap {
      let logits = ClassLogits(
        height: height, width: width, classes: classes, channelMajor: logits.map { Float($0) / 64 })
      let input = InputSize(height: self.input[0], width: self.input[1])
      let size = PictureSize(width: picture[0], height: picture[1])
      let box = Box(x: box[0], y: box[1], width: box[2], height: box[3])
      let placement: ClassPlacement
      switch kind {
      case "picture":
        placement = ClassPlacement(
          width: size.width, height: size.height, inputWidth: input.width, inputHeight: input.height)
      case "box": placement = ClassPlacement(box: box, of: size, input: input)
      case "crop": placement = ClassPlacement(crop: Crop(box: box, input: input), of: size)
      default:
        return ClassMap(
          logits, inputWidth: input.width, inputHeight: input.height, alignsCorners: corners)
      }
      return ClassMap(
        logits, inputWidth: input.width, inputHeight: input.height, alignsCorners: corners, placement: placement)
    }
  }

  @Test("PyTorch's interpolation, then NumPy's to picture pixels, give the same classes")
  func cases() throws {
    let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz")
    let cases: [Case] = try fixture("class-maps.json")
    #expect(Set(cases.map(\.kind)).count == 4)
    for (index, each) in cases.enumerated() {
      let map = each.map
      #expect(map.height == each.labels.count && map.width == each.labels[0].count, "case \(index)")
      let outside: UInt16 = each.kind == "crop" ? 0 : ClassMap.nothing
      for (y, row) in each.labels.enumerated() {
        // "?": too close to call; "-": outside of what the network saw.
        for (x, expected) in row.enumerated() where expected != "?" {
          let label = expected == "-" ? outside : UInt16(try #require(digits.firstIndex(of: expected)))
          #expect(map[x, y] == label, "case \(index) (\(each.kind)), column \(x), row \(y)")
        }
      }
    }
  }

  @Test("At the map's own size a class is the largest of its position; no number is never it")
  func own() {
    let logits = ClassLogits(height: 1, width: 3, classes: 3, values: [1, 2, 2, .nan, -1, -2, .nan, .nan, .nan])
    #expect(ClassMap(logits).labels == [1, 1, 0])
  }

  @Test("The built-in network's parts of a crop, by PyTorch", .enabled(if: Shared.isPresent, Shared.absence))
  func runner() throws {
    let file = try tensors(Shared.path("weights/joints-parts/runner.safetensors"))
    let tensor = try #require(file["logits"])
    let logits = ClassLogits(height: 48, width: 40, classes: 7, channelMajor: tensor.values)
    let map = ClassMap(logits, inputWidth: 160, inputHeight: 192, alignsCorners: false)
    // torch.nn.functional.interpolate(logits, (192, 160), mode="bilinear").argmax(1), counted.
    #expect(map.counts == [26897, 336, 1311, 279, 264, 900, 733])
    #expect(abs(map.shares.reduce(0, +) - 1) < 1e-12)
  }

  @Test("Memory for a row: a large picture of many classes")
  func large() {
    let (classes, side) = (171, 16)
    var generator = SplitMix64(state: 5)
    let values = (0..<side * side * classes).map { _ in Float.random(in: -1...1, using: &generator) }
    let logits = ClassLogits(height: side, width: side, classes: classes, values: values)
    let placement = ClassPlacement(width: 400, height: 300, inputWidth: 64, inputHeight: 64)
    let map = ClassMap(logits, inputWidth: 64, inputHeight: 64, alignsCorners: true, placement: placement)
    #expect(map.labels.allSatisfy { $0 < classes })
  }

  @Test("A placement outside of everything says nothing, whatever its numbers")
  func outside() {
    let logits = ClassLogits(height: 2, width: 2, classes: 1, values: [1, 1, 1, 1])
    for offset in [1e300, -1e300, .nan, .infinity] {
      let axis = ClassPlacement.Axis(count: 3, scale: 1, offset: offset, margin: 0.5)
      let map = ClassMap(
        logits, inputWidth: 8, inputHeight: 8, alignsCorners: false,
        placement: ClassPlacement(columns: axis, rows: axis, outside: ClassMap.nothing))
      #expect(map.labels == Array(repeating: ClassMap.nothing, count: 9))
    }
  }
}
