/// Numbers as a crowded screen shows them.
public enum Number {
  /// `value` to three significant digits without trailing zeros: `0`, `-1.5`, `0.0213`, `1.24e+06`, `nan`.
  ///
  /// Never a comma for a point: a screen shows the same everywhere, whatever the locale.
  public static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var exponent = 0
    var mantissa = abs(value)
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    var digits = Int((mantissa * 100).rounded())
    if digits == 1000 {
      digits = 100
      exponent += 1
    }
    let sign = value < 0 ? "-" : ""
    guard (-4..<6).contains(exponent) else {
      let places = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
      return sign + pointed(digits, exponent: 0) + "e" + (exponent < 0 ? "-" : "+") + places
    }
    return sign + pointed(digits, exponent: exponent)
  }

  /// `value` with so many digits behind the point: `-0.50`. What is not finite, or has no room for its digits in a word, is
  /// a dash; a value that rounds to zero has no sign.
  ///
  /// - Parameter places: 0…9.
  public static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "–" }
    let factor = (0..<places).reduce(1) { factor, _ in factor * 10 }
    let scaled = Int((abs(value) * Double(factor)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + "\(scaled)" }
    let fraction = "\(scaled % factor)"
    return sign + "\(scaled / factor)." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// `+27.3`, `−128`, `±0.0`: how much more the second is than the first, of both as they are printed, so that they add up.
  ///
  /// - Parameter places: 0…9.
  public static func change(from before: Double, to after: Double, places: Int) -> String {
    let factor = (0..<places).reduce(1.0) { factor, _ in 10 * factor }
    let difference = ((after * factor).rounded() - (before * factor).rounded()) / factor
    return (difference == 0 ? "±" : difference < 0 ? "−" : "+") + fixed(abs(difference), places: places)
  }

  /// A share as a whole percentage: `41 %`.
  public static func percent(_ share: Double) -> String { fixed(share * 100, places: 0) + " %" }

  /// Three digits that stand for d.dd × 10^exponent, written out.
  private static func pointed(_ digits: Int, exponent: Int) -> String {
    var text = Array("\(digits)")
    if exponent < 0 {
      text = Array("0.") + Array(repeating: "0", count: -exponent - 1) + text
    } else if exponent < 2 {
      text.insert(".", at: 1 + exponent)
    } else {
      text += Array(repeating: "0", count: exponent - 2)
      return String(text)
    }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }
}

// Of what a network or a file may have put out: anything.
extension Number {
  /// `value` without a fraction: `402`; a dash for what is no number, or has more digits than anybody reads.
  public static func whole(_ value: Double) -> String { abs(value) < 1e9 ? "\(Int(value.rounded()))" : "–" }

  /// How many of `count` cells a share of 0…1 fills; none for what is no number.
  public static func part(_ count: Int, _ share: Double) -> Int {
    share.isNaN ? 0 : Int((min(max(share, 0), 1) * Double(max(count, 0))).rounded())
  }
}
