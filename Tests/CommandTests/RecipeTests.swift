import Foundation
import TestSupport
import Testing

/// The recipes of `Documentation/Clusters.md`, run as they stand there. Only the set's name is filled in.
@Suite("Recipes of the documentation", .waitsForPrograms)
struct RecipeTests {
  /// The blocks of shell below a heading.
  private static func recipe(_ heading: String) throws -> [String] {
    let page = try String(contentsOfFile: Shared.inRepository("Documentation/Clusters.md"), encoding: .utf8)
    let lines = page.components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "## \(heading)"))
    var blocks: [[String]] = []
    var isInside = false
    for line in lines[(start + 1)...] {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { blocks.append([]) }
      } else if isInside {
        blocks[blocks.count - 1].append(line)
      } else if line.hasPrefix("#") {
        break
      }
    }
    return blocks.map { $0.joined(separator: "\n") }
  }

  private static func path(of program: String) -> String? {
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/sbin"
    let candidates = path.split(separator: ":").map { "\($0)/\(program)" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether all programs are there, or can be installed here. Who is not root has them from `make test-packages`.
  private static func areInstalled(_ programs: [String], by packages: [String]) -> Bool {
    func areThere() -> Bool { programs.allSatisfy { path(of: $0) != nil } }
    if !areThere(), geteuid() == 0, path(of: "apt-get") != nil {
      _ = try? Subprocess.run(
        Shared.inRepository(".ci/install"), packages.map { $0 + "?" }, timeout: 300)
    }
    return areThere()
  }

  /// Runs shell in a folder with `hrscope` in its path.
  private func shell(_ script: String, in folder: String, under command: [String] = []) throws -> Finished {
    let inherited = ProcessInfo.processInfo.environment
    let programs = URL(filePath: Subprocess.hrscope).deletingLastPathComponent().path()
    let environment = inherited.merging(
      ["PATH": programs + ":" + (inherited["PATH"] ?? "/usr/bin:/bin"), "HOME": folder]) { $1 }
    let line = command + ["/bin/sh", "-c", "cd '\(folder)' && \(script)"]
    return try Subprocess.run("/usr/bin/env", line, environment: environment, timeout: 400)
  }

  @Test(
    "GNU parallel",
    .enabled(
      if: areInstalled(["parallel"], by: ["parallel"]), "GNU parallel is not installed, and cannot be by this user"))
  func parallel() throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 5)
      let recipe = try Self.recipe("GNU parallel")
      #expect(recipe.count == 1)
      let script = recipe[0].replacing("SET", with: "set")
      let whole = try HRScope.run("evaluate", folder + "set", "--sweep", "edges", "--confusion")
      // Twice: the second run goes on, and has nothing left to do.
      for _ in 1...2 {
        let joined = try shell(script, in: folder)
        #expect(joined.status == 0, "\(joined.errorText)")
        #expect(joined.output == whole.output)
      }
    }
  }

  @Test(
    "probes by GNU parallel",
    .enabled(
      if: areInstalled(["parallel"], by: ["parallel"]), "GNU parallel is not installed, and cannot be by this user"))
  func probesInParallel() throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 5)
      let recipe = try Self.recipe("Probes")
      try #require(recipe.count == 3)
      let joined = try shell(recipe[0].replacing("SET", with: "set"), in: folder)
      #expect(joined.status == 0, "\(joined.errorText)")
      let whole = try Self.probesInOneRun(folder)
      #expect(joined.outputText == whole)
    }
  }

  @Test(
    "probes by Slurm",
    .enabled(
      if: areInstalled(["sbatch", "slurmctld", "slurmd", "munged"], by: ["slurm-wlm", "munge"]),
      "the packages slurm-wlm and munge are not installed, and cannot be by this user"))
  func probesBySlurm() throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 5)
      let recipe = try Self.recipe("Probes")
      try #require(recipe.count == 3)
      try Data((recipe[1].replacing("SET", with: "set") + "\n").utf8).write(to: URL(filePath: folder + "probe.sh"))
      let result = try shell("(\(recipe[2])) >waited", in: folder, under: Self.cluster(in: folder))
      #expect(result.status == 0, "\(result.errorText)")
      let lines = try String(contentsOfFile: folder + "waited", encoding: .utf8).split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      #expect(lines.count == 2 && lines[0].hasPrefix("Submitted batch job"))
      let whole = try Self.probesInOneRun(folder)
      #expect(lines[lines.count - 1] == whole)
    }
  }

  /// What fitting prints without parts.
  private static func probesInOneRun(_ folder: String) throws -> String {
    let whole = try HRScope.run(
      "probe", folder + "set", "--nodes=streams", "--output", folder + "whole.safetensors")
    #expect(whole.status == 0 && whole.outputText.contains("s4.m2>1/32"), "\(whole.errorText)")
    return whole.outputText
  }

  /// What shell runs under to have a cluster.
  private static func cluster(in folder: String) -> [String] {
    ["timeout", "380", Shared.inRepository("Tests/CommandTests/Slurm/slurm.sh"), folder + "slurm"]
  }

  /// A cluster of its own, which ends with the script: `Slurm/slurm.sh`.
  @Test(
    "Slurm: waiting, one part again, a job that depends",
    .enabled(
      if: areInstalled(["sbatch", "slurmctld", "slurmd", "munged"], by: ["slurm-wlm", "munge"]),
      "the packages slurm-wlm and munge are not installed, and cannot be by this user"))
  func slurm() throws {
    try withTemporaryFolder { folder in
      try makeSet(in: folder + "set/", pictures: 5)
      let recipe = try Self.recipe("Slurm")
      try #require(recipe.count == 4)
      try Data((recipe[0].replacing("SET", with: "set") + "\n").utf8).write(to: URL(filePath: folder + "sweep.sh"))
      let script = """
        set -e
        (\(recipe[1])) >waited
        cp part-3.jsonl whole-3.jsonl
        head -n 30 whole-3.jsonl >part-3.jsonl
        (\(recipe[2])) >again
        sort whole-3.jsonl >sorted
        sort part-3.jsonl | cmp - sorted
        rm part-*.jsonl
        (\(recipe[3]))
        tries=0
        until [ -z "$(squeue --noheader)" ] || [ $tries -gt 600 ]; do tries=$((tries + 1)); sleep 0.2; done
        """
      let result = try shell(script, in: folder, under: Self.cluster(in: folder))
      #expect(result.status == 0, "\(result.errorText)")
      let whole = try HRScope.run("evaluate", folder + "set", "--sweep", "edges", "--confusion").outputText
      for name in ["waited", "again"] {
        // What sbatch says comes first.
        let lines = try String(contentsOfFile: folder + name, encoding: .utf8).split(
          separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        #expect(lines[0].hasPrefix("Submitted batch job"))
        #expect(lines.count == 2 && lines[1] == whole, "\(name)")
      }
      #expect(try String(contentsOfFile: folder + "result.txt", encoding: .utf8) == whole)
    }
  }
}
