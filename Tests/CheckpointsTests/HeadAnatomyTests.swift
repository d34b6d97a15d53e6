import HRNet
import Testing

@testable import Checkpoints

/// Heads among a file's tensors, by their shapes alone.
@Suite("Heads of checkpoints")
struct HeadAnatomyTests {
  static let heads: [any Head & Sendable] = [
    V2Head(.classes, count: 19), V2Head(.classes, count: 150), V2Head(.landmarks, count: 68), V1hHead(classes: 5),
    OCRHead(classes: 4, middle: 6, keyChannels: 3), ImageNetHead(classes: 7, widths: [2, 3, 4, 5], features: 11),
    PyramidHead(channels: 8), PyramidHead(channels: 8, levels: 6),
    FCOSHead(classes: 3, pyramid: PyramidHead(channels: 8, stride: 2)),
    FCOSHead(classes: 3, pyramid: PyramidHead(channels: 8, levels: 6, stride: 1), units: 2, hasTowerBias: false),
    HeadPair(PoseHead(joints: 14), V2Head(.classes, count: 7)),
  ]

  private static func architecture(_ head: any Head) -> Architecture {
    Architecture(
      width: 2, stemWidth: 3, stage1Units: 1, stage1Width: 2, modules: [1, 1, 1], unitsPerStream: 1, head: head)
  }

  private static func shapes(_ head: any Head) throws -> [String: [Int]] {
    Dictionary(uniqueKeysWithValues: try architecture(head).tensors().map { ($0.key, $0.shape) })
  }

  /// The tensors a head adds to four streams.
  private static func added(by head: any Head) throws -> [String] {
    let body = try shapes(BackboneHead(streams: head.streamsRead))
    return try shapes(head).keys.filter { body[$0] == nil }.sorted()
  }

  private func open(_ shapes: [String: [Int]]) throws -> Anatomy { try Anatomy(shapes, unsupported: [:]) }

  private func description(_ head: any Head) -> String { "\(head)" }

  @Test("a whole head is found, under every wrapping", arguments: heads.indices)
  func whole(index: Int) throws {
    let head = Self.heads[index]
    let shapes = try Self.shapes(head)
    for prefix in ["", "model.", "state_dict.module.", "state_dict.model."] {
      let anatomy = try open(Dictionary(uniqueKeysWithValues: shapes.map { (prefix + $0.key, $0.value) }))
      #expect(description(anatomy.architecture.head) == description(head), "\(prefix)")
      for key in try Self.added(by: head) { #expect(anatomy.canonicalKey(of: prefix + key) == key) }
    }
  }

  @Test("half a head is none: whichever tensor is missing or of another shape", arguments: heads.indices)
  func half(index: Int) throws {
    let head = Self.heads[index]
    let shapes = try Self.shapes(head)
    for key in try Self.added(by: head) where !key.hasPrefix("final_layer.") || !(head is HeadPair) {
      var without = shapes
      without[key] = nil
      #expect(description(try open(without).architecture.head) != description(head), "\(key) missing")
      var other = shapes
      other[key] = (shapes[key] ?? []) + [2]
      #expect(description(try open(other).architecture.head) != description(head), "\(key) of another shape")
    }
  }

  @Test("OpenMMLab's prefixes, and scales of one axis")
  func prefixes() throws {
    let head = FCOSHead(classes: 3, pyramid: PyramidHead(channels: 8, stride: 2))
    var shapes: [String: [Int]] = [:]
    for (key, shape) in try Self.shapes(head) {
      let part = key.prefix { $0 != "." }
      let prefix = part == "bbox_head" ? "" : ["reduction_conv", "fpn_convs"].contains(part) ? "neck." : "backbone."
      shapes["state_dict." + prefix + key] = key.hasSuffix(".scale") ? [1] : shape
    }
    let anatomy = try open(shapes)
    #expect(description(anatomy.architecture.head) == description(head))
    #expect(anatomy.canonicalKey(of: "state_dict.neck.fpn_convs.4.conv.bias") == "fpn_convs.4.conv.bias")
    #expect(anatomy.family == .detection && anatomy.architecture.upsampling == .nearest)
  }

  @Test("the rule of upsampling that goes with a head")
  func upsampling() throws {
    let expected: [Upsampling] = [
      .bilinear, .bilinearCorners, .bilinear, .bilinear, .bilinearCorners, .nearest, .nearest, .nearest, .nearest,
      .nearest, .nearest,
    ]
    for (head, upsampling) in zip(Self.heads, expected) {
      #expect(try open(Self.shapes(head)).architecture.upsampling == upsampling, "\(head.name)")
    }
  }

  @Test("metadata tell the concatenation's rule, and nothing unknown is guessed")
  func metadata() throws {
    let pair = HeadPair(PoseHead(joints: 2), V2Head(.classes, count: 3))
    func facts(_ metadata: [String: String]) -> StatedFacts {
      var facts = StatedFacts()
      Metadata(metadata).add(to: &facts)
      return facts
    }
    func told(_ metadata: [String: String]) throws -> Upsampling? {
      try #require((pair.told(facts(metadata)) as? HeadPair)?.second as? V2Head).upsampling
    }
    #expect(try told([:]) == nil)
    #expect(try told(["classUpsampling": "bilinear", "alignCorners": "false"]) == .bilinear)
    #expect(try told(["classUpsampling": "bilinear", "alignCorners": "true"]) == .bilinearCorners)
    #expect(try told(["classUpsampling": "nearest"]) == .nearest)
    // Opening such a file refuses it.
    #expect(facts(["classUpsampling": "bicubic"]).otherUpsampling == "bicubic")
  }
}
