import ArgumentParser
import Capture
import Engine
import Experiments
import Files
import HRNet
import Platform
import Runner
import Console

/// Exit codes, as in `sysexits.h` (`Documentation/CommandLine.md`).
enum Status: Int32 {
  /// A comparison or threshold asked for does not hold.
  case departs = 1
  case usage = 64
  /// The input file is damaged or unsupported.
  case damaged = 65
  /// The file cannot be read.
  case unreadable = 66
  /// The result cannot be written.
  case cannotWrite = 73
  /// A fault of ours, or of the system's memory.
  case internalFault = 70

  init(_ fault: FileFault) {
    self =
      switch fault {
      case .unreadable: .unreadable
      case .unwritable: .cannotWrite
      case .content: .damaged
      case .memory: .internalFault
      }
  }
}

/// Something that ends the program with a line of its own.
struct CommandFailure: Error {
  let status: Status
  let text: String
}

/// Turns errors into a line and a status. The only place that does.
enum Failure {
  /// - Parameter arguments: the command line.
  static func exit(with error: any Error, arguments: [String] = []) -> Never {
    if let code = error as? ExitCode { Platform.exit(code.rawValue) }
    guard let (status, text) = describe(error) else {
      // What remains is the argument parser's: help and version on standard output, or wrong usage.
      let code = HRScope.exitCode(for: error)
      if code.isSuccess {
        let text = HRScope.fullMessage(for: error)
        exit(printing: text == ProgramVersion.number ? ProgramVersion.text : text)
      }
      let text = HRScope.misspeltOption(in: arguments) ?? HRScope.message(for: error)
      report("\(text) (see hrscope --help)")
      Platform.exit(Status.usage.rawValue)
    }
    report(text)
    Platform.exit(status.rawValue)
  }

  /// Ends with a text that was asked for.
  private static func exit(printing text: String) -> Never {
    do throws(FileError) { try StandardOutput.print(text) } catch { exit(with: error) }
    Platform.exit(0)
  }

  /// One line on standard error, whatever a path or a file has brought into it.
  static func report(_ text: String) { StandardError.write("hrscope: \(printable(text))\n") }

  /// Status and text of our own errors; nil for those of the argument parser.
  static func describe(_ error: any Error) -> (Status, String)? {
    switch error {
    case let failure as CommandFailure: (failure.status, failure.text)
    case let error as any FileFailure: (Status(error.fault), error.description)
    case let error as CaptureError: (.internalFault, error.description)
    case let error as VerificationError: (.damaged, error.description)
    case let error as NetworkError: (.usage, error.description)
    case let error as EdgeSelectionError: (.usage, error.description)
    case let error as TerminalError:
      (.usage, "\(error); 'hrscope pose IMAGE' prints the joints without a screen")
    case let error as BLASError: (.internalFault, error.description)
    case let error as SystemError: (.internalFault, error.description)
    default: nil
    }
  }
}
