@testable import Explorer

/// Reads the input as a session file, or as a file of keys. What is read is written and must read as the same; keys that
/// are bound must be found. A crash, a trap and an error of more than a line are findings.
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
    guard let bindings = try? KeyBindings(text) else { return 0 }
    for (line, action, names) in bindings.entries {
      precondition(line > 0)
      let problem = keys.bind(action, to: names)
      guard problem == nil, let command = Command(name: action) else { continue }
      precondition(keys.keys(of: command).count == names.count)
      precondition(keys.keys(of: command).allSatisfy { keys[$0] == command })
    }
    precondition(!keys.keys(of: .quit).isEmpty)
  #endif
  return 0
}
