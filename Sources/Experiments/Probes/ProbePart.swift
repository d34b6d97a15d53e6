import Checkpoints
import Essentials
import Files

/// A file of the sums that a part of the pictures gave: with `--shard` the result, else what a run that was ended goes on
/// from. It is replaced as a whole, so that it is never torn.
public struct ProbePart: Sendable {
  public let plan: ProbePlan
  public let part: Shard
  /// The command line that repeats the fit: whoever joins parts measures what comes of them.
  public let arguments: [String]
  private(set) var sums: ProbeSums

  init(_ plan: ProbePlan, _ part: Shard, _ arguments: [String], _ sums: ProbeSums) {
    (self.plan, self.part, self.arguments, self.sums) = (plan, part, arguments, sums)
  }

  /// Pictures of the part that are still to be added up.
  var missing: [Int] { plan.pictures(ofShard: part).filter { sums.pictures[$0] == nil } }
}

extension ProbePart {
  private struct Counts: Codable {
    let fitted, heldOut, unlabelledFitted, unlabelledHeldOut: Int
  }

  /// Names of the sums' tensors, and where they are.
  private static func folds(_ sums: ProbeSums) -> [(name: String, fold: ProbeSums.Fold)] {
    [("fitted", sums.fitted), ("heldOut", sums.heldOut)]
  }

  /// - Throws: `CheckpointError` where it cannot be written.
  func write(to path: String) throws(CheckpointError) {
    func json(_ value: some Encodable) -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    let counts = Counts(
      fitted: sums.fitted.count, heldOut: sums.heldOut.count, unlabelledFitted: sums.fitted.unlabelled,
      unlabelledHeldOut: sums.heldOut.unlabelled)
    var tensors: [NumberTensor] = []
    for (name, fold) in Self.folds(sums) {
      for (input, equations) in zip(plan.inputs, fold.equations) {
        func add(_ what: String, _ sums: ExactSums) {
          tensors.append(
            NumberTensor(
              name: "\(name).\(what).\(input.node)", shape: [2, sums.sums.count], precision: .double
            ) { sums.sums + sums.rests })
        }
        add("gram", equations.plain.gram)
        add("product", equations.plain.product)
        guard let emphasised = equations.emphasised else { continue }
        add("emphasised.gram", emphasised.gram)
        add("emphasised.product", emphasised.product)
      }
    }
    try SafetensorsFile.write(
      tensors,
      metadata: [
        "format": ProbePlan.format.title, "plan": json(plan), "part": part.description, "arguments": json(arguments),
        "pictures": json(Dictionary(uniqueKeysWithValues: sums.pictures.map { ("\($0)", $1) })), "counts": json(counts),
      ], to: path)
  }

  /// Reads a file.
  ///
  /// - Throws: `ProbePartError` where it cannot be read or is damaged.
  public init(contentsOf path: String) throws {
    func damaged(_ what: String) -> ProbePartError { ProbePartError(path: path, reason: .damaged(what)) }
    let bytes = try FileBytes(opening: path)
    let file: SafetensorsFile
    do { file = try SafetensorsFile(bytes, path: path) } catch {
      if error.isUnreadable { throw error }
      throw damaged("\(error.reason)")
    }
    func value<Value: Decodable>(_ type: Value.Type, _ key: String) throws -> Value {
      guard let text = file.metadata[key], let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else {
        throw damaged("says no '\(key)'")
      }
      return value
    }
    if let problem = ProbePlan.format.problem(title: file.metadata["format"] ?? "") {
      throw problem == .other
        ? damaged("another kind of file") : ProbePartError(path: path, reason: .version(problem))
    }
    plan = try value(ProbePlan.self, "plan")
    guard plan.isSound, let part = file.metadata["part"].flatMap({ Shard($0) }) else {
      throw damaged("an impossible plan")
    }
    self.part = part
    arguments = try value([String].self, "arguments")
    sums = ProbeSums(plan)
    let mine = Set(plan.pictures(ofShard: part))
    for (key, content) in try value([String: String].self, "pictures") {
      guard let picture = Int(key), mine.contains(picture) else { throw damaged("picture \(key) is not of the part") }
      sums.pictures[picture] = content
    }
    let counts = try value(Counts.self, "counts")
    guard [counts.fitted, counts.heldOut, counts.unlabelledFitted, counts.unlabelledHeldOut].allSatisfy({ $0 >= 0 })
    else { throw damaged("impossible counts") }
    (sums.fitted.count, sums.heldOut.count) = (counts.fitted, counts.heldOut)
    (sums.fitted.unlabelled, sums.heldOut.unlabelled) = (counts.unlabelledFitted, counts.unlabelledHeldOut)
    sums.fitted.equations = try Self.equations("fitted", plan, file, path)
    sums.heldOut.equations = try Self.equations("heldOut", plan, file, path)
  }

  private static func equations(
    _ fold: String, _ plan: ProbePlan, _ file: SafetensorsFile, _ path: String
  ) throws -> [NormalEquations] {
    let targets = plan.names.count
    return try plan.inputs.map { input in
      func sums(_ what: String, _ count: Int) throws -> ExactSums {
        let name = "\(fold).\(what).\(input.node)"
        guard let tensor = file.tensors[name], tensor.shape == [2, count], tensor.type == .float64 else {
          throw ProbePartError(path: path, reason: .damaged("tensor '\(name)' is missing or of another shape"))
        }
        let values = try tensor.doubles(path: path)
        guard values.allSatisfy(\.isFinite) else {
          throw ProbePartError(path: path, reason: .damaged("tensor '\(name)' is not finite"))
        }
        return ExactSums(sums: Array(values[..<count]), rests: Array(values[count...]))
      }
      func both(_ prefix: String) throws -> NormalEquations.Sums {
        NormalEquations.Sums(
          gram: try sums(prefix + "gram", (input.channels + 1) * (input.channels + 2) / 2),
          product: try sums(prefix + "product", (input.channels + 1) * targets))
      }
      return NormalEquations(
        channels: input.channels, targets: targets, plain: try both(""),
        emphasised: plan.targets == .joints ? try both("emphasised.") : nil)
    }
  }
}

extension ProbePart {
  /// The file to go on with: what it holds, or nothing yet where it is not there.
  ///
  /// - Parameter set: what is fitted to; pictures that the file has sums of must be what they were.
  /// - Throws: `ProbePartError` where it is damaged, is of another plan or part, or a picture has changed.
  init(
    resuming path: String, plan: ProbePlan, part: Shard, arguments: [String], set: EvaluationSet
  ) throws {
    guard somethingExists(at: path) else {
      self.init(plan, part, arguments, ProbeSums(plan))
      return
    }
    let known = try ProbePart(contentsOf: path)
    guard known.plan == plan else { throw ProbePartError(path: path, reason: .otherPlan) }
    guard known.part == part else {
      throw ProbePartError(path: path, reason: .part(.otherPart(known.part, expected: part)))
    }
    for (picture, measured) in known.sums.pictures {
      guard let present = set.content(ofPicture: picture), present != measured else { continue }
      throw ProbePartError(path: path, reason: .part(.changedPicture(set.pictures[picture].name)))
    }
    self.init(plan, part, arguments, known.sums)
  }

  /// Joins the files of all parts.
  ///
  /// - Throws: `ProbePartError` that names the file that cannot be used, or says which parts are missing.
  public static func merge(_ paths: [String]) throws -> ProbePart {
    let first = try ProbePart(contentsOf: paths[0])
    var (sums, files) = (ProbeSums(first.plan), [Int: String]())
    for path in paths {
      let next = try path == paths[0] && files.isEmpty ? first : ProbePart(contentsOf: path)
      func fail(_ reason: PartialResultsReason) -> ProbePartError { ProbePartError(path: path, reason: .part(reason)) }
      guard next.plan == first.plan else { throw ProbePartError(path: path, reason: .otherPlan) }
      guard next.part.count == first.part.count else { throw fail(.otherCount(next.part, expected: first.part.count)) }
      if let other = files[next.part.number] { throw fail(.samePart(next.part, as: other)) }
      files[next.part.number] = path
      let missing = next.missing.count
      guard missing == 0 else {
        throw ProbePartError(
          path: path, reason: .incomplete(missing: missing, of: next.plan.pictures(ofShard: next.part).count))
      }
      sums += next.sums
    }
    let missing = (1...first.part.count).filter { files[$0] == nil }
    guard missing.isEmpty else {
      throw ProbePartError(path: paths[0], reason: .part(.missingParts(missing, of: first.part.count)))
    }
    return ProbePart(first.plan, .all, first.arguments, sums)
  }
}

/// Why a file of a fit's sums cannot be used.
public typealias ProbePartError = FileProblem<ProbePartReason>

/// What can be wrong with a file of a fit's sums.
public enum ProbePartReason: FileProblemReason {
  case damaged(String)
  case version(FileFormat.Problem)
  case otherPlan
  case incomplete(missing: Int, of: Int)
  /// As of an evaluation's parts.
  case part(PartialResultsReason)

  public var fault: FileFault { .content }

  public var description: String {
    switch self {
    case .damaged(let what):
      "damaged partial sums: \(printable(what, limit: 200)) (expected a file of 'probe --shard --output')"
    case .version(let problem): "partial sums \(problem)"
    case .otherPlan: "of another fit (expected the same set, weights, options, nodes and targets)"
    case .incomplete(let missing, let all):
      "incomplete, \(missing) of \(all) pictures are missing (the same 'probe' again goes on)"
    case .part(let reason): reason.description
    }
  }
}
