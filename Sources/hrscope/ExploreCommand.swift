import ArgumentParser
import Explorer
import Foundation
import Network
import Pose
import Runner

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal (the default).")

  @Argument(help: ArgumentHelp("A JPEG or PNG; by default the built-in picture.", valueName: "IMAGE"))
  var image: String?

  @OptionGroup var options: NetworkOptions

  func run() throws {
    let checkpoint = try options.checkpoint()
    let network = try options.network(of: checkpoint)
    let interventions = try options.interventions(in: network)
    let scene = try scene()
    let subject = Subject(
      network: network, modelName: checkpoint.modelName, skeleton: checkpoint.jointSkeleton,
      boxPadding: checkpoint.preprocessing.boxPadding)
    let (keyMap, problem) = KeyFile.read(environment: ProcessInfo.processInfo.environment)

    var session = try ExplorerSession(
      subject, scene: scene, checkpoint: checkpoint, interventions: interventions, threads: options.threadCount,
      keyMap: keyMap, notice: problem)
    switch session.run() {
    case .quit: return
    case .signal(let signal): throw ExitCode(128 + signal)
    case .failed(let error): throw error
    }
  }

  /// The picture asked for with the people beside it, or the built-in one; a box on the command line comes first.
  private func scene() throws -> Scene {
    let scene = try image.map { try Scene(contentsOf: $0) } ?? EmbeddedFiles.scene()
    guard let person = try options.boxedPerson() else { return scene }
    return Scene(picture: scene.picture, name: scene.name, path: scene.path, people: [person] + scene.people)
  }
}
