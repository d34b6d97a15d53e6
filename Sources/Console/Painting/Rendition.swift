/// A sequence that changes how the terminal paints.
struct Rendition: Hashable {
  let bytes: [UInt8]
  /// True for `ESC [ parameters m` (SGR of ECMA-48), several of which may share one such frame.
  let isMergeable: Bool

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    isMergeable =
      bytes.count >= 3 && bytes.starts(with: Self.start) && bytes.last == UInt8(ascii: "m")
      && bytes.dropFirst(2).dropLast().allSatisfy { (0x30...0x3B).contains($0) }
  }

  init(parameters: String) { self.init(Self.start + Array(parameters.utf8) + [UInt8(ascii: "m")]) }

  /// The sequence that switches everything off, without the choice of a character set that terminfo adds to it:
  /// no other set is ever chosen here.
  init(resetting bytes: [UInt8]) {
    let plain = Self("\u{1B}[m"), zero = Self("\u{1B}[0m")
    let hasPlain = [plain, zero].contains { form in bytes.indices.contains { bytes[$0...].starts(with: form.bytes) } }
    self = hasPlain ? plain : Self(bytes)
  }

  private init(_ text: String) { self.init(Array(text.utf8)) }

  private static let start: [UInt8] = [0x1B, UInt8(ascii: "[")]
}
