import Foundation
import Pose
import TestSupport
import Testing

@Suite("Files of any name", .waitsForPrograms)
struct NameTests {
  /// `café` in Latin-1, `你好` in GBK, and bytes that never are text; as the shell's printf takes them.
  static let names = ["caf\\351", "\\304\\343\\272\\303", "\\377\\200x", "ok-\\364\\217\\276\\200"]

  /// Runs a script in a folder with a picture and weights of a name, which is in `n`.
  private func run(_ name: String, _ script: String) throws -> Finished {
    try withTemporaryFolder { folder in
      try HRScope.shell(
        """
        set -e; cd '\(folder)'; n=$(printf '\(name)'); mkdir "$n"
        cp '\(SamplePictures.runner)' "$n.jpg"; cp '\(SamplePictures.runner)' "$n/$n.jpg"
        cp '\(SamplePictures.runner.replacing(".jpg", with: ".json"))' "$n.json"; cp '\(embeddedModelFile)' "$n.safetensors"
        \(script)
        """, [])
    }
  }

  private func expectFine(_ result: Finished, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errorText)", sourceLocation: sourceLocation)
  }

  @Test("pictures, side-cars, weights and outputs open and are made", arguments: names)
  func files(name: String) throws {
    let result = try run(
      name,
      """
      "$0" pose "$n.jpg" --weights "$n.safetensors" --overlay "$n.png" >joints; test -s "$n.png"; grep -q PCK joints
      "$0" activations "$n.jpg" --output "$n.npz" --select input; test -s "$n.npz"
      "$0" checkpoint "$n.safetensors" --convert "$n-2.safetensors" >/dev/null
      "$0" verify --weights "$n-2.safetensors" --reference "$n-3.safetensors" 2>&1 | grep -q 'No such file' 
      "$0" capture "$n.jpg" --output "$n.txt" --replace "s4.m1:8>4=$n/$n.jpg"; test -s "$n.txt"
      if "$0" pose "$n.jpg" --overlay "$n.jpg" 2>/dev/null; then exit 9; fi; cmp "$n.jpg" "$n/$n.jpg"
      """)
    expectFine(result)
  }

  @Test("sets in such folders, their pictures' folder and partial results", arguments: names)
  func sets(name: String) throws {
    let joints = (0..<14).map { "[\($0),\($0)]" }.joined(separator: ",")
    let labels = Skeleton.lsp14.jointNames.map { "\"\($0)\"" }.joined(separator: ",")
    let result = try run(
      name,
      """
      printf '%s' '[{"image":"a.jpg","bbox":[60,60,300,500],"names":[\(labels)],"joints":[\(joints)]}]' >"$n/joints.json"
      cp "$n.jpg" "$n/a.jpg"
      "$0" evaluate "$n" >/dev/null; "$0" evaluate "$n/joints.json" --images "$n" --output "$n.part" >/dev/null
      "$0" evaluate --merge "$n.part" >/dev/null
      """)
    expectFine(result)
  }

  @Test("sessions are read with such names in them", arguments: names)
  func sessions(name: String) throws {
    let result = try run(
      name,
      """
      printf 'hrscope session 1\\npicture %s\\noption weights %s\\n' "$n.jpg" "$n.safetensors" >"$n.session"
      "$0" capture --replay "$n.session" --output a.txt; "$0" capture "$n.jpg" --output b.txt; cmp a.txt b.txt
      """)
    expectFine(result)
  }

  @Test("a document is UTF-8, and says which byte is none")
  func document() throws {
    let result = try run("caf\\351", "\"$0\" pose \"$n.jpg\" --json")
    struct Document: Decodable { let image: String }
    #expect(String(validating: result.output, as: UTF8.self) != nil)
    #expect(try JSONDecoder().decode(Document.self, from: result.output).image == "caf\\xE9.jpg")
    #expect(
      try run("caf\\351", "\"$0\" pose \"$n-2.jpg\"").errorText.hasPrefix("hrscope: caf\\xE9-2.jpg: cannot be read"))
  }

  /// ESC, a line feed, DEL, CSI in UTF-8 and by itself, marks of direction, a separator of lines.
  static let hostile = [
    "a\\033[2Jb", "a\\nhrscope: b", "a\\177b\\r", "a\\302\\233m", "a\\233m", "a\\342\\200\\256gpj", "a\\342\\201\\246b",
    "a\\342\\200\\250b",
  ]

  @Test("nothing that a terminal acts upon gets out of a name", arguments: hostile)
  func control(name: String) throws {
    let joints = (0..<14).map { "[\($0),\($0)]" }.joined(separator: ",")
    let labels = Skeleton.lsp14.jointNames.map { "\"\($0)\"" }.joined(separator: ",")
    let result = try run(
      name,
      """
      set +e; exec 2>&1
      printf '%s' '[{"image":"c\\u001b\\u202e.jpg","bbox":[60,60,300,500],"names":[\(labels)],"joints":[\(joints)]}]' >"$n/joints.json"
      "$0" pose "$n.jpg" "$n.jpg"; "$0" pose "$n.jpg" --json; "$0" sweep "$n.jpg" --input 64x64 | head -2
      "$0" sweep "$n.jpg" --input 64x64 --csv --with "$n.jpg" | head -2
      "$0" pose "$n-2.jpg"; "$0" pose "$n.jpg" --weights "$n"; "$0" pose "$n.jpg" --cut "$n"; "$0" pose "$n.jpg" "--$n"
      "$0" "$n" "$n"; "$0" pose "$n.jpg" --overlay "$n"; "$0" pose "$n.jpg" --overlay "$n/none/a.png"; "$0" checkpoint "$n.jpg"
      "$0" checkpoint "$n.safetensors" --json | head -3; "$0" evaluate "$n"; "$0" evaluate "$n.jpg"; "$0" evaluate --merge "$n.jpg"
      "$0" capture --replay "$n.jpg" --output a.txt; "$0" capture "$n.jpg" --output a.ans --size 120x40; "$0" verify --reference "$n"
      "$0" pose "$n.jpg" --decode "$n"; "$0" network --model "$n"; "$0" pose "$n.jpg" --read-out "$n"; "$0" capture --keys "$n" --output a.txt
      """)
    let text = try #require(String(validating: result.output, as: UTF8.self))
    let bad = text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    #expect(bad.isEmpty, "\(text.debugDescription)")
    // A name does not make lines of its own either.
    #expect(!text.contains("\nhrscope: b"))
  }
}
