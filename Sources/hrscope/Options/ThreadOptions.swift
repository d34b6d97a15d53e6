import ArgumentParser
import Essentials

/// The option of every command that runs the network.
struct ThreadOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("Threads that compute; by default one per core.", valueName: "N"))
  var threads: Int?

  mutating func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be between 1 and 256, found \(threads)")
    }
  }

  var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
