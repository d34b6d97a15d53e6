import ArgumentParser
import Experiments
import Files
import HRNet
import Pictures

/// What a command prints of a picture.
protocol PictureResult: Encodable {
  /// - Parameter isOnly: whether there is no other picture, so that its name need not be said.
  func text(isOnly: Bool) -> String
}

/// What a head says of a whole picture.
protocol PictureAnswer: Encodable {
  /// For people.
  var lines: [String] { get }
}

/// What `segment`, `classify` and `detect` print of a picture (`Documentation/CommandLine.md`): the answer, and around it
/// what every head's has.
struct PictureReport<Answer: PictureAnswer>: PictureResult {
  let answer: Answer
  private let about: About

  private struct About: Encodable {
    let image: String
    let model: String
    let input: [Int]
    let milliseconds: Double
    /// What the file of weights does not say and is assumed; nil where it says everything.
    let assumptions: [String]?
  }

  /// Runs a network on a part of a picture.
  ///
  /// - Parameters:
  ///   - what: what `read` reads, for people; only what it takes is timed.
  ///   - answer: what to print of it.
  init<Found>(
    _ image: String, _ picture: Picture, part: Box, by reader: PictureReader, _ interventions: Interventions,
    _ what: String, read: (PictureReader.Run) -> Found?, answer: (Found) throws -> Answer
  ) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let run = try reader.run(picture, part: part, interventions: interventions)
    guard let found = read(run) else {
      throw CommandFailure(status: .internalFault, text: "\(image): no \(what)")
    }
    let time = clock.now - start
    self.answer = try answer(found)
    let (checkpoint, input) = (reader.checkpoint, run.frame.input)
    about = About(
      image: image, model: checkpoint.modelName, input: [input.height, input.width],
      milliseconds: (time / .milliseconds(1)).thousandths,
      assumptions: checkpoint.assumptions.isEmpty ? nil : checkpoint.assumptions)
  }

  /// One object that holds the keys of both.
  func encode(to encoder: any Encoder) throws {
    try about.encode(to: encoder)
    try answer.encode(to: encoder)
  }

  func text(isOnly: Bool) -> String {
    ((isOnly ? [] : ["\(printable(about.image)):"]) + answer.lines).joined(separator: "\n")
  }
}

/// What the commands that take pictures have in common.
enum PictureResults {
  /// Makes a result of each picture and prints it: as text at once, or all of them as one document. A picture that cannot be
  /// used is reported and does not take the others with it.
  static func print<Result: PictureResult>(
    of images: [String], json: Bool, _ result: (String) throws -> Result
  ) throws {
    try print(of: images, json: json, isList: images.count > 1) { image in [try result(image)] }
  }

  /// The same where a picture may have any number of results.
  ///
  /// - Parameter isList: whether the document is a list; else there is one result of one picture.
  static func print<Result: PictureResult>(
    of images: [String], json: Bool, isList: Bool, _ result: (String) throws -> [Result]
  ) throws {
    var results: [Result] = []
    var failure: Status?
    for image in images {
      let found: [Result]
      do { found = try result(image) } catch {
        guard let (status, text) = Failure.describe(error), images.count > 1 else { throw error }
        Failure.report(text)
        failure = status
        continue
      }
      results += found
      if !json {
        for result in found { try StandardOutput.print(result.text(isOnly: images.count == 1 && found.count == 1)) }
      }
    }
    if json {
      if !isList, let only = results.first {
        try JSONOutput.print(only)
      } else {
        try JSONOutput.print(results)
      }
    }
    if let failure { throw ExitCode(failure.rawValue) }
  }

  /// Refuses an output of one picture where there are several.
  static func refuse(_ option: String, _ value: String?, for images: [String]) throws {
    if value != nil, images.count > 1 {
      throw ValidationError("\(option) takes one picture, found \(images.count)")
    }
  }

  /// Refuses a name that is no PNG's.
  static func refuseOtherThanPNG(_ option: String, _ path: String?) throws {
    guard let path, !path.lowercased().hasSuffix(".png"), !isStream(path) else { return }
    throw CommandFailure(status: .usage, text: "\(option) '\(path)' is no name of a PNG (expected .png)")
  }

  /// Pipes, devices and descriptors may have any name.
  private static func isStream(_ path: String) -> Bool {
    FileStatus(path)?.kind == .other || path == "/dev/stdout" || FileName.descriptor(path) != nil
  }
}
