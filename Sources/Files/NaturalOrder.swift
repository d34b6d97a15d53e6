/// Whether a name stands before another where numbers in names count as numbers: `frame9.jpg` before `frame10.jpg`. Names
/// that differ in nothing else are in the order of their bytes, so that no two names are equal.
public func naturallyPrecedes(_ one: String, _ other: String) -> Bool {
  let (first, second) = (Array(one.utf8), Array(other.utf8))
  var (i, j) = (0, 0)
  while i < first.count, j < second.count {
    if isDigit(first[i]), isDigit(second[j]) {
      let (a, b) = (number(first, &i), number(second, &j))
      if a.count != b.count { return a.count < b.count }
      if a != b { return a.lexicographicallyPrecedes(b) }
    } else if first[i] != second[j] {
      return first[i] < second[j]
    } else {
      (i, j) = (i + 1, j + 1)
    }
  }
  let (restOfFirst, restOfSecond) = (first.count - i, second.count - j)
  return restOfFirst == restOfSecond ? first.lexicographicallyPrecedes(second) : restOfFirst < restOfSecond
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// The digits at a place, without leading zeros; the place is then behind them.
private func number(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
  let start = place
  while place < bytes.count, isDigit(bytes[place]) { place += 1 }
  return bytes[start..<place].drop { $0 == 0x30 }
}
