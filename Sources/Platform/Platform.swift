// The C library: files, signals, processes and mathematics. Whoever imports this module has it.
#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#else
  @_exported import Darwin
#endif

/// What `printf` makes of a format and numbers: `formatted("%6.2f %%", 12.5)` is ` 12.50 %`. The program never sets another
/// locale for numbers than C's.
///
/// - Parameter format: with conversions of numbers only, for as many numbers of these types; what is longer than 500 bytes is
///   cut.
public func formatted(_ format: String, _ numbers: any CVarArg...) -> String {
  withVaList(numbers) { list in
    String(unsafeUninitializedCapacity: 500) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        min(Int(vsnprintf(characters.baseAddress, characters.count, format, list)), characters.count - 1)
      }
    }
  }
}
