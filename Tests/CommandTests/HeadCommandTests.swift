import Foundation
import TestSupport
import Testing

@Suite("hrscope network: heads and the paper's tables", .waitsForPrograms)
struct HeadNetworkCommandTests {
  private struct Document: Decodable {
    struct Unit: Decodable { let name: String }
    let model: String
    let input: [Int]
    let parameters: Int
    let macs: Int
    let units: [Unit]
  }

  private struct Table: Decodable {
    struct Row: Decodable {
      let model: String
      let quantity: String
      let printed: Double?
      let counted: Double?
      let unit: String
      let convention: String
    }

    let rows: [Row]
  }

  private func table(_ name: String) throws -> [Table.Row] {
    try HRScope.json(Table.self, ["network", "--json", "--paper", name]).rows
  }

  @Test(
    "published networks by name",
    arguments: [
      ("w48-v2-cityscapes", [1024, 2048], 65_859_379, "696.18"),
      ("w48-ocr-cityscapes", [1024, 2048], 70_372_966, "1206.37"),
      ("w18-300w", [256, 256], 9_654_050, "4.34"), ("w32-imagenet", [224, 224], 41_232_680, "8.31"),
    ])
  func models(name: String, input: [Int], parameters: Int, binary: String) throws {
    let network = try HRScope.json(Document.self, ["network", "--json", "--model", name])
    #expect(network.input == input)
    #expect(abs(network.parameters - parameters) < 5000)
    #expect(String(format: "%.2f", Double(network.macs) / Double(1 << 30)) == binary)
  }

  @Test("every listed name is known; head nodes have the names of reference files")
  func list() throws {
    let names = try HRScope.run("network", "--list").outputText.split(separator: "\n").map(String.init)
    let wanted = [
      "w18", "w32", "w48", "w48-v2-cityscapes", "w48-ocr-cityscapes", "w32-v2p", "w32-fcos", "w18-imagenet",
      "w18-300w", "w32-v1h", "maintained22", "maintained28", "single59", "simple-baseline-50", "simple-baseline-101",
      "simple-baseline-152", "hourglass-8", "w32-resolutions",
    ]
    #expect(Set(wanted).isSubset(of: names) && Set(names).count == names.count)
    let units = try HRScope.json(Document.self, ["network", "--json", "--model", "w18-ocr-lip", "--input", "73x57"])
      .units
    for name in ["head.up.1", "head.concat", "head.aux.mix", "head.aux", "head.pixels", "head.regions", "head.logits"] {
      #expect(units.contains { $0.name == name }, "\(name)")
    }
  }

  @Test("inputs too small and names unknown are refused in one line: exit 64 or 65")
  func refusals() throws {
    for (arguments, words) in [
      (["--model", "w32-v2p", "--input", "63x200"], "64"),
      (["--model", "w18-fcos-six-levels", "--input", "127x200"], "128"),
      (["--model", "w18-v2-lip", "--input", "31x31"], "32"), (["--model", "w18-v2-moon"], "--list"),
      (["--model", "w32", "--pyramid-stride", "2"], "pyramid"), (["--model", "w32-v2p", "--fcos", "improved"], "FCOS"),
      (["--model", "w32-v2p", "--pyramid-stride", "3"], "1 or 2"), (["--list", "--paper", "table2"], "--paper"),
    ] {
      let result = try HRScope.run(["network"] + arguments)
      #expect([64, 65].contains(Int(result.status)), "\(arguments): \(result.status)")
      #expect(result.errorText.contains(words) && result.output.isEmpty, "\(result.errorText)")
    }
  }

  @Test("--pyramid-stride and --fcos change shapes and operations, not parameters")
  func options() throws {
    func units(_ arguments: String...) throws -> Document {
      try HRScope.json(Document.self, ["network", "--json", "--input", "128x128"] + arguments)
    }
    let plain = try units("--model", "w18-v2p")
    let strided = try units("--model", "w18-v2p", "--pyramid-stride", "2")
    #expect(plain.parameters == strided.parameters && plain.macs > strided.macs)
    #expect(
      try units("--model", "w18-fcos").parameters == units("--model", "w18-fcos", "--fcos", "improved").parameters)
  }

  /// What has been counted on the published code, beside the printed numbers.
  @Test("Table 7: two conventions make the numbers agree")
  func table7() throws {
    let rows = try table("table7")
    func counted(_ model: String) -> [Double] {
      rows.filter { $0.model == model }.compactMap(\.counted)
    }
    for (model, millions, cost) in [
      ("Faster R-CNN, W18", 26.18, 159.05), ("Faster R-CNN, W32", 45.04, 245.33), ("Faster R-CNN, W48", 79.42, 399.12),
      ("FCOS, W18", 17.50, 180.26), ("FCOS, W32", 37.30, 273.25),
    ] {
      let numbers = counted(model)
      #expect(
        numbers.count == 2 && abs(numbers[0] - millions) < 0.0051 && abs(numbers[1] - cost) < 0.0051, "\(numbers)")
    }
    for (model, millions, cost) in [
      ("Cascade R-CNN, W18", 55.12, 206.5), ("Cascade R-CNN, W32", 74.92, 299.5), ("Cascade R-CNN, W48", 111.00, 465.1),
      ("Mask R-CNN, W18", 30.13, 247.4), ("Mask R-CNN, W32", 49.93, 340.4), ("Cascade Mask R-CNN, W18", 63.06, 412.1),
      ("Cascade Mask R-CNN, W32", 82.85, 505.0), ("Cascade Mask R-CNN, W48", 118.93, 670.6), ("HTC, W18", 66.05, 457.3),
      ("HTC, W32", 85.85, 550.2), ("HTC, W48", 121.93, 715.8),
    ] {
      let numbers = counted(model)
      #expect(
        numbers.count == 2 && abs(numbers[0] - millions) < 0.0051 && abs(numbers[1] - cost) < 0.07,
        "\(model) \(numbers)")
    }
    // The two agree where they are said to.
    for row in rows where row.model.hasPrefix("Faster") || row.model.hasPrefix("FCOS") {
      let (printed, counted) = (try #require(row.printed), try #require(row.counted))
      #expect(abs(printed - counted) <= 0.0501, "\(row.model)")
    }
    #expect(rows.filter { $0.model.hasPrefix("CenterNet") }.allSatisfy { $0.counted == nil })
    #expect(rows.allSatisfy { !$0.convention.isEmpty && ["M", "G", "Gi"].contains($0.unit) })
  }

  @Test("Tables 2 and 6: printed and counted side by side")
  func otherTables() throws {
    let pose = try table("table2")
    for (model, millions, cost) in [("HRNetV1-W32", 28.54, 16.02), ("HRNetV1-W48", 63.60, 32.88)] {
      let numbers = pose.filter { $0.model == model }.compactMap(\.counted)
      #expect(numbers.count == 2 && abs(numbers[0] - millions) < 0.006 && abs(numbers[1] - cost) < 0.006, "\(numbers)")
    }
    let simple = pose.filter { $0.model.hasPrefix("SimpleBaseline") }.compactMap(\.printed)
    #expect(simple == [68.6, 35.6])
    // As printed, and as computed.
    for (model, counted) in [
      ("SimpleBaseline, ResNet-152", [68.635, 35.47, 26.61]),
      ("Table 1: SimpleBaseline, ResNet-50", [34.0, 8.99, 5.05]),
      ("Table 1: SimpleBaseline, ResNet-101", [52.992, 12.38, 8.44]),
      ("Table 1: SimpleBaseline, ResNet-152", [68.635, 15.76, 11.83]),
    ] {
      let numbers = pose.filter { $0.model == model }.compactMap(\.counted)
      let agree = numbers.count == 3 && zip(numbers, counted).allSatisfy { abs($0 - $1) < 0.0051 }
      #expect(agree, "\(model): \(numbers)")
    }
    let parts = try table("table6")
    let counted = parts.filter { $0.model.hasPrefix("HRNet") }.compactMap(\.counted)
    #expect(zip(counted, [65.860, 75.98, 70.374, 131.1]).allSatisfy { abs($0 - $1) < 0.06 } && counted.count == 4)
    #expect(parts.allSatisfy { $0.printed == nil })
    let text = try HRScope.run("network", "--paper", "table2").outputText
    #expect(text.contains("printed") && text.contains("32.88"))
  }
}

@Suite("hrscope verify: heads", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct HeadVerifyCommandTests {
  private func verify(_ folder: String, _ reference: String = "activations", _ more: String...) throws -> Int {
    let path = Shared.path("reference/heads/\(folder)/")
    let result = try HRScope.run(
      ["verify", "--weights", path + "model.safetensors", "--reference", path + reference + ".safetensors"] + more)
    return Int(result.status)
  }

  @Test(
    "activations agree",
    arguments: [
      "v2-segmentation", "v2-odd-size", "ocr", "landmarks", "classification", "v2p", "v1h", "fcos", "resolutions",
      "maintained", "single-stream", "simple-baseline", "hourglass",
    ])
  func activations(folder: String) throws { #expect(try verify(folder) == 0) }

  @Test("what no weight tells can be said")
  func options() throws {
    #expect(try verify("v2p", "activations_stride2", "--pyramid-stride", "2") == 0)
    #expect(try verify("v2p", "activations_stride2") == 65)
    #expect(try verify("fcos", "activations_improved", "--fcos", "improved") == 0)
    #expect(try verify("fcos", "activations_improved") == 1)
    let interventions = Shared.path("reference/heads/v2-segmentation/interventions.json")
    #expect(try verify("v2-segmentation", "interventions", "--interventions", interventions) == 0)
  }
}
