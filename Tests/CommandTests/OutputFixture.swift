import Foundation
import Pose
import TestSupport
import Testing

/// A folder with one input of every kind, for commands that are to fail at their outputs.
struct OutputFixture {
  let folder: String

  /// Every file in it that some command reads.
  static let inputs = ["picture.jpg", "picture.json", "joints.json", "donor.jpg", "weights.safetensors", "session.txt"]

  static func with(_ body: (OutputFixture) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (name, original) in [
        ("picture.jpg", SamplePictures.runner),
        ("picture.json", SamplePictures.runner.replacing(".jpg", with: ".json")),
        ("donor.jpg", SamplePictures.serve), ("weights.safetensors", embeddedModelFile),
      ] {
        try FileManager.default.copyItem(atPath: original, toPath: folder + name)
      }
      if Shared.isPresent {
        try FileManager.default.copyItem(
          atPath: Shared.path("weights/joints-parts/hrnet-w16-joints-parts.safetensors"),
          toPath: folder + "parts.safetensors")
      }
      let joints = (0..<14).map { "[\($0 * 20 + 100),\($0 * 30 + 90)]" }.joined(separator: ",")
      // On one line that does not end, as programs write JSON.
      let names = Skeleton.lsp14.jointNames.map { "\"\($0)\"" }.joined(separator: ",")
      let set = "[{\"image\":\"picture.jpg\",\"bbox\":[60,60,300,500],\"names\":[\(names)],\"joints\":[\(joints)]}]"
      try Data(set.utf8).write(to: URL(filePath: folder + "joints.json"))
      try Data("hrscope session 1\npicture \(folder)picture.jpg\nsize 80x24\n".utf8).write(
        to: URL(filePath: folder + "session.txt"))
      try body(OutputFixture(folder: folder))
    }
  }

  /// Arguments with the folder's files in the place of words in capitals.
  func arguments(_ arguments: [String], output: String = "") -> [String] {
    let words = [
      "PICTURE": "picture.jpg", "DONOR": "donor.jpg", "WEIGHTS": "weights.safetensors", "PARTS": "parts.safetensors",
      "SET": "joints.json", "FOLDER": "",
      "SESSION": "session.txt", "REFERENCE": "reference.safetensors",
    ]
    return arguments.map { argument in
      if argument == "OUTPUT" { return output }
      return words.reduce(argument) { $0.replacing($1.key, with: folder + $1.value) }
    }
  }

  /// Names and contents of all files.
  var contents: [String: Data] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return Dictionary(
      uniqueKeysWithValues: names.map { ($0, (try? Data(contentsOf: URL(filePath: folder + $0))) ?? Data()) })
  }
}

/// Commands that write a file, with every input they can have.
struct Writer: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  /// Names of `OutputFixture` that it reads.
  let inputs: [String]
  /// Of a file it can write.
  let output: String

  var testDescription: String { arguments.joined(separator: " ") }

  static let all = single + parts

  private static let single = [
    Writer(
      arguments: ["pose", "PICTURE", "--weights", "WEIGHTS", "--replace", "s4.m1:8>4=DONOR", "--overlay", "OUTPUT"],
      inputs: ["picture.jpg", "picture.json", "joints.json", "donor.jpg", "weights.safetensors"], output: "out.png"),
    Writer(
      arguments: ["activations", "PICTURE", "--weights", "WEIGHTS", "--output", "OUTPUT"],
      inputs: ["picture.jpg", "picture.json", "joints.json", "weights.safetensors"], output: "out.npz"),
    Writer(
      arguments: ["activations", "PICTURE", "--weights", "WEIGHTS", "--output", "OUTPUT"],
      inputs: ["picture.jpg", "weights.safetensors"], output: "out.safetensors"),
    Writer(
      arguments: [
        "capture", "--replay", "SESSION", "--weights", "WEIGHTS", "--replace", "s4.m1:8>4=DONOR", "--output", "OUTPUT",
      ],
      inputs: ["picture.jpg", "picture.json", "joints.json", "donor.jpg", "weights.safetensors", "session.txt"],
      output: "out.txt"),
    Writer(
      arguments: ["capture", "PICTURE", "--output", "OUTPUT"], inputs: ["picture.jpg", "picture.json"],
      output: "out.svg"),
    Writer(
      arguments: ["checkpoint", "WEIGHTS", "--convert", "OUTPUT", "--force"], inputs: ["weights.safetensors"],
      output: "out.safetensors"),
    Writer(
      arguments: ["evaluate", "SET", "--weights", "WEIGHTS", "--output", "OUTPUT"],
      inputs: ["joints.json", "picture.jpg", "weights.safetensors"], output: "out.jsonl"),
  ]

  /// That one picture is too few for, so that they fail at an output that is an input, and would later.
  static let probes = [["FOLDER"], ["SET"], ["SET", "--validate", "FOLDER"]].map { sets in
    Writer(
      arguments: ["probe"] + sets + ["--weights", "WEIGHTS", "--nodes", "s4.m1>1/4", "--output", "OUTPUT"],
      inputs: ["joints.json", "picture.jpg", "weights.safetensors"], output: "out.safetensors")
  }

  /// With the two-headed weights, where they are.
  static let parts =
    Shared.isPresent
    ? [("--output", "labels.png"), ("--overlay", "out.png")].map { option, output in
      Writer(
        arguments: ["segment", "PICTURE", "--weights", "PARTS", option, "OUTPUT"],
        inputs: ["picture.jpg", "picture.json", "joints.json", "parts.safetensors"], output: output)
    } : []

  /// Of the explorer only the refusal is seen without a terminal.
  static let explorer = Writer(
    arguments: ["explore", "PICTURE", "--weights", "WEIGHTS", "--replay", "SESSION", "--record", "OUTPUT"],
    inputs: ["picture.jpg", "picture.json", "joints.json", "weights.safetensors", "session.txt"], output: "out.txt")
}

extension HRScope {
  /// Runs a script of the shell in which `"$0" "$@"` is the program with its arguments.
  static func shell(_ script: String, _ arguments: [String]) throws -> Finished {
    try Subprocess.run("/bin/sh", ["-c", script, Subprocess.hrscope] + arguments, timeout: 120)
  }
}
