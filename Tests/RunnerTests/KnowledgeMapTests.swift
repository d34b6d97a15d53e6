import Cells
import Engine
import Experiments
import Explorer
import HRNet
import Pose
import Testing

@testable import Runner

/// The knowledge map of the embedded model on the built-in runner.
@Suite("The knowledge map of a real pass")
struct KnowledgeMapTests {
  private func session(_ keys: String...) throws -> HeadlessSession {
    let checkpoint = try EmbeddedFiles.model()
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    let subject = Subject(
      network: network, modelName: "embedded", skeleton: checkpoint.jointSkeleton, framing: checkpoint.framing(),
      classNames: checkpoint.classNames(of: network), probes: NetworkProbes(EmbeddedFiles.probes, of: network))
    var session = try HeadlessSession(
      subject, scene: try EmbeddedFiles.scene(), checkpoint: checkpoint, interventions: .none, threads: 2,
      size: Size(width: 200, height: 60), appearance: .trueColor)
    for key in keys { _ = try session.take(.key(#require(Key(name: key)))) }
    return session
  }

  @Test("over the set: what Findings.md has, each unit's gift beside it")
  func set() throws {
    let text = try session("N", "{").frame.text
    for gain in [
      "9.9 → 13.8  +3.9", "22.1 → 33.1 +11.0", "31.6 → 58.9 +27.3", "52.9 → 57.4  +4.5", "63.7 → 78.3 +14.6",
    ] {
      #expect(text.contains(gain), "\(gain)\n\(text)")
    }
    #expect(text.contains("s4.m2>1/4 78.3 % · +14.6 since s4.m2.1/4.u2 · its grid allows 100.0"))
  }

  @Test("of the picture: each number is the error of the pose that this probe reads in this pass, under a cut too")
  func picture() throws {
    let checkpoint = try EmbeddedFiles.model()
    let network = try Network(checkpoint.architecture, input: checkpoint.input)
    let estimator = try Estimator(checkpoint, network: network, threads: 1)
    for keys in [[], ["1"], ["2"], ["3"]] as [[String]] {
      var session = try session("N", "N")
      for key in keys { _ = try session.take(.key(#require(Key(name: key)))) }
      let study = session.model.study
      let input = estimator.input(study.inputCrop)
      let passes = try [study.interventions, .none].map { try estimator.executor.run(input, $0) }
      let probed = try #require(study.probed)
      #expect(probed.now.reference == .truth && probed.now.alone.count == 57 && probed.now.sideBySide.count == 3)
      #expect((probed.before == nil) == keys.isEmpty)
      let truth = Truth.joints(try #require(study.trueJoints))
      for (pass, errors) in zip(passes, [probed.now, probed.before].compactMap(\.self)) {
        for node in ["s2.m1>1/4", "s3.m3>1/16", "s4.m1>1/8", "s4.m2.1/32.u1", "s4.m2>1/4"] {
          let probe = try #require(EmbeddedFiles.probes[0][node])
          let reading = try #require(estimator.read(.probe(probe, by: BLAS()), in: pass, study.frame))
          let comparison = try #require(reading.comparison(with: truth))
          let id = try #require(network.nodes.first { $0.address.description == node }).id
          let entry = try #require(errors.alone[id])
          #expect(entry.count == comparison.count, "\(node)")
          #expect(abs(try #require(entry.error.mean) - #require(comparison.distance.value)) < 1e-3, "\(node)")
        }
      }
      #expect(session.frame.text.contains("this picture: px to the true joints"))
    }
  }

  @Test("parts are told of where parts are read, against the network's own map")
  func parts() throws {
    let session = try session("H", "N", "N", "{")
    let errors = try #require(session.model.study.probed?.now)
    #expect(errors.reference == .network && errors.unit == "%" && errors.alone.count == 57)
    #expect(errors.alone.values.allSatisfy { ($0.error.mean ?? -1) > 0 && ($0.error.mean ?? 101) < 100 })
    #expect(session.frame.text.contains("this picture: % of its pixels not as in the network's own map"))
  }

  @Test("V1 or V2: the numbers of Findings.md")
  func versions() throws {
    let text = try session(":", "v", "e", "r", "s", "i", "Enter").frame.text
    for number in ["58.9", "66.6", "+7.7", "63.7", "77.6", "+13.9", "78.7", "37.3", "50.2", "33.4", "53.8"] {
      #expect(text.contains(number), "\(number)\n\(text)")
    }
  }
}
