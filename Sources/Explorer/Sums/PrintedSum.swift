import Cells
import Experiments
import HRNet

/// A sum in decimals that add up as they stand.
///
/// Every number is rounded by itself, to so many places that the largest has four digits, and none is bent. What the terms
/// then lack to their sum, a unit or two of the last place, is a term of its own, `rounding`. Of many terms the largest are
/// named and the others one term together.
struct PrintedSum {
  struct Term {
    let name: Name
    /// In units of the last place.
    let units: Int
    /// What was multiplied, to as many digits as their product needs to be the amount; nil where there was no product.
    let product: (factor: String, value: String)?
    /// What was read, where nothing multiplied it.
    let value: String?
    /// The weight as stored, where that is another number than the one that is applied.
    let stored: String?
    let window: PrintedWindow?
  }

  enum Name: Hashable {
    case term(ValueSum.Term.Name)
    /// So many terms more.
    case further(Int)
    case rounding
  }

  let sum: ValueSum
  let terms: [Term]
  let decimals: Decimals
  /// Of the sum, in units of the last place.
  let sumUnits: Int
  /// What the activation holds.
  let value: String

  /// - Parameter count: how many of many like terms are named.
  /// - Returns: nil where something is not finite, or too large to be written out.
  init?(_ sum: ValueSum, naming count: Int) {
    let named = Array(sum.ranked.prefix(max(count, 0)))
    let hidden = sum.ranked.dropFirst(named.count)
    let further = hidden.reduce(sum.further.amount) { $0 + $1.amount }
    let furtherCount = sum.further.count + hidden.count
    let isPlain = sum.rule == .asIs || sum.rule == .relu
    let numbers = (named + sum.fixed).map(\.amount) + [further, sum.sum] + (isPlain ? [sum.value] : [])
    guard numbers.allSatisfy(\.isFinite), sum.value.isFinite, let largest = numbers.map({ abs($0) }).max(),
      largest < Decimals.limit, abs(sum.value) < Decimals.limit
    else { return nil }

    let decimals = isPlain ? Decimals(digits: 4, of: largest) : Self.decimals(of: sum, largest)
    // What a ReLU lets through is what went in, and what stands there; of what it does not, only the sum is known.
    let isShut = sum.rule == .relu && sum.value == 0
    let sumUnits = decimals.units(isPlain && !isShut ? sum.value : sum.sum)
    var terms = (named + sum.fixed).map { Term($0, decimals) }
    if furtherCount > 0 {
      terms.insert(Term(.further(furtherCount), decimals.units(further)), at: named.count)
    }
    let rounding = sumUnits - terms.reduce(0) { $0 + $1.units }
    if rounding != 0 { terms.append(Term(.rounding, rounding)) }
    (self.sum, self.terms, self.decimals, self.sumUnits) = (sum, terms, decimals, sumUnits)
    value = isPlain ? decimals.text(decimals.units(sum.value)) : Decimals(digits: 4, of: sum.value).rounded(sum.value)
  }

  /// As many places as what is computed from the printed sum needs to be the printed value.
  private static func decimals(of sum: ValueSum, _ largest: Double) -> Decimals {
    let value = Decimals(digits: 4, of: sum.value)
    let least = Decimals(digits: 4, of: largest).places
    return (least...Decimals.most).lazy.map { Decimals(places: $0) }.first { decimals in
      let printed = decimals.number(sum.sum)
      let result: Double =
        if case .share(let part) = sum.rule { decimals.number(part) / printed } else { sum.result(of: printed) }
      return value.units(result) == value.units(sum.value)
    } ?? Decimals(places: Decimals.most)
  }

  var sumText: String { decimals.text(sumUnits) }

  /// `ReLU(0.8213·[1/4] + 0.3102·[1/8] - 0.4401·[1/16]) = 0.6914`, in pieces, each with the term it names.
  func equation(_ text: (Name) -> String) -> [(text: String, name: Name?)] {
    var pieces: [(String, Name?)] = []
    for (index, term) in terms.enumerated() {
      let sign = index == 0 ? (term.units < 0 ? "-" : "") : term.units < 0 ? " - " : " + "
      let amount = decimals.text(abs(term.units))
      pieces.append(("\(sign)\(amount)·", nil))
      pieces.append(("[\(text(term.name))]", term.name))
    }
    if terms.isEmpty { pieces.append((decimals.text(0), nil)) }
    switch sum.rule {
    case .asIs: break
    case .relu: pieces = [("ReLU(", nil)] + pieces + [(")", nil)]
    case .exponential: pieces = [("exp(", nil)] + pieces + [(")", nil)]
    case .share(let part): pieces = [("\(decimals.rounded(part)) ÷ (", nil)] + pieces + [(")", nil)]
    }
    if sum.rule != .asIs { pieces.append((" = \(wrapped(sumText))", nil)) }
    return pieces + [(" = \(value)", nil)]
  }

  /// What is done with the sum, said with the sum itself.
  private func wrapped(_ text: String) -> String {
    switch sum.rule {
    case .asIs: text
    case .relu: "ReLU(\(text))"
    case .exponential: "exp(\(text))"
    case .share(let part): "\(decimals.rounded(part)) ÷ \(text)"
    }
  }
}

extension PrintedSum.Term {
  fileprivate init(_ name: PrintedSum.Name, _ units: Int) {
    (self.name, self.units, product, value, stored, window) = (name, units, nil, nil, nil, nil)
  }

  fileprivate init(_ term: ValueSum.Term, _ decimals: Decimals) {
    (name, units) = (.term(term.name), decimals.units(term.amount))
    let units = units
    if let factor = term.factor, let value = term.value {
      let texts = Decimals.written([factor, value], so: { decimals.units($0[0] * $0[1]) == units })
      product = (Decimals.trimmed(texts[0]), texts[1])
      self.value = nil
    } else {
      product = nil
      value = term.value.map { Decimals(digits: 4, of: $0).rounded($0) }
    }
    stored = term.stored.map { Decimals(digits: 4, of: $0).rounded($0) }
    window = term.window.map { PrintedWindow($0, adds: { decimals.units($0) == units }) }
  }
}

/// A patch and a kernel in digits whose products add up to what stands beside them.
struct PrintedWindow {
  let side: Int
  /// Row by row; beyond the edge zeros count.
  let values: [String]
  let weights: [String]
  let stored: [String]

  /// - Parameter adds: whether a sum of the products is printed as what they add.
  init(_ window: ValueSum.Window, adds: (Double) -> Bool) {
    let values = window.values.map { $0 ?? 0 }
    /// As many places for all of a grid as its largest number needs for so many digits.
    func decimals(_ digits: Int, _ numbers: [Double]) -> Decimals {
      Decimals(digits: digits, of: numbers.reduce(0) { max($0, abs($1)) })
    }
    let digits =
      (3..<Decimals.most).first { digits in
        let (left, right) = (decimals(digits, values), decimals(digits, window.weights))
        return adds(zip(values, window.weights).reduce(0) { $0 + left.number($1.0) * right.number($1.1) })
      } ?? Decimals.most
    side = window.side
    self.values = values.map(decimals(digits, values).rounded)
    weights = window.weights.map(decimals(digits, window.weights).rounded)
    stored = window.stored.map(decimals(4, window.stored).rounded)
  }
}

/// Decimals with so many digits behind the point.
struct Decimals: Hashable {
  let places: Int

  /// More digits behind the point than anybody reads.
  static let most = 9
  /// What is not smaller is not written out.
  static let limit = 1e9

  init(places: Int) { self.places = min(max(places, 0), Self.most) }

  /// As many places as give a number so many digits.
  init(digits: Int, of value: Double) {
    var (size, places) = (abs(value), digits - 1)
    while size >= 10, size < Self.limit * 10 { (size, places) = (size / 10, places - 1) }
    while size < 1, size > 0, places < Self.most { (size, places) = (size * 10, places + 1) }
    self.init(places: places)
  }

  private var factor: Double { (0..<places).reduce(1) { factor, _ in factor * 10 } }

  /// The number in units of the last place; what has no such number is nothing that anything else rounds to.
  func units(_ value: Double) -> Int {
    let scaled = (value * factor).rounded()
    return abs(scaled) < Self.limit * Self.limit * 9 ? Int(scaled) : .min
  }

  /// What is printed of a number.
  func number(_ value: Double) -> Double { (value * factor).rounded() / factor }

  func text(_ units: Int) -> String { Number.fixed(Double(units) / factor, places: places) }

  func rounded(_ value: Double) -> String { Number.fixed(value, places: places) }

  /// As C's printf rounds: by the number's exact binary value, and a tie to the even digit. What the command line prints.
  func printed(_ value: Double) -> String {
    let scaled = abs(value) * factor
    let whole = scaled.rounded(.down)
    guard scaled - whole == 0.5, scaled < Self.limit else { return rounded(value) }
    let error = (-scaled).addingProduct(abs(value), factor)
    let isUp = error > 0 || error == 0 && whole.truncatingRemainder(dividingBy: 2) == 1
    return rounded((isUp ? whole + 1 : whole) / factor * (value < 0 ? -1 : 1))
  }

  /// Without zeros at the end: a gain of 1 is `1`.
  static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let digits = text.reversed().drop { $0 == "0" }.reversed()
    return String(digits.last == "." ? digits.dropLast() : digits[...])
  }

  /// Numbers with the fewest digits, three or more, with which something holds of what is printed.
  static func written(_ values: [Double], so holds: ([Double]) -> Bool) -> [String] {
    func decimals(_ digits: Int) -> [Decimals] { values.map { Decimals(digits: digits, of: $0) } }
    let digits =
      (3..<Self.most).first { digits in holds(zip(values, decimals(digits)).map { $1.number($0) }) } ?? Self.most
    return zip(values, decimals(digits)).map { $1.rounded($0) }
  }
}
