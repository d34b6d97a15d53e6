import ArgumentParser
import Capture
import Checkpoints
import Engine
import Experiments
import Foundation
import Network
import Pose
import Runner
import Terminal

/// Exit codes of the contract (`commands.md`), as in `sysexits.h`.
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
  /// A fault of ours.
  case internalFault = 70
}

/// Something that ends the program with a line of its own.
struct CommandFailure: Error {
  let status: Status
  let text: String
}

/// Turns errors into a line and a status. The only place that does.
enum Failure {
  static func exit(with error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    guard let (status, text) = describe(error) else {
      // What remains is the argument parser's: help and version on standard output, or wrong usage.
      let code = HRScope.exitCode(for: error)
      if code.isSuccess { HRScope.exit(withError: error) }
      report("\(HRScope.message(for: error)) (see hrscope --help)")
      Foundation.exit(Status.usage.rawValue)
    }
    report(text)
    Foundation.exit(status.rawValue)
  }

  /// One line on standard error, whatever a path or a file has brought into it.
  static func report(_ text: String) {
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
    FileHandle.standardError.write(Data("hrscope: \(String(String.UnicodeScalarView(scalars)))\n".utf8))
  }

  /// Status and text of our own errors; nil for those of the argument parser.
  static func describe(_ error: any Error) -> (Status, String)? {
    switch error {
    case let failure as CommandFailure: (failure.status, failure.text)
    case let error as CheckpointError:
      (error.isUnreadable ? .unreadable : error.isUnwritable ? .cannotWrite : .damaged, error.description)
    case let error as PictureError: (error.isUnreadable ? .unreadable : .damaged, error.description)
    case let error as SideCarError: (error.isUnreadable ? .unreadable : .damaged, error.description)
    case let error as SessionFileError:
      switch error.reason {
      case .unreadable: (.unreadable, error.description)
      case .unwritable: (.cannotWrite, error.description)
      case .tooLong, .damaged, .badOption: (.damaged, error.description)
      }
    case let error as PartialResultsError:
      switch error.reason {
      case .unreadable: (.unreadable, error.description)
      case .unwritable: (.cannotWrite, error.description)
      case .damaged, .otherPlan, .otherPart, .otherCount, .samePart, .incomplete, .missingParts, .changedPicture:
        (.damaged, error.description)
      }
    case let error as CaptureError: (.internalFault, error.description)
    case let error as VerificationError: (.damaged, error.description)
    case let error as NetworkError: (.usage, error.description)
    case let error as EdgeSelectionError: (.usage, error.description)
    case let error as TerminalError:
      (.usage, "\(error); 'hrscope pose IMAGE' prints the joints without a screen")
    case let error as SystemError: (.internalFault, error.description)
    default: nil
    }
  }
}
