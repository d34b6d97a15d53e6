@testable import Explorer

/// Reads the input as a session file, or as a file of keys, today's and the older one. What is read is written and must read
/// as the same; keys that are bound must be found. A crash, a trap and an error of more than a line are findings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSession(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  #if FUZZ_SESSION
    do {
      let record = try SessionRecord(text)
      let again = try SessionRecord(record.text)
      precondition(again == record && again.text == record.text)
    } catch {
      let words = "\(error)"
      precondition(words.utf8.count < 2000)
    }
  #elseif FUZZ_KEYS
    var keys = KeyMap()
    if let problem = keys.read(text) { precondition(problem.line > 0 && problem.description.utf8.count < 2000) }
    check(keys)
    guard let old = try? OldKeyFile(text) else { return 0 }
    var converted = KeyMap()
    if let problem = converted.bind(old.bindings) { precondition(problem.line > 0) }
    check(converted)
  #endif
  return 0
}

#if FUZZ_KEYS
  private func check(_ keys: KeyMap) {
    var again = KeyMap()
    precondition(again.read(keys.lines.joined(separator: "\n")) == nil && again == keys)
    precondition(Command.allCases.allSatisfy { command in keys.keys(of: command).allSatisfy { keys[$0] == command } })
    precondition(!keys.keys(of: .quit).isEmpty)
  }
#endif
