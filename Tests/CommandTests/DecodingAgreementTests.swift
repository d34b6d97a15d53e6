import Cells
import Checkpoints
import Explorer
import Foundation
import HRNet
import Pictures
import Pose
import Runner
import TestSupport
import Testing

/// The decoding microscope reads joints where `hrscope pose` reads them, to the printed digit.
@Suite("The decoding microscope and hrscope pose", .waitsForPrograms)
struct DecodingAgreementTests {
  /// The places that `pose` prints, by joint.
  private func printed(_ picture: String, _ decoding: HeatMapDecoding, flipTest: Bool) throws -> [(
    x: String, y: String
  )?] {
    let result = try HRScope.run(
      ["pose", picture, "--decode", decoding.rawValue] + (flipTest ? ["--flip-test"] : []))
    #expect(result.status == 0)
    return result.outputText.split(separator: "\n").filter { !$0.hasPrefix("PCK") }.map { line in
      let words = line.split(separator: " ").suffix(3)
      return words.count == 3 && words.allSatisfy { Double($0) != nil }
        ? (String(words[words.startIndex]), String(words[words.startIndex + 1])) : nil
    }
  }

  private func session(_ path: String) throws -> HeadlessSession {
    let checkpoint = try EmbeddedFiles.model()
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    let subject = Subject(
      network: network, modelName: checkpoint.architecture.name, skeleton: checkpoint.jointSkeleton,
      framing: checkpoint.framing())
    let scene = Scene(
      picture: try Picture(contentsOf: path), name: "picture", path: path,
      people: SideCar.people(besidePicture: path))
    return try HeadlessSession(
      subject, scene: scene, checkpoint: checkpoint, interventions: .none, threads: 2,
      size: Size(width: 200, height: 60), appearance: .trueColor)
  }

  @Test("each method's place in the picture, with and without the flip test", arguments: SamplePictures.names)
  func positions(name: String) throws {
    let path = SamplePictures.path(name)
    var session = try session(path)
    func press(_ names: String...) throws {
      for name in names { _ = try session.take(.key(#require(Key(name: name)))) }
    }
    try press("d", "Enter")
    var frames: [String] = []
    for _ in 0..<14 {
      frames.append(session.frame.text)
      try press("J")
    }
    for decoding in HeatMapDecoding.allCases {
      for flipTest in [false, true] {
        let places = try printed(path, decoding, flipTest: flipTest)
        #expect(places.count == 14)
        let method = decoding == .dark ? "DARK" : decoding.rawValue
        for (joint, place) in places.enumerated() {
          let lines = frames[joint].split(separator: "\n").filter {
            $0.contains("\(method) ") && $0.contains("+\(method) ") == flipTest
          }
          guard let place else { continue }
          #expect(
            lines.contains { $0.contains(" \(place.x),\(place.y) ") },
            "\(name) joint \(joint) \(method) \(place): \(lines)")
        }
      }
    }
  }
}
