import ArgumentParser
import HRNet
import Recognition

/// What a file of weights does not say about its head, and would otherwise be assumed by its family.
struct HeadOptions: ParsableArguments {
  @Option(
    name: .customLong("pyramid-stride"),
    help: ArgumentHelp(
      "Stride of the convolutions of a pyramid's levels, 1 or 2; by default 2 for detectors of five levels, else 1.",
      valueName: "1|2"))
  var pyramidStride: Int?

  @Option(
    help: ArgumentHelp(
      "Whose FCOS a detector is, in its boxes and its colours: \(FCOSFamily.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "NAME"))
  var fcos: FCOSFamily?

  mutating func validate() throws {
    if let pyramidStride, ![1, 2].contains(pyramidStride) {
      throw ValidationError("--pyramid-stride must be 1 or 2, found \(pyramidStride)")
    }
  }

  /// An architecture as the options say.
  ///
  /// - Throws: `CommandFailure` where the head has nothing that an option speaks of.
  func applied(to architecture: Architecture) throws -> Architecture {
    var result = architecture
    if let pyramidStride {
      guard let changed = result.with(pyramidStride: pyramidStride) else {
        throw CommandFailure(status: .usage, text: "--pyramid-stride: this network has no pyramid")
      }
      result = changed
    }
    if let fcos {
      guard let changed = result.with(detector: fcos.variant) else {
        throw CommandFailure(status: .usage, text: "--fcos: this network has no FCOS head")
      }
      result = changed
    }
    return result
  }
}

extension HeadOptions {
  /// What was chosen, as plans of evaluations hold it.
  var recorded: [String] {
    (pyramidStride.map { ["pyramid-stride \($0)"] } ?? []) + (fcos.map { ["fcos \($0.rawValue)"] } ?? [])
  }

  /// Whose detector a network is: as the option says, else by the names that its head has in the file.
  func family(of opened: OpenedNetwork) -> FCOSFamily { fcos ?? Self.family(of: opened) }

  /// Whose detector a network is by the names that its head has in the file.
  static func family(of opened: OpenedNetwork) -> FCOSFamily {
    switch opened.checkpoint.headCodes.last {
    case "HRNet-FCOS": return .hrnet
    case "AdelaiDet": return .improved
    case "MMDetection 1": return .mmdet1
    default: return .mmdet
    }
  }
}

/// The published codes of FCOS, which differ in what no weight tells.
enum FCOSFamily: String, CaseIterable, ExpressibleByArgument {
  case hrnet = "hrnet-fcos"
  case fcos
  case improved
  case mmdet1
  case mmdet

  /// What of it the network has; the other differences are in how boxes are made of its outputs.
  var variant: FCOSHead.Variant { self == .improved ? .improved : .plain }

  /// How it takes colours, which weights do not tell: MMDetection changed it in December 2020 with its names as they were.
  var preprocessing: Preprocessing { self == .mmdet ? .blueFirst : .caffe }

  /// Who resizes pictures.
  var rounding: DetectorInput.Rounding {
    switch self {
    case .hrnet, .fcos, .improved: .authors
    case .mmdet1, .mmdet: .mmdet
    }
  }

  /// How boxes are made of a network's maps.
  func rules(for architecture: Architecture) -> BoxRules {
    switch self {
    case .hrnet: .hrnetFCOS
    case .fcos, .improved: .fcos
    case .mmdet1: .mmdet1
    case .mmdet: (architecture.head as? FCOSHead)?.variant == .improved ? .improvedMMDet : .mmdet
    }
  }
}

extension PublishedModel {
  /// The network `--model` names.
  ///
  /// - Throws: `CommandFailure` for an unknown name.
  static func named(_ name: String) throws -> PublishedModel {
    guard let model = PublishedModel(name) else {
      let bodies = Architecture.presetNames.joined(separator: ", ")
      throw CommandFailure(
        status: .usage,
        text: "--model '\(name)' is unknown (expected \(bodies), or one with a head: 'hrscope network --list')")
    }
    return model
  }
}
