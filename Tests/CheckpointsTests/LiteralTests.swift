import Foundation
import Testing

@testable import Checkpoints

/// Literals in texts, against Python (`Scripts/make_stated.py`), and what is none.
@Suite("Literals of configurations", .timeLimit(.minutes(10)))
struct LiteralTests {
  private struct Case: Decodable {
    let text: String
    let value: Literal
  }

  @Test("what Python and JSON write is read as they read it")
  func literals() throws {
    let cases = try JSONDecoder().decode([Case].self, from: Data(Fixture.bytes("stated/literals.json")))
    #expect(cases.count > 180)
    for item in cases {
      #expect(LiteralReader.value(of: item.text)?.sorted == item.value.sorted, "\(item.text)")
      let assigned = LiteralReader.assignments(in: "before = 1\nx = \(item.text) # a note\nafter = 2")
      #expect(assigned.values["x"]?.sorted == item.value.sorted, "\(item.text)")
      #expect(assigned.isComplete)
      #expect(assigned.values["after"] == .number(2))
    }
  }

  @Test(
    "what is no literal is passed over, and reading goes on",
    arguments: [
      "f(x)", "lambda a, b: [a, b]", "a.b.c", "[x for x in range(3)]", "1 if a else 2", "x == 1", "f'{a}'", "~1",
      "'%s' % 1", "{{_base_.x}}", "unknown", "{'a': f(1, b=[2])}['c']", "[1][5]", "a[1:2]", "1 if x else [\n 2]",
      "0x1f",
      "not x", "'a'.format(1)", "...", "@", "1e999",
    ])
  func others(text: String) {
    // Within brackets it is one element that is none.
    #expect(LiteralReader.value(of: text) == nil || text.hasPrefix("{{") || text.hasPrefix("[x"))
    let (values, isComplete) = LiteralReader.assignments(
      in: "import os\nx = \(text)\n\nafter = dict(a=[\(text)], b=2)\n")
    #expect(isComplete)
    #expect(values["after"]?["b"] == .number(2), "\(text)")
  }

  @Test("names stand for what was assigned to them, and parts of it")
  func names() {
    let text = """
      a = dict(size=(192, 256), name='x')
      b = a['size']; c = b[1]  # three statements on two lines
      def f(x):
          return [x]
      d = dict(type='T', **a, later=c)
      a = 3
      e = \\
          a
      """
    let values = LiteralReader.assignments(in: text).values
    #expect(values["b"] == .list([.number(192), .number(256)]))
    #expect(values["c"] == .number(256))
    #expect(values["d"]?["name"] == .text("x"))
    #expect(values["d"]?["later"] == .number(256))
    #expect(values["e"] == .number(3))
  }

  @Test(
    "text without an end is read up to there",
    arguments: ["x = [1, 2", "x = 'abc\ny = 1", "x = dict(a=1\n", "x = \"\"\"a", "x = {1: [}", "x = (}"])
  func unreadable(text: String) {
    let (values, isComplete) = LiteralReader.assignments(in: "before = 1\n" + text)
    #expect(!isComplete)
    #expect(values["before"] == .number(1))
    #expect(values["x"] == nil)
  }

  @Test("hostile texts end soon: nesting, chains of names, doublings, many look-ups")
  func bounds() {
    let chain = (1..<60_000).map { "a\($0) = [a\($0 - 1)]" }.joined(separator: "\n")
    let doubling = (1..<64).map { "a\($0) = [a\($0 - 1), a\($0 - 1)]" }.joined(separator: "\n")
    let merging = (1..<64).map { "a\($0) = dict(**a\($0 - 1), **a\($0 - 1))" }.joined(separator: "\n")
    let large = "b = {" + (0..<50_000).map { "'k\($0)': 1," }.joined() + "}\n"
    let looks = large + (0..<30_000).map { "c\($0) = b['x']" }.joined(separator: "\n")
    for text in [
      "x = " + String(repeating: "[", count: 1 << 20), "x = " + String(repeating: "-", count: 1 << 20),
      "x = " + String(repeating: "(1,", count: 1 << 18), "a0 = 1\n" + chain, "a0 = 1\n" + doubling,
      "a0 = dict(a=1)\n" + merging, looks, String(repeating: "x = 1\n", count: 1 << 19),
      String(repeating: "'", count: 1 << 20),
      String(repeating: ")", count: 1 << 20), String(repeating: "a=", count: 1 << 19),
    ] {
      let values = LiteralReader.assignments(in: text).values
      var budget = 1 << 12
      _ = values.dictionaries(budget: &budget) { _ in false }
    }
  }
}

extension Literal: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([Literal].self) {
      self = .list(list)
    } else {
      let values = try container.decode([String: Literal].self)
      self = .dictionary(values.map { Entry(key: $0, value: $1) })
    }
  }

  /// With dictionaries in the order of their keys: JSON's have none.
  fileprivate var sorted: Literal {
    switch self {
    case .list(let elements): .list(elements.map(\.sorted))
    case .dictionary(let entries):
      .dictionary(entries.map { Entry(key: $0.key, value: $0.value.sorted) }.sorted { $0.key < $1.key })
    default: self
    }
  }
}
