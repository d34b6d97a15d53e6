/// A value of a configuration, as data: what literals of Python and JSON can say.
///
/// Configurations are programs; only their literals are read, and nothing of them is ever run.
enum Literal: Hashable, Sendable {
  case none
  case boolean(Bool)
  case number(Double)
  case text(String)
  /// A list, tuple or set, or a one-dimensional array.
  case list([Literal])
  /// In the order written; of equal keys the last one counts.
  case dictionary([Entry])
  /// An expression that is no literal.
  case other

  /// A key – numbers are written out – and its value.
  struct Entry: Hashable, Sendable {
    let key: String
    let value: Literal
  }
}

extension Literal {
  subscript(key: String) -> Literal? {
    guard case .dictionary(let entries) = self else { return nil }
    return entries.last { $0.key == key }?.value
  }

  /// The value at the end of a path of keys.
  func at(_ path: String...) -> Literal? {
    var value: Literal? = self
    for key in path { value = value?[key] }
    return value
  }

  var entries: [Entry]? { if case .dictionary(let entries) = self { entries } else { nil } }
  var elements: [Literal]? { if case .list(let elements) = self { elements } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var integer: Int? { number.flatMap { Int(exactly: $0) } }

  /// Also written as a number or as text, as command lines do.
  var boolean: Bool? {
    switch self {
    case .boolean(let flag): flag
    case .number(let number): number == 1 ? true : number == 0 ? false : nil
    case .text(let text): ["true": true, "false": false][text.lowercased()]
    case .none, .list, .dictionary, .other: nil
    }
  }

  var numbers: [Double]? { all(\.number) }
  var integers: [Int]? { all(\.integer) }
  var texts: [String]? { all(\.text) }

  private func all<Value>(_ value: (Literal) -> Value?) -> [Value]? {
    guard let elements else { return nil }
    let values = elements.compactMap(value)
    return values.count == elements.count ? values : nil
  }

  /// The dictionaries in this value that satisfy a condition, outermost first, in the order written.
  ///
  /// - Parameter budget: values to look at; a name that stands for a value may make many of few.
  func dictionaries(budget: inout Int, where isWanted: (Literal) -> Bool) -> [Literal] {
    guard budget > 0 else { return [] }
    budget -= 1
    var found: [Literal] = []
    if entries != nil, isWanted(self) { found.append(self) }
    for value in elements ?? entries?.map(\.value) ?? [] {
      guard budget > 0 else { break }
      found += value.dictionaries(budget: &budget, where: isWanted)
    }
    return found
  }
}
