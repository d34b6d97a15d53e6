import Cells

// The table of commands stands on the whole explorer; for reading and writing any keys will do.
extension Command {
  static let usualKeys = zip(allCases, (0x61 as UInt32)...).map { command, code in
    (command: command, keys: Unicode.Scalar(code).map { [Key($0)] } ?? [])
  }
}
