import Cells
import Checkpoints
import Experiments
import Explorer
import Foundation
import HRNet
import Pictures
import Pose
import Recognition
import Runner
import TestSupport
import Testing

/// A network on a picture in an explorer without a terminal: what is read there.
struct SeenPicture {
  var session: HeadlessSession

  var reading: Reading? { session.model.study.current?.reading }

  /// - Parameters:
  ///   - weights: nil for the built-in model.
  ///   - box: as `--box` gives it.
  ///   - detector: as `--fcos` gives it.
  ///   - keys: pressed before.
  init(
    _ picture: String, weights: String? = nil, input: InputSize? = nil, box: Box? = nil, detector: FCOSFamily? = nil,
    keys: String = ""
  ) throws {
    let stored = try weights.map { try Checkpoint(contentsOf: $0) } ?? EmbeddedFiles.model()
    let checkpoint = detector.map { stored.preparing(as: $0.preprocessing) } ?? stored
    let own = checkpoint.architecture
    let architecture = detector.flatMap { own.with(detector: $0.variant) } ?? own
    let network = try Network(architecture, input: checkpoint.input)
    let subject = Subject(
      network: network, modelName: checkpoint.architecture.name, skeleton: checkpoint.jointSkeleton,
      framing: checkpoint.framing(input: input, detector: detector), classNames: checkpoint.classNames(of: network))
    session = try HeadlessSession(
      subject, scene: Scene(contentsOf: picture).asking(for: box.map { Person(box: $0) }), checkpoint: checkpoint,
      interventions: .none, threads: 2, size: Size(width: 120, height: 40), appearance: .trueColor)
    try press(keys)
  }

  mutating func press(_ keys: String) throws {
    for name in keys.split(separator: " ") { _ = try session.take(.key(#require(Key(name: String(name))))) }
  }
}

extension SamplePictures {
  /// A sample that says it is to be turned by a quarter.
  static func turned(_ path: String, in folder: String) throws -> String {
    var bytes = try Data(contentsOf: URL(filePath: path))
    // EXIF 2.32: behind the start of the picture, a segment with one entry, orientation 6.
    let entry: [UInt8] = [0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]
    let tiff: [UInt8] = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0] + entry + [0, 0, 0, 0]
    let body = Array("Exif".utf8) + [0, 0] + tiff
    bytes.insert(contentsOf: [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body, at: 2)
    try bytes.write(to: URL(filePath: folder + "turned.jpg"))
    return folder + "turned.jpg"
  }
}
