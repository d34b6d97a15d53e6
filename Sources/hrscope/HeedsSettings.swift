import ArgumentParser
import Cells
import Explorer
import Files
import Runner

/// A command for which settings files may say what its command line does not.
protocol HeedsSettings: ParsableCommand {
  mutating func heed(_ settings: Settings)
}

/// A command whose network settings may choose, unless it is said elsewhere: by a name, a session's file, or parts.
protocol OpensUsualNetwork: HeedsSettings, OpensNetwork {
  var hasOwnNetwork: Bool { get }
}

extension OpensUsualNetwork {
  var hasOwnNetwork: Bool { false }

  mutating func heed(_ settings: Settings) { heedNetwork(settings) }

  mutating func heedNetwork(_ settings: Settings) {
    if !hasOwnNetwork { file.heed(settings) }
  }
}

/// A command that computes.
protocol ComputesOnThreads: ParsableCommand {
  var threads: ThreadOptions { get set }
}

extension HRScope {
  /// Gives a command what settings files say; those of no use to it are not read.
  static func configure(_ command: inout any ParsableCommand) throws {
    guard command is any HeedsSettings || command is any ComputesOnThreads else { return }
    var environment: [String: String] = [:]
    for name in SettingsFile.variables { environment[name] = FileName.environment(name) }
    let settings = try SettingsFile.read(environment: environment)
    if var heeding = command as? any HeedsSettings {
      heeding.heed(settings)
      command = heeding
    }
    if var computing = command as? any ComputesOnThreads {
      computing.threads.threads = computing.threads.threads ?? settings.threads?.value
      command = computing
    }
  }
}

extension WeightsOptions {
  fileprivate mutating func heed(_ settings: Settings) {
    guard weights == nil, let setting = settings.weights else { return }
    (weights, place) = (setting.value, setting.place)
    upsampling = upsampling ?? settings.upsampling?.value
  }
}

extension ExploreCommand: OpensUsualNetwork, ComputesOnThreads {
  var hasOwnNetwork: Bool { published.model != nil || replay != nil }

  mutating func heed(_ settings: Settings) {
    heedNetwork(settings)
    lessons = settings.lessons
    if replay == nil { usualPicture = settings.picture }
    colors.heed(settings)
  }
}

extension CaptureCommand: OpensUsualNetwork, ComputesOnThreads {
  var hasOwnNetwork: Bool { published.model != nil || replay != nil }

  mutating func heed(_ settings: Settings) {
    heedNetwork(settings)
    if replay == nil { usualPicture = settings.picture }
  }
}

extension LessonCommand: HeedsSettings, ComputesOnThreads {
  mutating func heed(_ settings: Settings) {
    lessons = settings.lessons
    colors.heed(settings)
  }
}

extension RecordCommand: HeedsSettings, ComputesOnThreads {
  mutating func heed(_ settings: Settings) { lessons = settings.lessons }
}

extension NetworkCommand: OpensUsualNetwork {
  var hasOwnNetwork: Bool { published.model != nil || list || paper != nil }
}

extension BenchCommand: OpensUsualNetwork, ComputesOnThreads {
  var hasOwnNetwork: Bool { published.model != nil }
}

extension EvaluateCommand: OpensUsualNetwork, ComputesOnThreads {
  var hasOwnNetwork: Bool { merge }
}

extension ProbeCommand: OpensUsualNetwork, ComputesOnThreads {
  var hasOwnNetwork: Bool { merge }
}

extension VerifyCommand: HeedsSettings, ComputesOnThreads {
  mutating func heed(_ settings: Settings) { options.heed(settings) }
}

extension PoseCommand: OpensUsualNetwork, ComputesOnThreads {}
extension SegmentCommand: OpensUsualNetwork, ComputesOnThreads {}
extension ClassifyCommand: OpensUsualNetwork, ComputesOnThreads {}
extension DetectCommand: OpensUsualNetwork, ComputesOnThreads {}
extension SweepCommand: OpensUsualNetwork, ComputesOnThreads {}
extension ActivationsCommand: OpensUsualNetwork, ComputesOnThreads {}
