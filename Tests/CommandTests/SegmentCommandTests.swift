import Foundation
import Pictures
import Recognition
import TestSupport
import Testing

/// What `hrscope segment --json` prints for a picture.
struct SegmentDocument: Decodable {
  struct Class: Decodable {
    let id: Int
    let name: String
    let share: Double
  }

  let image: String
  let model: String
  let input: [Int]
  let classes: [Class]
  let milliseconds: Double
}

@Suite("hrscope segment", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct SegmentCommandTests {
  private static let parts = Shared.path("weights/joints-parts/hrnet-w16-joints-parts.safetensors")
  private static func head(_ name: String) -> String { Shared.path("reference/heads/\(name)/model.safetensors") }

  /// The pixels of a part of a picture.
  static func rows(of picture: Picture, from top: Int, to bottom: Int, columns: Range<Int>) -> [UInt8] {
    var pixels: [UInt8] = []
    for y in top..<bottom {
      let start = y * picture.width
      pixels += picture.pixels[(start + columns.lowerBound) * 3..<(start + columns.upperBound) * 3]
    }
    return pixels
  }

  private func segment(_ arguments: String...) throws -> SegmentDocument {
    try HRScope.json(SegmentDocument.self, ["segment", "--json"] + arguments)
  }

  @Test("parts of the samples as PyTorch found them, to a hundredth of the picture")
  func parts() throws {
    struct Person: Decodable { let partPixels: [Int] }
    let file = URL(filePath: Shared.path("weights/joints-parts/sample-joints.json"))
    let expected = try JSONDecoder().decode([String: [Person]].self, from: Data(contentsOf: file))
    for name in SamplePictures.names.prefix(6) {
      let pixels = try #require(expected[name]?.first?.partPixels)
      let found = try segment(SamplePictures.path(name), "--weights", Self.parts)
      #expect(found.input == [192, 160] && found.classes.map(\.id) == Array(0..<7))
      #expect(found.classes.map(\.name).prefix(2) == ["background", "head"])
      let all = Double(pixels.reduce(0, +))
      for (one, count) in zip(found.classes, pixels) {
        #expect(abs(one.share - Double(count) / all) < 0.004, "\(name) \(one.name)")
      }
    }
  }

  @Test("--output holds the classes that the shares count; --overlay is a picture of the same size")
  func outputs() throws {
    try withTemporaryFolder { folder in
      let found = try segment(
        SamplePictures.runner, "--weights", Self.parts, "--output", folder + "l.png", "--overlay", folder + "o.PNG")
      let picture = try Picture(contentsOf: SamplePictures.runner)
      let size = PictureSize(width: picture.width, height: picture.height)
      let map = try ClassMap(labelsAt: folder + "l.png", classes: 7, of: size)
      for one in found.classes { #expect(abs(map.shares[one.id] - one.share) < 1e-6) }
      let overlay = try Picture(contentsOf: folder + "o.PNG")
      #expect(overlay.width == size.width && overlay.height == size.height && overlay != picture)
    }
  }

  @Test("the whole picture is stretched to the input, a box exactly; the input by classes, by --input, by the picture")
  func frames() throws {
    try withTemporaryFolder { folder in
      let v2 = Self.head("v2-segmentation")
      let whole = try segment(SamplePictures.runner, "--weights", v2, "--output", folder + "w.png")
      #expect(whole.input == [512, 1024] && whole.classes.count == 19 && whole.classes[0].name == "road")
      let picture = try Picture(contentsOf: SamplePictures.runner)
      let size = PictureSize(width: picture.width, height: picture.height)
      let boxed = try segment(
        SamplePictures.runner, "--weights", v2, "--box", "40,60,200,300", "--input", "96x64", "--output",
        folder + "b.png")
      #expect(boxed.input == [96, 64])
      let map = try ClassMap(labelsAt: folder + "b.png", classes: 19, of: size)
      let seen = map.labels.indices.filter { map.labels[$0] != ClassMap.nothing }
      #expect(seen.count == 200 * 300)
      #expect(seen.allSatisfy { (40..<240).contains($0 % size.width) && (60..<360).contains($0 / size.width) })
      #expect(abs(boxed.classes.reduce(0) { $0 + $1.share } - 1) < 1e-4)
      // The same part, cut out by hand.
      let pixels = Self.rows(of: picture, from: 60, to: 360, columns: 40..<240)
      try Data(Picture(width: 200, height: 300, pixels: pixels).pngData()).write(to: URL(filePath: folder + "c.png"))
      let cut = try segment(folder + "c.png", "--weights", v2, "--input", "96x64")
      for (one, other) in zip(cut.classes, boxed.classes) { #expect(abs(one.share - other.share) < 1e-5) }
      // The side car's person is no part of it: of a scene, all of it.
      #expect(
        try segment(SamplePictures.runner, "--weights", v2, "--input", "96x64").classes.map(\.share)
          != cut.classes.map(\.share))
    }
  }

  @Test("a cut of the last fusion changes the map; several pictures are a list; a gain of 1 changes nothing")
  func changes() throws {
    let v2 = Self.head("v2-segmentation")
    let shares = { (more: [String]) throws in
      try HRScope.json(
        [SegmentDocument].self,
        ["segment", "--json", "--weights", v2, "--input", "96x64", SamplePictures.runner, SamplePictures.serve] + more
      ).map { $0.classes.map(\.share) }
    }
    let plain = try shares([])
    #expect(plain.count == 2 && plain[0] != plain[1])
    #expect(try shares(["--cut", "final"]) != plain)
    #expect(try shares(["--replace", "s4=mean"]) != plain)
    #expect(try shares(["--gain", "s4.m1:32>4=1"]) == plain)
  }

  @Test("names: by the number of classes, by a set's word, from a file; another number is refused")
  func names() throws {
    try withTemporaryFolder { folder in
      let v2 = Self.head("v2-segmentation")
      try Data((0..<19).map { "thing \($0)\n" }.joined().utf8).write(to: URL(filePath: folder + "names.txt"))
      let named = try segment(
        SamplePictures.runner, "--weights", v2, "--input", "96x64", "--classes", folder + "names.txt")
      #expect(named.classes.map(\.name) == (0..<19).map { "thing \($0)" })
      for (word, status, part) in [
        ("lip", 65, "expected 19 names, found 20"), (folder + "none.txt", 66, "none.txt"),
      ] {
        let line = try HRScope.failure(
          ["segment", SamplePictures.runner, "--weights", v2, "--classes", word], status: Int32(status))
        #expect(line.contains(part), "\(line)")
      }
    }
  }

  @Test("text lists the classes that occur, the largest first")
  func text() throws {
    let lines = try HRScope.run("segment", SamplePictures.runner, "--weights", Self.parts).outputText
      .split(separator: "\n")
    #expect(lines.count == 7 && lines[0].hasPrefix("background"))
    let shares = lines.compactMap { $0.split(separator: " ").dropLast().last.flatMap { Double($0) } }
    #expect(shares.count == 7 && shares == shares.sorted(by: >) && abs(shares.reduce(0, +) - 100) < 0.05)
  }

  @Test("a network without a class map is refused in one line that names its head and what reads it")
  func otherHeads() throws {
    for (file, words) in [
      (Shared.path("weights/hrnet-w16-lsp14.safetensors"), ["V1 pose", "pose"]),
      (Self.head("classification"), ["ImageNet", "classify"]),
      (Self.head("landmarks"), ["landmarks", "pose"]), (Self.head("v2p"), ["V2p", "explore"]),
    ] {
      let line = try HRScope.failure(["segment", SamplePictures.runner, "--weights", file], status: 65)
      #expect(line.contains("segment") && words.allSatisfy(line.contains), "\(line)")
    }
    let line = try HRScope.failure(
      ["classify", SamplePictures.runner, "--weights", Self.head("v2-segmentation")], status: 65)
    #expect(line.contains("V2 classes") && line.contains("segment"), "\(line)")
    let pose = try HRScope.failure(
      ["pose", SamplePictures.runner, "--weights", Self.head("classification")], status: 65)
    #expect(pose.contains("ImageNet") && pose.contains("classify"), "\(pose)")
  }
}

@Suite("hrscope classify", .waitsForPrograms, .enabled(if: Shared.isPresent, Shared.absence))
struct ClassifyCommandTests {
  private struct Document: Decodable {
    struct Class: Decodable {
      let id: Int
      let name: String
      let probability: Double
    }
    let input: [Int]
    let classes: [Class]
  }

  private static let model = Shared.path("reference/heads/classification/model.safetensors")

  private func classify(_ arguments: String...) throws -> Document {
    try HRScope.json(Document.self, ["classify", "--json", "--weights", Self.model] + arguments)
  }

  @Test("the best classes first, as many as asked for; of all of them probabilities sum to 1")
  func top() throws {
    let five = try classify(SamplePictures.runner)
    #expect(five.input == [224, 224] && five.classes.count == 5)
    let all = try classify(SamplePictures.runner, "--top", "99")
    #expect(all.classes.count == 10 && Set(all.classes.map(\.id)) == Set(0..<10))
    #expect(abs(all.classes.reduce(0) { $0 + $1.probability } - 1) < 1e-5)
    #expect(all.classes.map(\.probability) == all.classes.map(\.probability).sorted(by: >))
    #expect(all.classes.prefix(5).map(\.id) == five.classes.map(\.id))
    #expect(all.classes.allSatisfy { $0.name == "class \($0.id)" })
  }

  @Test("the middle alone is seen: short side 256, 224 of it")
  func middle() throws {
    try withTemporaryFolder { folder in
      let picture = try Picture(contentsOf: SamplePictures.runner)
      let resized = picture.resized(
        to: PictureSize(width: 256, height: Int(256 * Double(picture.height) / Double(picture.width))), .antialiased)
      let top = Int((Double(resized.height - 224) / 2).rounded(.toNearestOrEven))
      let pixels = SegmentCommandTests.rows(of: resized, from: top, to: top + 224, columns: 16..<240)
      // At 224² the input is a crop of a picture of 256² whose middle it is.
      var framed = [UInt8](repeating: 0, count: 256 * 256 * 3)
      for y in 0..<224 {
        framed.replaceSubrange(
          ((y + 16) * 256 + 16) * 3..<((y + 16) * 256 + 240) * 3, with: pixels[y * 672..<(y + 1) * 672])
      }
      try Data(Picture(width: 256, height: 256, pixels: framed).pngData()).write(to: URL(filePath: folder + "m.png"))
      let (one, other) = (
        try classify(SamplePictures.runner, "--top", "10"), try classify(folder + "m.png", "--top", "10")
      )
      for (one, other) in zip(one.classes, other.classes) {
        #expect(one.id == other.id && abs(one.probability - other.probability) < 1e-3)
      }
    }
  }

  @Test("a cut changes probabilities; --top 0 is wrong usage")
  func changes() throws {
    let probabilities = try classify(SamplePictures.runner).classes.map(\.probability)
    #expect(try classify(SamplePictures.runner, "--cut", "all").classes.map(\.probability) != probabilities)
    try HRScope.failure(["classify", SamplePictures.runner, "--weights", Self.model, "--top", "0"], status: 64)
  }
}
