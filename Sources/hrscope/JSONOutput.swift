import Essentials
import Files

/// Exactly one JSON document on standard output.
enum JSONOutput {
  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // A network with broken weights has such numbers; they are worth reporting, and no reason to fail.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try StandardOutput.write(printable(json: String(decoding: encoder.encode(value), as: UTF8.self)) + "\n")
  }
}

extension Double {
  /// To the thousandth, so that documents stay readable.
  var thousandths: Double { isFinite ? (self * 1000).rounded() / 1000 : self }

  /// To the millionth: for numbers about 1, such as shares, probabilities and scores; a hundredth of what one joint
  /// of a hundred pictures of seven people weighs.
  var millionths: Double { isFinite ? (self * 1e6).rounded() / 1e6 : self }
}
