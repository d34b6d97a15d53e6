import Foundation
import TestSupport
import Testing

/// What `hrscope sweep --json` prints (`Documentation/CommandLine.md`).
private struct SweepDocument: Decodable {
  struct Joint: Decodable {
    let name: String
    let x: Double?
    let y: Double?
    let score: Double
    let shift: Double?
    let scoreChange: Double
  }

  struct Cut: Decodable {
    let edge: String?
    let unit: String?
    let kind: String
    let effect: Double
    let meanShift: Double
    let maxShift: Double
    let oks: Double
    let scoreChange: Double
    let lost: Int
    let joints: [Joint]

    var spec: String { edge ?? unit ?? kind }
  }

  struct Baseline: Decodable {
    let joints: [PoseDocument.Joint]
  }

  let baseline: Baseline
  let contribution: String
  let measure: String
  let edges: [Cut]
  let units: [Cut]
  let kinds: [Cut]
}

@Suite("hrscope sweep", .waitsForPrograms)
struct SweepCommandTests {
  @Test("ranks every edge, unit and kind, and pose --cut gives the same numbers one by one")
  func equalsPose() throws {
    let sweep = try HRScope.json(SweepDocument.self, ["sweep", "--json", SamplePictures.runner])
    let whole = try pose(SamplePictures.runner)
    #expect(sweep.baseline.joints == whole.joints)
    #expect(sweep.edges.count == 44 && sweep.units.count == 6 && sweep.kinds.count == 3)
    #expect(sweep.edges.allSatisfy { $0.edge != nil && $0.unit == nil })
    #expect(Set(sweep.kinds.map(\.kind)) == ["final", "across", "within"])
    for cuts in [sweep.edges, sweep.units, sweep.kinds] {
      #expect(cuts.map(\.effect) == cuts.map(\.effect).sorted(by: >) && cuts.allSatisfy { $0.effect >= 0 })
    }
    #expect(sweep.measure == "heat maps Δ %")
    // An ankle with two peaks goes further for less than what really moves.
    #expect(sweep.edges.prefix(9).map(\.meanShift) != sweep.edges.prefix(9).map(\.meanShift).sorted(by: >))
    // All three sorts, strong and weak ones.
    for cut in sweep.edges.prefix(3) + sweep.edges.suffix(3) + sweep.units.prefix(2) + sweep.kinds {
      let document = try pose(SamplePictures.runner, "--cut", cut.spec)
      #expect(cut.joints.map(\.x) == document.joints.map(\.x), "\(cut.spec)")
      #expect(cut.joints.map(\.y) == document.joints.map(\.y), "\(cut.spec)")
      #expect(cut.joints.map(\.score) == document.joints.map(\.score), "\(cut.spec)")
      // Coordinates are printed to the thousandth.
      #expect(abs(cut.meanShift - document.meanShift(from: whole)) < 0.002, "\(cut.spec)")
    }
  }

  @Test("--cut holds for the baseline and for every cut")
  func base() throws {
    let sweep = try HRScope.json(SweepDocument.self, ["sweep", "--json", SamplePictures.runner, "--cut", "s4.m2"])
    #expect(try sweep.baseline.joints == pose(SamplePictures.runner, "--cut", "s4.m2").joints)
    let again = try #require(sweep.units.first { $0.unit == "s4.m2" })
    #expect(again.meanShift == 0 && again.oks == 1 && again.scoreChange == 0)
    let other = try #require(sweep.edges.first)
    let both = try pose(SamplePictures.runner, "--cut", "s4.m2", "--cut", other.spec)
    #expect(other.joints.map(\.x) == both.joints.map(\.x))
  }

  @Test("--with puts a mean or another picture's term in a cut's place", arguments: ["mean", SamplePictures.serve])
  func replacing(with: String) throws {
    let sweep = try HRScope.json(SweepDocument.self, ["sweep", "--json", "--with", with, SamplePictures.runner])
    #expect(sweep.contribution == with)
    for cut in [sweep.edges[0], sweep.units[0], sweep.kinds[0]] {
      let document = try pose(SamplePictures.runner, "--replace", "\(cut.spec)=\(with)")
      #expect(cut.joints.map(\.x) == document.joints.map(\.x), "\(cut.spec)")
    }
    let itself = try HRScope.json(
      SweepDocument.self, ["sweep", "--json", "--with", SamplePictures.runner, SamplePictures.runner])
    #expect((itself.edges + itself.units + itself.kinds).allSatisfy { $0.meanShift == 0 && $0.oks == 1 })
  }

  @Test("identity edges only where asked for")
  func identities() throws {
    let sweep = try HRScope.json(SweepDocument.self, ["sweep", "--json", "--identities", SamplePictures.runner])
    #expect(sweep.edges.count == 44 + 19)
  }

  @Test("the table names what JSON ranks, in the same order; CSV has a heading and a line per cut")
  func text() throws {
    let sweep = try HRScope.json(SweepDocument.self, ["sweep", "--json", SamplePictures.runner])
    let cuts = sweep.edges + sweep.units + sweep.kinds
    let table = try HRScope.run("sweep", SamplePictures.runner)
    #expect(table.status == 0 && table.errors.isEmpty)
    let ranked = table.outputText.split(separator: "\n").filter { $0.contains(#/^ *\d+  /#) }
    #expect(ranked.count == cuts.count)
    for (line, cut) in zip(ranked, cuts) {
      #expect(line.contains(" \(cut.spec) ") && line.contains(String(format: " %.2f ", cut.meanShift)))
    }
    let csv = try HRScope.run("sweep", "--csv", SamplePictures.runner).outputText.split(separator: "\n")
    #expect(csv.count == cuts.count + 1)
    #expect(csv[0].hasPrefix("level,cut,kind,meanShift,maxShift,oks,scoreChange,lost,shift right ankle,"))
    for (line, cut) in zip(csv.dropFirst(), cuts) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(fields.count == csv[0].split(separator: ",").count)
      #expect(fields[1] == cut.spec && Double(fields[3]) == cut.meanShift)
    }
  }
}
