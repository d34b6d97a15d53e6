import Checkpoints
import Foundation
import TestSupport
import Testing

/// Whatever a file says: one line of text, soon.
@Suite("Damaged and hostile ONNX files", .timeLimit(.minutes(2)))
struct HostileONNXTests {
  private func message(_ bytes: [UInt8]) -> String? {
    do {
      _ = try Fixture.open(bytes)
      return nil
    } catch {
      return String(error.description.dropFirst("fixture: ".count))
    }
  }

  // MARK: Whole files, damaged

  @Test("truncation at every 1 % of the length is noticed", arguments: ["folded", "mangled", "dynamo"])
  func truncation(name: String) throws {
    let bytes = try Fixture.bytes(name + ".onnx")
    for percent in 0..<100 {
      let message = message(Array(bytes[..<(bytes.count * percent / 100)]))
      #expect(message != nil, "\(percent) %")
      #expect(message?.contains("\n") == false)
    }
  }

  @Test(
    "flipped bytes give an error or another checkpoint, never a crash",
    arguments: ["plain", "mangled-folded", "dynamo-dynamic"])
  func flippedBytes(name: String) throws {
    let bytes = try Fixture.bytes(name + ".onnx")
    var refused = 0
    for position in stride(from: 0, to: bytes.count, by: 503) {
      var damaged = bytes
      damaged[position] ^= [0x01, 0x80, 0xff][position % 3]
      if let message = message(damaged) {
        refused += 1
        #expect(!message.contains("\n"))
      }
    }
    #expect(refused > 10)
  }

  // MARK: Graphs that are almost an HRNet

  static let departures: [(node: String, old: String, new: String, message: String)] = [
    ("/conv1/Conv", "Conv", "Gemm", "'/conv1/Conv' is Gemm (expected a 3×3 convolution of stride 2 (conv1))"),
    ("/Relu_1", "Relu", "Tanh", "'/Relu_1' is Tanh (expected a ReLU (after conv2))"),
    (
      "/layer1.0/conv1/Conv", "Conv", "Gemm",
      "'/layer1.0/conv1/Conv' is Gemm (expected a 1×1 convolution (layer1.0.conv1))"
    ),
    ("/layer1.0/Relu", "Relu", "Tanh", "'/layer1.0/Relu' is Tanh (expected a ReLU (after layer1.0.conv1))"),
    (
      "/layer1.0/downsample/downsample.0/Conv", "Conv", "Gemm",
      "'/layer1.0/downsample/downsample.0/Conv' is Gemm (expected the shortcut of a residual unit (layer1.0))"
    ),
    ("/layer1.0/Add", "Add", "Mul", "'/layer1.0/Add' is Mul (expected the sum of a residual unit (layer1.0))"),
    (
      "/branches.1.0/conv2_1/Conv", "Conv", "Gemm",
      "'/branches.1.0/conv2_1/Conv' is Gemm (expected a 3×3 convolution (stage3.0.branches.1.0.conv2))"
    ),
    (
      "/branches.1.0/conv1_2/Conv", "Conv", "Gemm",
      "'/branches.1.0/conv1_2/Conv' is Gemm (expected a 3×3 convolution (stage4.0.branches.1.0.conv1))"
    ),
    (
      "/fuse_layers.2.0/fuse_layers.2.0.0/fuse_layers.2.0.0.2/Relu", "Relu", "Tanh",
      "'/fuse_layers.2.0/fuse_layers.2.0.0/fuse_layers.2.0.0.2/Relu' is Tanh "
        + "(expected an edge of an exchange unit (stage3.0.fuse_layers.2))"
    ),
    (
      "/Resize_2", "Resize", "Expand",
      "'/Resize_2' is Expand, nearest, asymmetric, floor "
        + "(expected an edge of an exchange unit (stage3.0.fuse_layers.0))"
    ),
    ("/Relu_7", "Relu", "Tanh", "'/Relu_7' is Tanh (expected a ReLU (after stage4.0.fuse_layers.0.3.0))"),
  ]

  @Test("the first node that departs is named", arguments: departures.indices)
  func departure(index: Int) throws {
    let (node, old, new, expected) = Self.departures[index]
    let bytes = try ONNXFixture.patched("folded.onnx", node: node, old, new)
    #expect(message(bytes) == "not an HRNet: node " + expected)
  }

  static let changes: [(place: String, old: [UInt8], new: [UInt8], message: String)] = [
    (
      "transition1.1.0.0/Conv\"", Array("strides".utf8) + [0x40, 2, 0x40, 2],
      Array("strides".utf8) + [0x40, 1, 0x40, 1],
      "'/transition1.1/transition1.1.0/transition1.1.0.0/Conv' is Conv 3×3 "
        + "(expected a 3×3 convolution of stride 2 (transition1.1.0.0))"
    ),
    (
      "/conv1/Conv\"", Array("dilations".utf8) + [0x40, 1, 0x40, 1], Array("dilations".utf8) + [0x40, 2, 0x40, 2],
      "'/conv1/Conv' is Conv 3×3, stride 2, dilation 2 (expected a 3×3 convolution of stride 2 (conv1))"
    ),
    (
      "/Resize\"", Array("asymmetric".utf8), Array("half_pixel".utf8),
      "'/Resize' is Resize, nearest, half_pixel, floor (expected an edge of an exchange unit (stage2.0.fuse_layers.0))"
    ),
    (
      "/Constant_1\"", [0, 0, 0x00, 0x40, 0, 0, 0x00, 0x40], [0, 0, 0x80, 0x40, 0, 0, 0x80, 0x40],
      "'/Resize_1' is Resize, nearest, asymmetric, floor (expected a nearest upsampling by 2 (stage3.0.fuse_layers.0.1))"
    ),
    (
      "/Add_9\"", Array("/Add_9_output_0".utf8), Array("/Add_8_output_0".utf8),
      "'/Add_8' is Add (expected a sum of 4 terms (stage4.0.fuse_layers.0))"
    ),
  ]

  @Test("so is one that does the same otherwise", arguments: changes.indices)
  func change(index: Int) throws {
    let (place, old, new, expected) = Self.changes[index]
    let message = message(try ONNXFixture.patched("folded.onnx", behind: place, old, new))
    #expect(message == "not an HRNet: node " + expected)
  }

  @Test("another network")
  func otherNetwork() {
    let bytes = ONNXFixture.model { graph in
      graph.tensor("w", [2, 3, 7, 7], [UInt8](repeating: 0, count: 4 * 2 * 3 * 49))
      graph.node("Conv", ["x", "w"], ["c"]) {
        $0.integers("kernel_shape", [7, 7])
        $0.integers("strides", [2, 2])
      }
      graph.node("MaxPool", ["c"], ["y"])
      graph.output("y")
    }
    #expect(
      message(bytes)
        == "not an HRNet: node 'c' is Conv 7×7, stride 2 (expected a 3×3 convolution of stride 2 (conv1))")
  }

  // MARK: Models made by hand

  /// A convolution as in the stem, whose weights are as given.
  private static func stem(_ tensor: @escaping (inout ONNXFixture) -> Void) -> [UInt8] {
    ONNXFixture.model { graph in
      tensor(&graph)
      graph.node("Conv", ["x", "w"], ["c"])
      graph.output("c")
    }
  }

  static let models: [(what: String, bytes: [UInt8], message: String)] = [
    (
      "no graph",
      ONNXFixture { model in
        model.number(1, 8)
        model.text(2, "somebody")
        model.message(8) { $0.number(2, 17) }
      }.bytes, "damaged ONNX file: it holds no graph"
    ),
    (
      "no operator set",
      ONNXFixture { model in
        model.number(1, 8)
        model.text(2, "somebody")
        model.message(7) { $0.input("x") }
      }.bytes, "damaged ONNX file: it does not say which operators it uses"
    ),
    ("nothing in the graph", ONNXFixture.model { _ in }, "not an HRNet: the graph puts out nothing"),
    ("no nodes", ONNXFixture.model { $0.output("x") }, "not an HRNet: nothing reads the graph's input"),
    (
      "nothing of the input",
      ONNXFixture.model { graph in
        graph.tensor("w", [1], [0, 0, 0, 0])
        graph.node("If", ["w"], ["y"])
        graph.output("y")
      }, "not an HRNet: node 'y' is If (expected a network of the graph's input)"
    ),
    (
      "operators of another age",
      ONNXFixture { model in
        model.number(1, 3)
        model.text(2, "somebody")
        model.message(7) { $0.input("x") }
        model.message(8) { $0.number(2, 6) }
      }.bytes, "not an HRNet: operators of version 6 (expected 7 or later)"
    ),
    (
      "two inputs", ONNXFixture.model { $0.input("y") },
      "not an HRNet: a graph of one input is expected, this one has 2"
    ),
    (
      "a cycle",
      ONNXFixture.model { graph in
        graph.node("Add", ["x", "b"], ["a"])
        graph.node("Relu", ["a"], ["b"])
      }, "damaged ONNX file: node 'a' waits for what it puts out itself"
    ),
    (
      "a node that reads itself", ONNXFixture.model { $0.node("Identity", ["a"], ["a"]) },
      "damaged ONNX file: node 'a' waits for what it puts out itself"
    ),
    (
      "missing weights", ONNXFixture.model { $0.node("Conv", ["x", "\u{1b}[2J"], ["c"]) },
      "damaged ONNX file: node 'c' reads '?[2J', which nothing puts out"
    ),
    (
      "the same output twice",
      ONNXFixture.model { graph in
        graph.node("Relu", ["x"], ["a"])
        graph.node("Tanh", ["x"], ["a"])
      }, "damaged ONNX file: two values are called 'a'"
    ),
    (
      "an output that hides the input", ONNXFixture.model { $0.node("Identity", ["x"], ["x"]) },
      "damaged ONNX file: two values are called 'x'"
    ),
    (
      "the same weights twice",
      ONNXFixture.model { graph in
        graph.tensor("w", [0])
        graph.tensor("w", [0])
      }, "damaged ONNX file: two values are called 'w'"
    ),
    ("an output from nowhere", ONNXFixture.model { $0.output("y") }, "damaged ONNX file: nothing puts out 'y'"),
    (
      "billions of elements", stem { $0.tensor("w", [1 << 20, 1 << 20, 3, 3], [0, 0, 0, 0]) },
      "tensor 'w': numbers disagree with the shape (expected 39582418599936 bytes, found 4)"
    ),
    (
      "more elements than there are numbers", stem { $0.tensor("w", [1 << 40, 1 << 40, 3, 3]) },
      "tensor 'w': impossible shape (expected sizes of at most 2⁶³ bytes, found [1099511627776, 1099511627776, 3, 3])"
    ),
    (
      "a negative size", stem { $0.tensor("w", [-1, 3, 3, 3]) },
      "tensor 'w': impossible shape (expected sizes of at most 2⁶³ bytes, found [-1, 3, 3, 3])"
    ),
    (
      "a thousand axes", stem { $0.tensor("w", .init(repeating: 1, count: 1000), [0, 0, 0, 0]) },
      "tensor 'w': impossible shape (expected sizes of at most 2⁶³ bytes, found [1, 1, 1, 1, 1, 1, 1, 1])"
    ),
    (
      "many channels of nothing", stem { $0.tensor("w", [1 << 62, 0, 3, 3]) },
      "not an HRNet: node 'c' is Conv (expected a 3×3 convolution of stride 2 (conv1))"
    ),
    (
      "text for weights", stem { $0.tensor("w", [1, 3, 3, 3], type: 8) },
      "tensor 'w': unsupported type (expected e.g. F32, F16 or BF16, found ONNX type 8)"
    ),
    (
      "weights as variable-length integers", stem { $0.tensor("w", [1, 3, 3, 3], type: 10, numbers: 5, [1, 2, 3]) },
      "tensor 'w': numbers disagree with the shape (expected 54 bytes, found another number of integers in 3)"
    ),
    (
      "double precision said, single given", stem { $0.tensor("w", [1], type: 11, numbers: 4, [0, 0, 0, 0]) },
      "tensor 'w': numbers of another type than stated (expected F64, found float_data)"
    ),
    (
      "an integer of 11 bytes",
      ONNXFixture { model in
        model.number(1, 8)
        model.raw([0x28] + [UInt8](repeating: 0xff, count: 11))
      }.bytes, "damaged ONNX file: no protocol buffer at byte 3"
    ),
    (
      "a length of 2⁶³",
      ONNXFixture { model in
        model.number(1, 8)
        model.raw([0x3a])
        model.varint(1 << 63)
      }.bytes, "truncated: ONNX field at byte 3 (expected 9223372036854775808 bytes, found 0)"
    ),
    (
      "a group", ONNXFixture.model { $0.raw([0x0b, 0x0c]) }, "damaged ONNX file: no protocol buffer at byte 20"
    ),
    (
      "millions of fields", ONNXFixture.model { $0.raw(.init(repeating: 0x10, count: 1 << 22)) },
      "damaged ONNX file: more than 1048576 fields"
    ),
    (
      "millions of empty nodes",
      ONNXFixture.model { $0.raw((0..<1 << 20).flatMap { _ in [0x0a, 0x00] as [UInt8] }) },
      "damaged ONNX file: more than 1048576 fields"
    ),
  ]

  @Test("each defect is named", arguments: models.indices)
  func model(index: Int) {
    let (what, bytes, expected) = Self.models[index]
    #expect(message(bytes) == expected, "\(what)")
  }

  @Test("sizes whose product is no number", arguments: [0, 1, 2, 4, -1])
  func sizes(axis: Int) {
    let bytes = ONNXFixture { model in
      model.number(1, 8)
      model.message(7) { graph in
        graph.message(11) { input in
          input.text(1, "x")
          input.message(2) { type in
            type.message(1) { tensor in
              tensor.number(1, 1)
              tensor.message(2) { shape in for _ in 0..<4 { shape.message(1) { $0.number(1, 1 << 20) } } }
            }
          }
        }
        graph.node("Flatten", ["x"], ["y"]) { node in
          node.message(5) { attribute in
            attribute.text(1, "axis")
            attribute.number(3, axis)
          }
        }
        graph.output("y")
      }
      model.message(8) { $0.number(2, 17) }
    }.bytes
    #expect(message(bytes)?.contains("is Flatten (expected a 3×3 convolution") == true, "\(message(bytes) ?? "")")
  }

  @Test("graphs in graphs, chains and fans exhaust neither stack nor patience")
  func largeGraphs() {
    var nested: [UInt8] = []
    for _ in 0..<20_000 {
      nested = Array(ONNXFixture { $0.message(6, nested) }.bytes.suffix(1 << 16))
    }
    let chains: [(what: String, bytes: [UInt8])] = [
      (
        "nested",
        ONNXFixture.model { graph in
          graph.node("If", ["x"], ["y"]) { [nested] in $0.message(5, nested) }
          graph.output("y")
        }
      ),
      (
        "sums",
        ONNXFixture.model { graph in
          graph.node("Add", ["x", "x"], ["0"])
          for index in 1..<20_000 { graph.node("Add", ["\(index - 1)", "x"], ["\(index)"]) }
          graph.output("19999")
        }
      ),
      (
        "doubling sums",
        ONNXFixture.model { graph in
          graph.node("Add", ["x", "x"], ["0"])
          for index in 1..<20_000 { graph.node("Add", ["\(index - 1)", "\(index - 1)"], ["\(index)"]) }
          graph.output("19999")
        }
      ),
      (
        "identities",
        ONNXFixture.model { graph in
          graph.node("Identity", ["x"], ["0"])
          for index in 1..<20_000 { graph.node("Identity", ["\(index - 1)"], ["\(index)"]) }
          graph.output("19999")
        }
      ),
      (
        "backwards",
        ONNXFixture.model { graph in
          for index in (1..<20_000).reversed() { graph.node("Tanh", ["\(index - 1)"], ["\(index)"]) }
          graph.node("Tanh", ["x"], ["0"])
          graph.output("19999")
        }
      ),
      (
        "factors on factors",
        ONNXFixture.model { graph in
          graph.tensor("w", [4], [0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x42, 0, 0, 0x80, 0x42])
          graph.node("Resize", ["x", "", "w"], ["0"])
          for index in 1..<1000 { graph.node("Resize", ["\(index - 1)", "", "w"], ["\(index)"]) }
          graph.node("Size", ["999"], ["s"])
          graph.output("999")
        }
      ),
      (
        "outputs",
        ONNXFixture.model { graph in
          graph.tensor("w", [1, 3, 3, 3], .init(repeating: 0, count: 108))
          for index in 0..<2000 {
            graph.node("Conv", ["x", "w"], ["\(index)"]) { $0.integers("pads", [1, 1, 1, 1]) }
            graph.output("\(index)")
          }
        }
      ),
      (
        "functions in functions",
        ONNXFixture.model { $0.node("0", ["x"], ["y"]) { $0.text(7, "my.own") } }
          + ONNXFixture { model in
            for index in 0..<30 {
              model.message(25) { function in
                function.text(1, "\(index)")
                function.text(4, "a")
                function.text(5, "b")
                function.text(10, "my.own")
                for output in ["b", "c"] {
                  function.message(7) { node in
                    node.text(1, "a")
                    node.text(2, output)
                    node.text(4, "\(index + 1)")
                    node.text(7, "my.own")
                  }
                }
              }
            }
          }.bytes
      ),
      (
        "constants that grow",
        ONNXFixture.model { graph in
          graph.tensor("0", [1], [0, 0, 0, 0])
          for index in 1..<20_000 { graph.node("Concat", ["\(index - 1)", "\(index - 1)"], ["\(index)"]) }
          graph.output("19999")
        }
      ),
      (
        "a fan",
        ONNXFixture.model { graph in
          graph.node("Sum", .init(repeating: "x", count: 500_000), ["y"])
          graph.output("y")
        }
      ),
    ]
    for (what, bytes) in chains {
      let message = message(bytes)
      let isNamed = message?.hasPrefix("not an HRNet: ") == true || message?.contains("its functions grow") == true
      #expect(isNamed, "\(what): \(message ?? "opened")")
    }
  }

  @Test("a safetensors file whose header's length looks like an ONNX model is none")
  func lookalike() {
    let message = message(SafetensorsFixture(header: "{}" + String(repeating: " ", count: 0x120108 - 2)).bytes)
    #expect(message == "not an HRNet: it holds no tensors")
  }
}
