import HRNet
import TestSupport
import Testing

@testable import Checkpoints

/// Networks that are no HRNets, told by their tensors' names and shapes.
@Suite("Encoder–decoders and variants among a file's tensors")
struct EncoderDecoderTests {
  private static let pose = PoseHead(joints: 5)
  private static let baseline = Architecture(
    SimpleBaselineBody(units: [1, 2, 1, 3], stemWidth: 2, filters: [3, 4, 5]), head: pose)
  private static let hourglass = Architecture(HourglassBody(stacks: 3, stemWidth: 2, features: 3, joints: 6))

  private static func variant(_ streams: HRNetBody.Streams, _ head: any Head = pose) -> Architecture {
    Architecture(
      HRNetBody(
        width: 2, stemWidth: 3, stage1Units: 2, stage1Width: 2, modules: [1, 2, 1], unitsPerStream: 1, streams: streams),
      head: head)
  }

  private static func shapes(
    _ architecture: Architecture, name: (String) -> String = { $0 }
  ) throws -> [String: [Int]] {
    Dictionary(uniqueKeysWithValues: try architecture.tensors().map { (name($0.key), $0.shape) })
  }

  private static func open(_ shapes: [String: [Int]]) throws -> Anatomy { try Anatomy(shapes, unsupported: [:]) }

  /// A key as MMPose names it.
  private static func openMMLab(_ head: String) -> (String) -> String {
    { key in
      let isOfHead = ["deconv_layers.", "final_layer."].contains { key.hasPrefix($0) }
      return isOfHead ? "\(head).\(key)" : "backbone.\(key)"
    }
  }

  @Test(
    "SimpleBaseline under every code's names and every wrapping",
    arguments: ["", "module.", "state_dict.", "state_dict.module.", "model."])
  func baselines(prefix: String) throws {
    for (family, naming) in [
      (Family.officialPose, { $0 }), (.mmpose1, Self.openMMLab("head")), (.mmpose0, Self.openMMLab("keypoint_head")),
    ] as [(Family, (String) -> String)] {
      let anatomy = try Self.open(Self.shapes(Self.baseline) { prefix + naming($0) })
      #expect(anatomy.family == family)
      #expect(anatomy.architecture.body as? SimpleBaselineBody == Self.baseline.body as? SimpleBaselineBody)
      #expect(anatomy.architecture.joints == 5)
      for tensor in try Self.baseline.tensors() {
        #expect(anatomy.canonicalKey(of: prefix + naming(tensor.key)) == tensor.key)
      }
    }
  }

  @Test("an hourglass in bearpaw's training checkpoint", arguments: ["", "module.", "state_dict.module."])
  func hourglasses(prefix: String) throws {
    let anatomy = try Self.open(Self.shapes(Self.hourglass) { prefix + $0 })
    #expect(anatomy.architecture.body as? HourglassBody == Self.hourglass.body as? HourglassBody)
    #expect(anatomy.family == .hourglass && anatomy.preprocessing.standardDeviation == [1, 1, 1])
  }

  @Test("variants of HRNet's body", arguments: HRNetBody.Streams.allCases)
  func variants(streams: HRNetBody.Streams) throws {
    let anatomy = try Self.open(Self.shapes(Self.variant(streams)) { "state_dict." + $0 })
    #expect(anatomy.architecture.hrnet == Self.variant(streams).hrnet)
    #expect(anatomy.architecture.joints == 5)
  }

  @Test("a response of every stream, and none where one is missing")
  func responses() throws {
    let head = ResponseHead(.streams, joints: 7)
    let shapes = try Self.shapes(Self.variant(.growing, head))
    #expect(try Self.open(shapes).architecture.head as? ResponseHead == head)
    for stream in 0..<4 {
      var without = shapes
      without["final_layers.\(stream).weight"] = nil
      let anatomy = try Self.open(without)
      #expect(anatomy.architecture.head is BackboneHead)
      #expect(anatomy.obstacle?.description.contains("final_layers.\(stream).weight") == true)
    }
  }

  /// Opens what a file with such tensors would be opened as.
  private static func reason(_ shapes: [String: [Int]]) -> CheckpointError.Reason? {
    var offset = 0
    let entries = shapes.sorted { $0.key < $1.key }.map { name, shape -> String in
      let count = shape.reduce(2, *)
      defer { offset += count }
      return #""\#(name)":{"dtype":"F16","shape":\#(shape),"data_offsets":[\#(offset),\#(offset + count)]}"#
    }
    let header = "{\(entries.joined(separator: ","))}"
    let bytes = SafetensorsFixture(header: header, data: [UInt8](repeating: 0, count: offset)).bytes
    // The reader keeps no copy.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    do {
      _ = try Checkpoint(FileBytes(embedded: UnsafeRawBufferPointer(copy)), name: "fixture")
      return nil
    } catch {
      #expect(!error.description.contains("\n") && error.description.utf8.count < 300)
      return error.reason
    }
  }

  @Test("whatever is missing is named as the file would have it")
  func missing() throws {
    for (architecture, naming) in [
      (Self.baseline, { $0 }), (Self.baseline, Self.openMMLab("head")), (Self.hourglass, { $0 }),
      (Self.variant(.maintained), { $0 }), (Self.variant(.single), { $0 }),
    ] as [(Architecture, (String) -> String)] {
      let shapes = try Self.shapes(architecture, name: naming)
      #expect(Self.reason(shapes) == nil)
      for name in shapes.keys {
        // Without these an HRNet is a body, which opens.
        if architecture.hrnet != nil, name.hasPrefix("final_layer.") { continue }
        var without = shapes
        without[name] = nil
        #expect(Self.reason(without) != nil, "\(name)")
      }
    }
  }

  @Test(
    "what stands between body and head, or comes on top, is refused",
    arguments: [
      "layer2.0.se.weight", "deconv_layers.9.weight", "attention.weight", "layer5.0.conv1.weight", "fc.weight",
    ])
  func extra(name: String) throws {
    var shapes = try Self.shapes(Self.baseline)
    shapes[name] = [2, 2, 1, 1]
    #expect("\(try #require(Self.reason(shapes)))".contains(name))
  }

  @Test(
    "look-alikes of hourglasses: more blocks, more levels, a second convolution",
    arguments: ["hg.0.hg.0.0.1.conv1.weight", "hg.0.hg.4.0.0.conv1.weight", "score.3.weight", "fc_.2.weight"])
  func extraOfHourglass(name: String) throws {
    var shapes = try Self.shapes(Self.hourglass)
    shapes[name] = [2, 2, 1, 1]
    #expect("\(try #require(Self.reason(shapes)))".contains(name))
  }

  @Test("what only training needs is let be")
  func harmless() throws {
    var shapes = try Self.shapes(Self.baseline) { "state_dict." + $0 }
    for name in ["state_dict.bn1.num_batches_tracked", "optimizer.state.0", "state_dict.loss.weight"] {
      shapes[name] = []
    }
    #expect(Self.reason(shapes) == nil)
  }

  @Test("MMPose's hourglass is refused by name")
  func otherHourglass() {
    let reason = Self.reason([
      "backbone.stem.0.conv.weight": [128, 3, 7, 7],
      "backbone.hourglass_modules.0.low1.0.conv1.weight": [256, 256, 1, 1],
    ])
    #expect(reason?.description.contains("MMPose's hourglass") == true)
  }

  @Test("deconvolutions of other kernels, and a ResNet alone")
  func others() throws {
    var shapes = try Self.shapes(Self.baseline)
    shapes["deconv_layers.3.weight"] = [3, 4, 2, 2]
    #expect("\(try #require(Self.reason(shapes)))".contains("deconv_layers.3.weight"))
    let resNet = try Self.shapes(Self.baseline).filter { !$0.key.hasPrefix("deconv") && !$0.key.hasPrefix("final") }
    #expect(Self.reason(resNet)?.description.contains("stage2.0.branches.0.0.conv1.weight") == true)
  }
}
