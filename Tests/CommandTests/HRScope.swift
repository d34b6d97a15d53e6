import Foundation
import TestSupport
import Testing

/// The program, run as a script runs it.
enum HRScope {
  @discardableResult
  static func run(_ arguments: String...) throws -> Finished { try run(arguments) }

  @discardableResult
  static func run(_ arguments: [String]) throws -> Finished {
    try Subprocess.run(Subprocess.hrscope, arguments, timeout: 120)
  }

  /// Runs a command that must succeed in silence, and decodes the one document it prints.
  static func json<Document: Decodable>(
    _ type: Document.Type, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Document {
    let result = try run(arguments)
    #expect(result.status == 0, sourceLocation: sourceLocation)
    #expect(result.errorText == "", sourceLocation: sourceLocation)
    // The decoder takes the whole of the output or nothing.
    return try JSONDecoder().decode(type, from: result.output)
  }

  /// Expects a command to fail with nothing but one line on standard error, which is returned.
  @discardableResult
  static func failure(
    _ arguments: [String], status: Int32, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try run(arguments)
    #expect(result.status == status, "\(arguments): \(result.errorText)", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, "\(arguments)", sourceLocation: sourceLocation)
    expectOneLine(result, sourceLocation: sourceLocation)
    return result.errorText
  }

  /// Expects standard error to be one line in the program's name.
  static func expectOneLine(_ result: Finished, sourceLocation: SourceLocation = #_sourceLocation) {
    let text = result.errorText
    let isOneLine = text.hasPrefix("hrscope: ") && text.hasSuffix("\n") && text.count { $0.isNewline } == 1
    #expect(isOneLine, "\(text)", sourceLocation: sourceLocation)
  }
}

/// The pictures that come with the program.
enum SamplePictures {
  static let folder = Shared.inRepository("SampleImages/")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".jpg") }.sorted()
  }()

  static func path(_ name: String) -> String { folder + name }

  static let runner = path("01-runner.jpg")
  static let serve = path("02-serve.jpg")
}

/// The embedded model, as a file.
let embeddedModelFile = Shared.inRepository("Sources/Embedded/hrnet-w16-joints-parts.safetensors")
