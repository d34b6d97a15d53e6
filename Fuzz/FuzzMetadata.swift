@testable import Checkpoints
import HRNet

/// Reads the input as everything that a file can say about itself in words: a configuration, a description of joints,
/// each of the pairs of metadata. Nothing of it may be a reason to refuse a file, so that nothing is thrown here.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMetadata(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  _ = LiteralReader.value(of: text)
  var configuration = Configuration()
  for name in Configuration.names { configuration.take(.text(text), named: name) }
  var facts = configuration.facts
  // A line is a pair: key, space, value.
  var pairs: [String: String] = [:]
  for line in text.split(separator: "\n").prefix(32) {
    let words = line.split(separator: " ", maxSplits: 1)
    if let key = words.first { pairs[String(key)] = words.count > 1 ? String(words[1]) : "" }
  }
  Metadata(pairs).add(to: &facts)

  for note in facts.notes {
    precondition(note.utf8.count < 1000 && note.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }
  precondition(facts.input.map(\.isPlausible) ?? true)
  precondition((facts.mean ?? []).allSatisfy(\.isFinite) && (facts.standardDeviation ?? []).allSatisfy { $0 > 0 })
  return 0
}
