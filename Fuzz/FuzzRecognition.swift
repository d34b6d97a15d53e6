import CZlib
import Pictures

@testable import Pose
@testable import Recognition

/// Reads the input as a picture's true classes, as names of classes, as classes of pictures or as true boxes, and uses what
/// it holds. A crash, a trap, a read outside of the input, memory or time beyond the limit and an error of more than a line
/// are findings; an error is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecognition(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  do {
    #if FUZZ_LABELS
      try readLabels(mended(bytes))
    #elseif FUZZ_NAMES
      // As many classes as the first byte says, so that small inputs get past the count.
      let names = try ClassNames(decoding: Array(bytes.dropFirst()), name: "fuzz", classes: Int(bytes.first ?? 0))
      precondition(names.names.allSatisfy { $0.utf8.count < 1000 && !$0.unicodeScalars.contains { $0.value < 0x20 } })
    #elseif FUZZ_CLASSES
      let list = try PictureClasses(decoding: bytes, name: "fuzz", classes: 1000)
      precondition(list.entries.allSatisfy { (0..<1000).contains($0.label) && !$0.picture.isEmpty })
    #elseif FUZZ_INSTANCES
      score(try COCOInstances(decoding: bytes, name: "fuzz"))
    #endif
  } catch {
    let text = "\(error)"
    precondition(text.utf8.count < 1000 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
  }
  return 0
}

#if FUZZ_LABELS
  private func readLabels(_ bytes: [UInt8]) throws(LabelError) {
    // Cityscapes' own numbers, and everybody else's.
    for name in ["fuzz_gtFine_labelIds.png", "fuzz.png"] {
      let map = try ClassMap(decodingLabels: bytes, name: name, classes: 19)
      precondition(map.labels.count == map.width * map.height)
      precondition(map.labels.allSatisfy { $0 < 19 || $0 == ClassMap.nothing })
      guard map.labels.count < 1 << 12, let png = map.pngData() else { continue }
      let again = try ClassMap(decodingLabels: png, name: "fuzz.png", classes: 19)
      precondition(again == map)
    }
  }

  /// A PNG whose chunks have the checksums that libpng looks at before anything else.
  private func mended(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - place - 12 else { break }
      let end = place + 8 + length
      let sum = bytes[place + 4..<end].withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
      for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * index)) }
      place = end + 4
    }
    return bytes
  }
#endif

#if FUZZ_INSTANCES
  /// What is true found again, each box once more beside it.
  private func score(_ set: COCOInstances) {
    var collection = BoxCollection(classes: set.categories.count)
    for (index, image) in set.images.enumerated() {
      let truth = image.annotations.map { TrueBox(box: $0.box, area: $0.area, isCrowd: $0.isCrowd, label: $0.category) }
      let found = truth.flatMap { thing in
        [0, thing.box.width / 2].map { shift in
          FoundBox(
            left: thing.box.x + shift, top: thing.box.y, right: thing.box.x + thing.box.width + shift,
            bottom: thing.box.y + thing.box.height, score: 0.5, label: thing.label)
        }
      }
      collection.add(found: found, truth: truth, index: index)
    }
    let precision = BoxPrecision(collection)
    precondition((0...1).contains(precision.ap ?? 0) && (0...1).contains(precision.ar100 ?? 0))
  }
#endif
