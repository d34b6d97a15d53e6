import Foundation
import Pictures
import Pose
import TestSupport
import Testing

@Suite("hrscope pose", .waitsForPrograms)
struct PoseCommandTests {
  @Test("prints the documented keys and types", arguments: SamplePictures.names)
  func keys(name: String) throws {
    let path = SamplePictures.path(name)
    let result = try HRScope.run("pose", path, "--json")
    #expect(result.status == 0)
    #expect(result.errorText == "")
    let document = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    // The documented ones, and what is known of the truth.
    #expect(Set(document.keys) == ["image", "model", "input", "box", "joints", "milliseconds", "pck"])
    #expect(document["image"] as? String == path)
    #expect(document["model"] is String)
    #expect(document["input"] as? [Int] == [192, 160])
    #expect((document["box"] as? [Double])?.count == 4)
    #expect(try #require(document["milliseconds"] as? Double) > 0)
    let joints = try #require(document["joints"] as? [[String: Any]])
    #expect(joints.count == 14)
    for joint in joints {
      #expect(Set(joint.keys) == ["name", "x", "y", "score", "lost"])
      #expect(joint["name"] is String && joint["x"] is Double && joint["y"] is Double)
      #expect((0.0...1.5).contains(try #require(joint["score"] as? Double)))
    }
  }

  @Test("without --json it prints a line for each joint")
  func text() throws {
    let document = try pose(SamplePictures.runner)
    let result = try HRScope.run("pose", SamplePictures.runner)
    #expect(result.status == 0)
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.count == document.joints.count + 1)
    for (line, joint) in zip(lines, document.joints) {
      #expect(line.hasPrefix(joint.name))
      #expect(line.contains(String(format: " %.1f ", joint.x)) && line.contains(String(format: " %.1f ", joint.y)))
    }
    #expect(lines.last == "PCK@0.2 10/14")
  }

  @Test("several pictures make a list")
  func list() throws {
    let paths = [SamplePictures.serve, SamplePictures.runner]
    let documents = try HRScope.json([PoseDocument].self, ["pose", "--json"] + paths)
    #expect(documents.map(\.image) == paths)
    #expect(try documents[1].joints == pose(SamplePictures.runner).joints)
  }

  @Test("a damaged picture does not take the others with it")
  func damagedAmongOthers() throws {
    try withTemporaryFolder { folder in
      let damaged = folder + "half.jpg"
      let whole = try Data(contentsOf: URL(filePath: SamplePictures.runner))
      try whole.prefix(whole.count / 2).write(to: URL(filePath: damaged))
      let result = try HRScope.run("pose", "--json", SamplePictures.runner, damaged, SamplePictures.serve)
      #expect(result.status == 65)
      HRScope.expectOneLine(result)
      #expect(result.errorText.contains(damaged))
      let documents = try JSONDecoder().decode([PoseDocument].self, from: result.output)
      #expect(documents.map(\.image) == [SamplePictures.runner, SamplePictures.serve])
    }
  }

  @Test(
    "whatever lies beside a picture, it opens, with a word on what is passed over",
    arguments: [
      #"{"version": "5.0.1", "shapes": []}"#, "[]", "12:00 started", "\u{0}\u{1}\u{2}", "",
      #"{"people": [{"bbox": [1, 2]}]}"#, #"{"people": [{"bbox": [1, 2, NaN, 4]}]}"#,
    ])
  func foreign(text: String) throws {
    try withTemporaryFolder { folder in
      let picture = folder + "a.jpg"
      try FileManager.default.copyItem(atPath: SamplePictures.runner, toPath: picture)
      try Data(text.utf8).write(to: URL(filePath: folder + "a.json"))
      let result = try HRScope.run("pose", "--json", picture)
      #expect(result.status == 0)
      HRScope.expectOneLine(result)
      #expect(result.errorText.contains("a.json: ") && result.errorText.contains("passed over"))
      // The whole picture, as if nothing lay there.
      #expect(try JSONDecoder().decode(PoseDocument.self, from: result.output).box[0...1] == [0, 0])
      let boxed = try HRScope.run("pose", picture, "--box", "10,10,100,200")
      #expect(boxed.status == 0 && boxed.errorText.isEmpty)
      let captured = try HRScope.run("capture", picture, "--size", "160x40", "--output", folder + "a.txt")
      #expect(captured.status == 0 && captured.errorText.contains("passed over"))
      let frame = try String(contentsOf: URL(filePath: folder + "a.txt"), encoding: .utf8)
      #expect(frame.contains("a.json: "))
    }
  }

  @Test("--box replaces the person beside the picture")
  func box() throws {
    let given = try pose(SamplePictures.runner, "--box", "86.7,110,298.7,440")
    #expect(given.box == [86.7, 110, 298.7, 440])
    // Whose box it is, and so the truth, is not known.
    #expect(given.pck == nil)
    let known = try pose(SamplePictures.runner)
    #expect(given.joints == known.joints)
    let other = try pose(SamplePictures.runner, "--box", "0,0,480,640")
    #expect(other.joints != known.joints)
  }

  @Test("without a side-car the box is the whole picture")
  func wholePicture() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(atPath: SamplePictures.runner, toPath: folder + "alone.jpg")
      let document = try pose(folder + "alone.jpg")
      #expect(document.box == [0, 0, 480, 640])
      #expect(document.pck == nil)
    }
  }

  @Test("--cut moves joints, --gain 1 does not, and a gain of 0 is a cut")
  func interventions() throws {
    let whole = try pose(SamplePictures.runner)
    let cut = try pose(SamplePictures.runner, "--cut", "s4.m2:8>4")
    #expect(cut.meanShift(from: whole) > 0)
    #expect(try pose(SamplePictures.runner, "--gain", "s4.m2:8>4=0").joints == cut.joints)
    #expect(try pose(SamplePictures.runner, "--gain", "s4.m2:8>4=1").joints == whole.joints)
    // Several options add up; a kind is the units it stands for.
    let kind = try pose(SamplePictures.runner, "--cut", "final")
    #expect(kind.joints != cut.joints)
    #expect(try pose(SamplePictures.runner, "--cut", "s4.m2").joints == kind.joints)
    let edges = ["8", "16", "32"].flatMap { ["--cut", "s4.m2:\($0)>4"] }
    #expect(
      try HRScope.json(PoseDocument.self, ["pose", "--json", SamplePictures.runner] + edges).joints == kind.joints)
  }

  @Test("--replace: by a mean, and by what another picture gives; from the picture itself it changes nothing")
  func replacing() throws {
    let whole = try pose(SamplePictures.runner)
    let itself = ["--replace", "all=\(SamplePictures.runner)"]
    #expect(try pose([SamplePictures.runner] + itself).joints == whole.joints)
    // With every foreign term held, a change of one stream shows in no other, and so not in the joints …
    #expect(try pose([SamplePictures.runner] + itself + ["--replace", "s4.m1:8>8=mean"]).joints == whole.joints)
    // … but for the finest, which the head reads.
    #expect(try pose([SamplePictures.runner] + itself + ["--replace", "s4.m1:4>4=mean"]).joints != whole.joints)
    let mean = try pose(SamplePictures.runner, "--replace", "s4.m1:8>4=mean")
    let cut = try pose(SamplePictures.runner, "--cut", "s4.m1:8>4")
    let patched = try pose(SamplePictures.runner, "--replace", "s4.m1:8>4=\(SamplePictures.serve)")
    #expect(Set([whole, mean, cut, patched].map { $0.joints.map(\.score) }).count == 4)
    // It wins over a cut. With the last stream patched whole, the heat maps are the other picture's.
    #expect(
      try pose(SamplePictures.runner, "--replace", "s4.m1:8>4=mean", "--cut", "s4.m1:8>4").joints == mean.joints)
    let stream = try pose(SamplePictures.runner, "--replace", "s4.m2>4=\(SamplePictures.serve)")
    #expect(try stream.joints.map(\.score) == pose(SamplePictures.serve).joints.map(\.score))
  }

  @Test("--decode: argmax lies on the heat maps' grid, quarter and dark within a pixel of it")
  func decoding() throws {
    let argmax = try pose(SamplePictures.runner, "--decode", "argmax")
    let quarter = try pose(SamplePictures.runner, "--decode", "quarter")
    let dark = try pose(SamplePictures.runner, "--decode", "dark")
    #expect(try pose(SamplePictures.runner).joints == quarter.joints)
    let pixel = argmax.heatMapPixel
    let left = argmax.box[0] + argmax.box[2] / 2 - 20 * pixel
    for index in argmax.joints.indices {
      let column = (argmax.joints[index].x - left) / pixel
      // Coordinates are printed to the thousandth.
      #expect(abs(column - column.rounded()) < 0.001)
      let peak = (argmax.joints[index].x, argmax.joints[index].y)
      #expect(quarter.joints[index].distance(to: peak) <= 0.25 * 2.0.squareRoot() * pixel + 0.002)
      // The peak of a smooth map is within half a pixel of the largest value; blurring may move that to a neighbour.
      #expect(dark.joints[index].distance(to: peak) < 2 * pixel)
    }
    #expect(quarter.joints != argmax.joints && dark.joints != argmax.joints && dark.joints != quarter.joints)
  }

  @Test("--flip-test changes scores, and hardly the pose")
  func flipTest() throws {
    let plain = try pose(SamplePictures.serve)
    let flipped = try pose(SamplePictures.serve, "--flip-test")
    #expect(flipped.joints.map(\.score) != plain.joints.map(\.score))
    let near = zip(plain.joints, flipped.joints).count { $0.distance(to: ($1.x, $1.y)) <= 2 * plain.heatMapPixel }
    // Were left and right not exchanged, hardly any joint but neck and head would stay.
    #expect(near >= 11)
  }

  @Test("--overlay writes the picture with the skeleton on it")
  func overlay() throws {
    try withTemporaryFolder { folder in
      let path = folder + "overlay.png"
      _ = try pose(SamplePictures.runner, "--overlay", path)
      let (before, after) = (try Picture(contentsOf: SamplePictures.runner), try Picture(contentsOf: path))
      #expect(after.width == before.width && after.height == before.height)
      let changed = zip(before.pixels, after.pixels).count { $0 != $1 }
      // Lines and dots, not a new picture.
      #expect(changed > 1000 && changed < before.pixels.count / 4)
    }
  }

  @Test("--input and --weights", .enabled(if: Shared.isPresent, Shared.absence))
  func otherNetwork() throws {
    #expect(try pose(SamplePictures.runner, "--input", "256x192").input == [256, 192])
    let weights = Shared.path("reference/w8-small/model.safetensors")
    let result = try HRScope.run("pose", SamplePictures.runner, "--weights", weights, "--json")
    #expect(result.status == 0)
    let document = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    // The file does not say which input it was trained for: then it is that of the published networks.
    #expect(document["input"] as? [Int] == [256, 192])
    let joints = try #require(document["joints"] as? [[String: Any]])
    #expect(joints.count == 17 && joints[0]["name"] as? String == "nose")
    // Random weights lose joints; those have no place, but all the keys.
    let lost = joints.filter { $0["x"] is NSNull }
    #expect(!lost.isEmpty)
    for joint in joints { #expect(Set(joint.keys) == ["name", "x", "y", "score", "lost"]) }
    for joint in lost { #expect(joint["y"] is NSNull && joint["score"] as? Double ?? 1 <= 0) }
  }
}
